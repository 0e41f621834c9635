import type { NamedArrays } from '../core/safetensors';
import type { EpochEnd, TrainCallback } from './events';
import { watch } from './monitor';
import { prefixed, restoreWeights, savedWeights, under } from './saved-arrays';

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
  const watched = watch('bestWeights', monitor);
  // Copied out of the backend: a kernel may update a variable in place, so a clone could change with it.
  let weights: NamedArrays | undefined;
  return {
    name: 'bestWeights',
    async onEpochEnd(event) {
      if (!watched.improved(event.logs)) return;
      weights = await savedWeights(event.training.model);
      await onImprove?.(event);
    },
    onTrainEnd({ training: { model } }) {
      if (weights) restoreWeights(model, weights);
    },
    state: () => ({ watched: watched.state(), ...prefixed('weights', weights ?? {}) }),
    restore(state) {
      watched.restore(state.watched!);
      const kept = under('weights', state);
      if (Object.keys(kept).length > 0) weights = kept;
    },
  };
}
