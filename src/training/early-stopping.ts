import { checkInteger } from '../core/check';
import type { TrainCallback } from './events';
import { watch } from './monitor';
import { savedNumbers } from './saved-arrays';

/** What {@link earlyStopping} takes. */
export interface EarlyStoppingArgs {
  /** The value to watch; smaller is better. Default `'val_loss'`. */
  monitor?: string;
  /** Epochs without improvement before training ends. Default 10. */
  patience?: number;
  /** An improvement is a fall by more than this. Default 0. */
  minDelta?: number;
}

/**
 * Ends training when the loss has stopped falling. Together with {@link bestWeights} the model is left as it was
 * at its best.
 *
 * @throws RangeError in training, when `monitor` names no value
 * @example
 * ```ts
 * import { bestWeights, earlyStopping } from 'hilum';
 *
 * const callbacks = [earlyStopping({ patience: 8 }), bestWeights()]; // train(model, { …, callbacks })
 * ```
 */
export function earlyStopping({
  monitor = 'val_loss',
  patience = 10,
  minDelta = 0,
}: EarlyStoppingArgs = {}): TrainCallback {
  checkInteger('earlyStopping', 'patience', patience, 1);
  const watched = watch('earlyStopping', monitor, minDelta);
  let waited = 0;
  return {
    name: 'earlyStopping',
    onEpochEnd({ logs, training }) {
      waited = watched.improved(logs) ? 0 : waited + 1;
      if (waited >= patience) training.stop(`${monitor} has not improved for ${patience} epochs`);
    },
    state: () => ({ watched: watched.state(), waited: savedNumbers(waited) }),
    restore(state) {
      watched.restore(state.watched!);
      waited = state.waited!.data[0]!;
    },
  };
}
