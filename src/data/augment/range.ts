import { check } from '../../core/check';

/** The lowest and the highest value that may be drawn. */
export type Range = readonly [low: number, high: number];

/** Requires `min` ≤ low ≤ high, both finite. */
export function checkRange(caller: string, name: string, [low, high]: Range, min = -Infinity): void {
  // Written so that NaN fails.
  check(
    low >= min && low <= high && Number.isFinite(high - low),
    `${caller}: ${name} must be [low, high] with ${min} ≤ low ≤ high, got [${low}, ${high}].`,
  );
}
