import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { check } from '../core/check';
import type { NamedArrays, SavedArray } from '../core/safetensors';
import type { TrainCallback } from './events';
import { prefixed, savedNumbers, savedTensor, tensorOf, under } from './saved-arrays';

/** What {@link weightAverage} takes. */
export interface WeightAverageArgs {
  /** How much of the average is kept at each step, at least 0 and below 1. Default 0.999. */
  decay?: number;
}

/**
 * Keeps an exponential moving average of the weights, which usually predicts better than the weights of any step:
 * a ← a + (1 − d)·(w − a) after each step, from the first weights on, with d = min(decay, (1 + n) / (10 + n)) after n
 * steps, so that the first weights are soon forgotten. All weights are averaged, the running statistics of batch
 * normalisations too, as timm's `ModelEma` does.
 *
 * While an epoch is validated, and in all that `onEpochEnd` sees, the model holds the average: `val_loss`,
 * {@link bestWeights}, a model that a callback saves and the checkpoint after the epoch are of it. The next epoch goes on
 * with the weights themselves; when training ends the average stays in the model. Its place in the list of callbacks
 * does not matter. Takes as much memory as the weights.
 *
 * Polyak and Juditsky, https://doi.org/10.1137/0330046
 *
 * @throws RangeError when decay is outside [0, 1)
 * @example
 * ```ts
 * import { batches, bestWeights, chestPhantom, diceLoss, train, unet, weightAverage } from 'hilum';
 *
 * const data = batches({ items: [1], load: (seed: number) => chestPhantom({ seed, size: 32 }) });
 * const model = unet({ inputShape: [32, 32, 1], filters: [2, 4] });
 * const callbacks = [weightAverage({ decay: 0.99 }), bestWeights()];
 * await train(model, { data, validation: data, epochs: 1, loss: diceLoss(), callbacks });
 * ```
 */
export function weightAverage({ decay = 0.999 }: WeightAverageArgs = {}): TrainCallback {
  check(decay >= 0 && decay < 1, `weightAverage: decay must be at least 0 and below 1, got ${decay}.`);
  let steps = 0;
  let model: LayersModel;
  /** Whether the model holds the average. */
  let swapped = false;
  /** The average; while the model holds that, the weights it took the place of. */
  let others: tf.Tensor[] | undefined;
  let restored: NamedArrays | undefined;

  const swap = (): void => {
    const incoming = others!;
    others = clones(model);
    model.weights.forEach((weight, i) => weight.write(incoming[i]!));
    tf.dispose(incoming);
    swapped = !swapped;
  };

  return {
    name: 'weightAverage',
    onEpochBegin({ training }) {
      ({ model } = training);
      others ??= restored
        ? model.weights.map(({ originalName }) => tf.keep(tensorOf(restored![originalName]!)))
        : clones(model);
      if (swapped) swap();
    },
    onStep() {
      const change = 1 - Math.min(decay, (1 + steps) / (10 + steps));
      steps++;
      const before = others!;
      others = model.weights.map((weight, i) =>
        tf.keep(tf.tidy(() => tf.add(before[i]!, tf.mul(tf.sub(weight.read(), before[i]!), change)))),
      );
      tf.dispose(before);
    },
    onStepsEnd() {
      if (others && !swapped) swap();
    },
    onTrainEnd() {
      tf.dispose(others);
      others = undefined;
      restored = undefined;
      swapped = false;
      steps = 0;
    },
    async state() {
      const named: Record<string, SavedArray> = {};
      for (const [i, { originalName }] of model.weights.entries())
        named[originalName] = await savedTensor(others![i]!);
      return { counts: savedNumbers(steps, Number(swapped)), ...prefixed('weights', named) };
    },
    restore(state) {
      const [count, held] = state.counts!.data as Float64Array;
      steps = count!;
      swapped = held === 1;
      restored = under('weights', state);
    },
  };
}

function clones(model: LayersModel): tf.Tensor[] {
  return model.weights.map((weight) => tf.keep(tf.clone(weight.read())));
}
