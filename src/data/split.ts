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

interface Group {
  /** Places in the list of items. */
  readonly items: number[];
  readonly strata: Set<string>;
  /** What its stratum still needs: shared by the groups of one stratum. */
  need: Need;
  part: SplitPart;
}

/** How many items each part should still get: negative when it has too many. */
type Need = Record<SplitPart, number>;

const parts = ['train', 'validation', 'test'] as const;

/**
 * Divides items into training, validation and test parts, at random by seed, so that no group is divided and every
 * stratum is shared out in the same proportions. Do it before any augmentation: copies of one image on
 * both sides make every score worthless.
 *
 * A group whose items are of several strata counts as a stratum of that mixture. In each stratum a part's share of
 * the items lies within one (largest) group of its target, unless a part would stay empty: then it takes a
 * group from where there is most to spare. Groups are ordered by name before they are drawn, so with `group` the
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

  const needOf = (count: number): Need => ({
    train: count * fractions.train,
    validation: count * fractions.validation,
    test: count * fractions.test,
  });
  const owed = needOf(0);
  const groups = new Map<string, Group>();
  items.forEach((item, i) => {
    const key = group ? group(item) : `${i}`.padStart(9, '0');
    let members = groups.get(key);
    if (!members) groups.set(key, (members = { items: [], strata: new Set(), need: owed, part: 'train' }));
    members.items.push(i);
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
  for (const stratum of strata.values()) {
    const need = needOf(stratum.reduce((sum, members) => sum + members.items.length, 0));
    for (const part of parts) owed[part] += need[part];
    for (const members of stratum) members.need = need;
    deal(stratum, need, owed, wanted);
  }
  fillEmpty(shuffled, wanted);

  const split: Split<T> = { train: [], validation: [], test: [] };
  const partOf: SplitPart[] = [];
  for (const members of shuffled) for (const i of members.items) partOf[i] = members.part;
  items.forEach((item, i) => split[partOf[i]!].push(item));
  return split;
}

/**
 * Gives each group of a stratum, large ones first, to a part that needs it. `owed` is what the strata dealt so far
 * left undone, this one included.
 */
function deal(stratum: readonly Group[], need: Need, owed: Need, wanted: readonly SplitPart[]): void {
  const most = (among: readonly SplitPart[], by: Need): SplitPart =>
    among.reduce((best, part) => (by[part] > by[best] ? part : best));
  for (const members of [...stratum].sort((a, b) => b.items.length - a.items.length)) {
    const size = members.items.length;
    const neediest = most(wanted, need);
    // What no part of the stratum needs in full goes where most is owed: so remainders even out over the strata.
    // The tolerance forgives 0.15 · 20 = 3.0000000000000004.
    const open = wanted.filter((part) => need[part] > 1e-9);
    members.part = need[neediest] > size - 1e-9 || !open.length ? neediest : most(open, owed);
    need[members.part] -= size;
    owed[members.part] -= size;
  }
}

/** Moves into each empty part the group whose stratum is most in excess in a part that has several. */
function fillEmpty(groups: readonly Group[], wanted: readonly SplitPart[]): void {
  for (const empty of wanted) {
    const count = (part: SplitPart): number => groups.filter((members) => members.part === part).length;
    if (count(empty) > 0) continue;
    const rich = wanted.filter((part) => count(part) > 1);
    const moved = groups
      .filter(({ part }) => rich.includes(part))
      .reduce((a, b) => (b.need[b.part] < a.need[a.part] ? b : a));
    moved.need[moved.part] += moved.items.length;
    moved.need[empty] -= moved.items.length;
    moved.part = empty;
  }
}
