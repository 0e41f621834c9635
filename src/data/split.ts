import { check, checkInRange } from '../core/check';
import { createRandom } from '../core/random';

/** The three parts of a {@link Split}. */
export type SplitPart = 'train' | 'validation' | 'test';

/** Each item in one of three parts, in the order it was given. */
export type Split<T> = Record<SplitPart, T[]>;

/** How {@link splitDataset} divides. */
export interface SplitDatasetArgs<T> {
  /** Shares that add up to 1; a part may have 0. Default 0.7, 0.15 and 0.15. */
  fractions?: Readonly<Record<SplitPart, number>> | undefined;
  /** What must stay together, usually the patient. Default: every item by itself. */
  group?: ((item: T) => string) | undefined;
  /** What each part should hold its share of, for instance source and label. Default: all alike. */
  stratify?: ((item: T) => string | number | undefined) | undefined;
  /** Default 0. */
  seed?: number | string | undefined;
}

/** Items that stay together. */
interface Group {
  size: number;
  readonly strata: Set<string>;
  part: SplitPart;
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
  {
    fractions = { train: 0.7, validation: 0.15, test: 0.15 },
    group,
    stratify = () => '',
    seed = 0,
  }: SplitDatasetArgs<T> = {},
): Split<T> {
  for (const part of parts) checkInRange('splitDataset', `fractions.${part}`, fractions[part], 0, 1);
  const sum = parts.reduce((total, part) => total + fractions[part], 0);
  check(Math.abs(sum - 1) < 1e-6, `splitDataset: fractions must add up to 1, got ${sum}.`);

  const keys = items.map((item, i) => (group ? group(item) : `${i}`.padStart(9, '0')));
  const groups = new Map<string, Group>();
  items.forEach((item, i) => {
    const members = groups.get(keys[i]!) ?? { size: 0, strata: new Set(), part: 'train' };
    groups.set(keys[i]!, members);
    members.size++;
    members.strata.add(`${stratify(item)}`);
  });
  const wanted = parts.filter((part) => fractions[part] > 0);
  if (groups.size < wanted.length) {
    throw new Error(
      `splitDataset: ${wanted.length} parts need at least as many groups, got ${groups.size}. ` +
        `Give more patients, or a fraction of 0 to a part.`,
    );
  }

  const byName = [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, members]) => members);
  const shuffled = createRandom(seed).shuffle(byName);
  const strata = new Map<string, Group[]>();
  for (const members of shuffled) {
    const key = JSON.stringify([...members.strata].sort());
    strata.set(key, [...(strata.get(key) ?? []), members]);
  }

  // How many items each part should still get, over all strata dealt so far.
  const owed = { train: 0, validation: 0, test: 0 };
  for (const stratum of strata.values()) {
    const total = stratum.reduce((sum, { size }) => sum + size, 0);
    const need = { ...owed };
    for (const part of parts) owed[part] += need[part] = fractions[part] * total;
    // Large groups first: the small ones even out what they leave.
    for (const members of stratum.sort((a, b) => b.size - a.size)) {
      const neediest = most(wanted, need);
      // What no part of the stratum needs in full goes where most is owed: so remainders even out over the strata.
      // The tolerance forgives 0.15 · 20 = 3.0000000000000004.
      const open = wanted.filter((part) => need[part] > 1e-9);
      members.part = need[neediest] > members.size - 1e-9 || !open.length ? neediest : most(open, owed);
      need[members.part] -= members.size;
      owed[members.part] -= members.size;
    }
  }

  for (const part of wanted) {
    const count = { train: 0, validation: 0, test: 0 };
    for (const members of shuffled) count[members.part]++;
    const rich = most(wanted, count);
    if (!count[part]) shuffled.find((members) => members.part === rich)!.part = part;
  }

  const split: Split<T> = { train: [], validation: [], test: [] };
  items.forEach((item, i) => split[groups.get(keys[i]!)!.part].push(item));
  return split;
}

/** The part with the largest number, the first of them. */
function most(among: readonly SplitPart[], by: Readonly<Record<SplitPart, number>>): SplitPart {
  return among.reduce((best, part) => (by[part] > by[best] ? part : best));
}
