import { check, checkInRange, checkInteger } from '../core/check';
import type { TrainCallback } from './events';
import { watch } from './monitor';
import { savedNumbers } from './saved-arrays';

/** What {@link plateau} takes; the defaults are those of the reference pipeline. */
export interface PlateauArgs {
  /** The value to watch; smaller is better. Default `'val_loss'`. */
  monitor?: string;
  /** What the learning rate is multiplied by. Default 0.5. */
  factor?: number;
  /** Epochs without improvement before it is. Default 4. */
  patience?: number;
  /** Epochs after a reduction in which nothing is counted. Default 2. */
  cooldown?: number;
  /** An improvement is a fall by more than this. Default 1e-4. */
  minDelta?: number;
  /** The learning rate never goes below. Default 1e-6. */
  minLearningRate?: number;
}

/**
 * Lowers the learning rate when the loss has stopped falling, as Keras's `ReduceLROnPlateau`.
 *
 * @throws RangeError for a factor outside 0 to 1, and, in training, when `monitor` names no value
 * @example
 * ```ts
 * import { plateau } from 'hilum';
 *
 * const callbacks = [plateau({ patience: 4, cooldown: 2 })]; // train(model, { …, callbacks })
 * ```
 */
export function plateau({
  monitor = 'val_loss',
  factor = 0.5,
  patience = 4,
  cooldown = 2,
  minDelta = 1e-4,
  minLearningRate = 1e-6,
}: PlateauArgs = {}): TrainCallback {
  checkInteger('plateau', 'patience', patience, 1);
  checkInteger('plateau', 'cooldown', cooldown, 0);
  checkInRange('plateau', 'factor', factor, 0, 1);
  check(minLearningRate >= 0, `plateau: minLearningRate must not be negative, got ${minLearningRate}.`);
  const watched = watch('plateau', monitor, minDelta);
  let waited = 0;
  let cooling = 0;
  return {
    name: 'plateau',
    onEpochEnd({ logs, training }) {
      if (cooling > 0) cooling--;
      // Of the epochs of cooling down the last one counts again, as in Keras.
      waited = watched.improved(logs) || cooling > 0 ? 0 : waited + 1;
      if (waited >= patience) {
        training.learningRate = Math.max(training.learningRate * factor, minLearningRate);
        cooling = cooldown;
        waited = 0;
      }
    },
    state: () => ({ watched: watched.state(), counts: savedNumbers(waited, cooling) }),
    restore(state) {
      watched.restore(state.watched!);
      [waited, cooling] = state.counts!.data as unknown as [number, number];
    },
  };
}
