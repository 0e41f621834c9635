import { check, checkInRange } from '../core/check';
import { hashText } from '../core/random';
import type { Split, SplitPart } from './split';

/** How {@link splitByHash} divides. */
export interface SplitByHashArgs<T> {
  /** The name of what must stay together, usually the patient; its part follows from it alone. */
  group: (item: T) => string;
  /** Shares that add up to 1. Default 0.7, 0.15 and 0.15. */
  fractions?: Readonly<Record<SplitPart, number>> | undefined;
  /** Default 0. */
  seed?: number | string | undefined;
}

/**
 * Divides items by a hash of their group's name: a group's part depends on its name, the seed and the fractions alone,
 * so images that join later never move the old ones, and two machines that know different images agree.
 *
 * The price is that shares are met by chance alone: of n groups, a part of share p gets n·p ± √(n·p·(1 − p)), in each
 * stratum alike; {@link splitDataset} meets them exactly for a collection that is complete. The test part keeps its
 * groups when only training and validation trade shares.
 *
 * @returns every item exactly once, in the order given; a part may be empty
 * @throws RangeError when the fractions are negative or do not add up to 1
 * @example
 * ```ts
 * import { patientOf, splitByHash } from 'hilum';
 *
 * const old = splitByHash(['CHNCXR_0001_0.png', 'CHNCXR_0002_0.png'], { group: patientOf });
 * const more = splitByHash(['CHNCXR_0001_0.png', 'CHNCXR_0002_0.png', 'CHNCXR_0003_1.png'], { group: patientOf });
 * old.test.every((image) => more.test.includes(image)); // true, and so for every part
 * ```
 */
export function splitByHash<T>(
  items: readonly T[],
  { group, fractions = { train: 0.7, validation: 0.15, test: 0.15 }, seed = 0 }: SplitByHashArgs<T>,
): Split<T> {
  const { train, validation, test } = fractions;
  for (const part of ['train', 'validation', 'test'] as const) {
    checkInRange('splitByHash', `fractions.${part}`, fractions[part], 0, 1);
  }
  const sum = train + validation + test;
  check(Math.abs(sum - 1) < 1e-6, `splitByHash: fractions must add up to 1, got ${sum}.`);
  const split: Split<T> = { train: [], validation: [], test: [] };
  for (const item of items) {
    const place = hashText(`${seed}/${group(item)}`) / 2 ** 32;
    // Not `place < 1 − train`: rounding must not let a part of share 0 have any.
    const part = place < test ? 'test' : validation > 0 && place < test + validation ? 'validation' : 'train';
    split[train > 0 || part !== 'train' ? part : validation > 0 ? 'validation' : 'test'].push(item);
  }
  return split;
}
