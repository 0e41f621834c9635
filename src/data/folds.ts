import { checkInteger } from '../core/check';
import { deal, type DealArgs } from './deal';

/** One of the ways to divide items in cross-validation. */
export interface Fold<T> {
  /** Counted from 0. */
  readonly index: number;
  /** What to learn from, in the order it was given. */
  readonly train: T[];
  /** What to test on: every item is in the test part of exactly one fold. */
  readonly test: T[];
}

/** How {@link kFold} divides. */
export interface KFoldArgs<T> extends DealArgs<T> {
  /** Number of folds, at least 2. Default 5. */
  folds?: number | undefined;
}

/**
 * The folds of a cross-validation: items are dealt out to as many parts as there are folds, at random by seed, no
 * group divided and every stratum shared out alike ({@link splitDataset} tells how), and each part is the test of
 * one fold and learnt from in all others. For nested cross-validation divide `train` again.
 *
 * @returns one fold after another; each test part holds at least one item
 * @throws RangeError when `folds` is not an integer of at least 2
 * @throws Error when there are fewer groups than folds
 * @example
 * ```ts
 * import { kFold, labelOf, patientOf } from 'hilum';
 *
 * const images = Array.from({ length: 20 }, (_, i) => `CHNCXR_${1000 + i}_${i % 2}.png`);
 * const folds = kFold(images, { folds: 5, group: patientOf, stratify: labelOf, seed: 1 });
 * console.log(folds.map(({ train, test }) => [train.length, test.length])); // five times [16, 4]
 * ```
 */
export function kFold<T>(items: readonly T[], { folds = 5, ...args }: KFoldArgs<T> = {}): Fold<T>[] {
  checkInteger('kFold', 'folds', folds, 2);
  const shares = Array.from({ length: folds }, () => 1 / folds);
  const parts = deal('kFold', items, shares, args);
  return shares.map((_, index) => ({
    index,
    train: items.filter((_item, i) => parts[i] !== index),
    test: items.filter((_item, i) => parts[i] === index),
  }));
}
