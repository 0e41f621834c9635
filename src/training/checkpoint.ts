import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';
import { check } from '../core/check';
import type { NamedArrays } from '../core/safetensors';
import type { TrainCallback } from './events';
import { restoreOptimizer, savedOptimizer } from './optimizer-state';
import { restoreRun, savedRun, type RunState } from './run-state';
import { prefixed, restoreWeights, savedText, savedWeights, textOf, under } from './saved-arrays';

/**
 * All of a training run at one moment, as arrays by name: `model` (its layers as JSON), `weights/…`, `optimizer/…`,
 * `callbacks/…` and `run/…` (epoch, step, history). What continues from it ends with the same numbers, to the bit.
 */
export type Checkpoint = NamedArrays;

/** The parts of a run that a checkpoint holds. */
export interface RunParts {
  readonly model: LayersModel;
  readonly optimizer: tf.Optimizer;
  readonly callbacks: readonly TrainCallback[];
  readonly run: RunState;
}

/** The checkpoint of a run between two steps. */
export async function takeCheckpoint({ model, optimizer, callbacks, run }: RunParts): Promise<Checkpoint> {
  let states: NamedArrays = {};
  for (const [name, callback] of stateful(callbacks))
    states = { ...states, ...prefixed(name, await callback.state!()) };
  return {
    model: savedText(JSON.stringify(model.toJSON(undefined, false))),
    ...prefixed('weights', await savedWeights(model)),
    ...prefixed('optimizer', await savedOptimizer(optimizer, model)),
    ...prefixed('callbacks', states),
    ...prefixed('run', savedRun(run)),
  };
}

/** Sets a new run where the checkpoint stood. Nothing is changed when the weights do not fit the model. */
export function restoreCheckpoint(
  checkpoint: Checkpoint,
  { model, optimizer, callbacks, run }: RunParts,
): void {
  restoreWeights(model, under('weights', checkpoint));
  restoreOptimizer(optimizer, model, under('optimizer', checkpoint));
  for (const [name, callback] of stateful(callbacks)) {
    const state = under(`callbacks/${name}`, checkpoint);
    if (Object.keys(state).length > 0) callback.restore?.(state);
  }
  restoreRun(run, under('run', checkpoint));
}

/**
 * The model in a checkpoint, with the weights it had: to predict with what a run has reached so far, or was left at.
 *
 * @throws RangeError when `checkpoint` holds no model
 * @example
 * ```ts
 * import { batches, checkpoints, chestPhantom, diceLoss, memoryStore, modelOf, train, unet } from 'hilum';
 *
 * const model = unet({ inputShape: [32, 32, 1], filters: [2, 4] });
 * const data = batches({ items: [1], load: (seed: number) => chestPhantom({ seed, size: 32 }) });
 * const saved = checkpoints({ store: memoryStore() });
 * await train(model, { data, epochs: 1, loss: diceLoss(), checkpoints: saved });
 * const again = await modelOf((await saved.latest())!);
 * console.log(again.countParams() === model.countParams()); // true
 * ```
 */
export async function modelOf(checkpoint: Checkpoint): Promise<LayersModel> {
  check(
    checkpoint.model !== undefined,
    'modelOf: checkpoint must hold a model, got none. Is it a file of another kind?',
  );
  const modelTopology = JSON.parse(textOf(checkpoint.model)) as tf.io.ModelJSON['modelTopology'];
  const model = await loadLayersModel(tf.io.fromMemory({ modelTopology }));
  restoreWeights(model, under('weights', checkpoint));
  return model;
}

/** The callbacks that have a state, by a name that tells two of a kind apart. */
function stateful(callbacks: readonly TrainCallback[]): [name: string, callback: TrainCallback][] {
  const counts = new Map<string, number>();
  return callbacks.flatMap((callback): [string, TrainCallback][] => {
    if (!callback.state) return [];
    const { name } = callback;
    check(
      name !== undefined,
      'train: a callback with state must have a name, got none. A checkpoint calls the state by it.',
    );
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return [[count === 1 ? name : `${name}-${count}`, callback]];
  });
}
