import { check } from '../../core/check';
import type { Random } from '../../core/random';

/** The lowest and the highest value that may be drawn. */
export type Range = readonly [low: number, high: number];

/** Requires `min` ≤ low ≤ high ≤ `max`, both finite. */
export function checkRange(
  caller: string,
  name: string,
  [low, high]: Range,
  min = -Infinity,
  max = Infinity,
): void {
  // Written so that NaN fails.
  check(
    low >= min && low <= high && high <= max && Number.isFinite(high - low),
    `${caller}: ${name} must be [low, high] with ${min} ≤ low ≤ high${max < Infinity ? ` ≤ ${max}` : ''}, got [${low}, ${high}].`,
  );
}

/** A number drawn evenly from the range. */
export function drawFrom(random: Random, range: Range): number {
  return short(random.uniform(...range), range);
}

/** A number drawn evenly from the range on a logarithmic scale: twice is as likely as half. */
export function drawLogarithmically(random: Random, [low, high]: Range): number {
  return short(low * (high / low) ** random.uniform(), [low, high]);
}

/** An integer drawn from the range, both ends included. */
export function drawInteger(random: Random, [low, high]: Range): number {
  return random.integer(low, high + 1);
}

/** The seed of a stream of its own: one number decides them all, so what follows does not depend on the size. */
export function drawSeed(random: Random): number {
  return random.integer(0, 2 ** 32);
}

/** 6 digits, so that a printed record is short and exact. */
function short(x: number, [low, high]: Range): number {
  return Math.min(Math.max(Number(x.toPrecision(6)), low), high);
}
