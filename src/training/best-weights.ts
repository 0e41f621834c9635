import * as tf from '@tensorflow/tfjs-core';
import type { EpochEnd, TrainCallback } from './events';
import { watch } from './monitor';

/** What {@link bestWeights} takes. */
export interface BestWeightsArgs {
  /** The value to watch; smaller is better. Default `'val_loss'`. */
  monitor?: string;
  /** Called after each epoch that is the best so far, for instance to save the model. */
  onImprove?: (event: EpochEnd) => void | Promise<void>;
}

/**
 * Remembers the weights of the best epoch, and gives them back to the model when training ends, also when it is
 * aborted or fails.
 *
 * @throws RangeError in training, when `monitor` names no value
 * @example
 * ```ts
 * import { bestWeights } from 'hilum';
 *
 * const callbacks = [bestWeights({ monitor: 'val_loss' })]; // train(model, { …, callbacks })
 * ```
 */
export function bestWeights({ monitor = 'val_loss', onImprove }: BestWeightsArgs = {}): TrainCallback {
  const improved = watch('bestWeights', monitor);
  // Copied out of the backend: a kernel may update a variable in place, so a clone could change with it.
  let weights: (Float32Array | Int32Array | Uint8Array)[] | undefined;
  return {
    async onEpochEnd(event) {
      if (!improved(event.logs)) return;
      weights = await Promise.all(
        event.training.model.weights.map(async (weight) => (await weight.read().data()).slice()),
      );
      await onImprove?.(event);
    },
    onTrainEnd({ training: { model } }) {
      const kept = weights;
      if (!kept) return;
      tf.tidy(() => {
        model.weights.forEach((weight, i) => {
          weight.write(tf.tensor(kept[i]!, weight.shape as number[], weight.dtype));
        });
      });
    },
  };
}
