import { check } from '../core/check';
import type { Logs } from './events';

/**
 * Watches one value of the logs: after each epoch, whether it fell below the best so far by more than `minDelta`.
 * NaN is never better.
 */
export function watch(caller: string, monitor: string, minDelta = 0): (logs: Logs) => boolean {
  let best = Infinity;
  return (logs) => {
    const value = logs[monitor];
    check(
      value !== undefined,
      `${caller}: monitor must be one of ${Object.keys(logs).join(', ')}, got ${monitor}. Pass validation data to train for a val_ value.`,
    );
    const better = value < best - minDelta;
    if (better) best = value;
    return better;
  };
}
