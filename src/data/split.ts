import { check, checkInRange } from '../core/check';
import { deal, type DealArgs } from './deal';

/** The three parts of a {@link Split}. */
export type SplitPart = 'train' | 'validation' | 'test';

/** Each item in one of three parts, in the order it was given. */
export type Split<T> = Record<SplitPart, T[]>;

/** How {@link splitDataset} divides. */
export interface SplitDatasetArgs<T> extends DealArgs<T> {
  /** Shares that add up to 1; a part may have 0. Default 0.7, 0.15 and 0.15. */
  fractions?: Readonly<Record<SplitPart, number>> | undefined;
}

const parts = ['train', 'validation', 'test'] as const;

/**
 * Divides items into training, validation and test parts, at random by seed, so that no group is divided and every
 * stratum is shared out in the same proportions. Do it before any augmentation: copies of one image on
 * both sides make every score worthless.
 *
 * A group whose items are of several strata counts as a stratum of that mixture. In each stratum a part's share of
 * the items lies within one (largest) group of its target, unless a part would stay empty: then it takes a
 * group from the part that has most of them. Groups are ordered by name before they are drawn, so with `group` the
 * order of the items does not matter.
 *
 * @returns every item exactly once
 * @throws RangeError when the fractions are negative or do not add up to 1
 * @throws Error when there are fewer groups than parts to fill
 * @example
 * ```ts
 * import { labelOf, patientOf, splitDataset } from 'hilum';
 *
 * const images = Array.from({ length: 20 }, (_, i) => `CHNCXR_${1000 + i}_${i % 2}.png`);
 * const { train, validation, test } = splitDataset(images, { group: patientOf, stratify: labelOf, seed: 1 });
 * [train.length, validation.length, test.length]; // 14, 3, 3
 * ```
 */
export function splitDataset<T>(
  items: readonly T[],
  { fractions = { train: 0.7, validation: 0.15, test: 0.15 }, ...args }: SplitDatasetArgs<T> = {},
): Split<T> {
  for (const part of parts) checkInRange('splitDataset', `fractions.${part}`, fractions[part], 0, 1);
  const shares = parts.map((part) => fractions[part]);
  const sum = shares.reduce((total, share) => total + share, 0);
  check(Math.abs(sum - 1) < 1e-6, `splitDataset: fractions must add up to 1, got ${sum}.`);

  const split: Split<T> = { train: [], validation: [], test: [] };
  deal('splitDataset', items, shares, args).forEach((part, i) => split[parts[part]!].push(items[i]!));
  return split;
}
