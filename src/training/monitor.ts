import { check } from '../core/check';
import type { SavedArray } from '../core/safetensors';
import type { Logs } from './events';
import { savedNumbers } from './saved-arrays';

/** Watches one value of the logs. */
export interface Watch {
  /** After each epoch, whether the value fell below the best so far by more than `minDelta`. NaN is never better. */
  improved(logs: Logs): boolean;
  state(): SavedArray;
  restore(saved: SavedArray): void;
}

/** A watch on the value of this name; `caller` stands in messages. */
export function watch(caller: string, monitor: string, minDelta = 0): Watch {
  let best = Infinity;
  return {
    improved(logs) {
      const value = logs[monitor];
      check(
        value !== undefined,
        `${caller}: monitor must be one of ${Object.keys(logs).join(', ')}, got ${monitor}. Pass validation data to train for a val_ value.`,
      );
      const better = value < best - minDelta;
      if (better) best = value;
      return better;
    },
    state: () => savedNumbers(best),
    restore({ data }) {
      best = data[0]!;
    },
  };
}
