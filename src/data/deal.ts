import { createRandom } from '../core/random';

/** How items are divided: {@link splitDataset} and {@link kFold} take these. */
export interface DealArgs<T> {
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
  part: number;
}

/**
 * Deals items out to parts, at random by seed, so that no group is divided and every stratum is shared out in the
 * same proportions.
 *
 * @param fractions the share of each part; they add up to 1, and a part may have 0
 * @returns the part of each item
 * @throws Error when there are fewer groups than parts to fill
 */
export function deal<T>(
  caller: string,
  items: readonly T[],
  fractions: readonly number[],
  { group, stratify = () => '', seed = 0 }: DealArgs<T>,
): number[] {
  const keys = items.map((item, i) => (group ? group(item) : `${i}`.padStart(9, '0')));
  const groups = new Map<string, Group>();
  items.forEach((item, i) => {
    const members = groups.get(keys[i]!) ?? { size: 0, strata: new Set(), part: 0 };
    groups.set(keys[i]!, members);
    members.size++;
    members.strata.add(`${stratify(item)}`);
  });
  const parts = fractions.map((_, part) => part);
  const wanted = parts.filter((part) => fractions[part]! > 0);
  if (groups.size < wanted.length) {
    throw new Error(
      `${caller}: ${wanted.length} parts need at least as many groups, got ${groups.size}. ` +
        `Give more patients, or ask for fewer parts.`,
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
  const owed = parts.map(() => 0);
  for (const stratum of strata.values()) {
    const total = stratum.reduce((sum, { size }) => sum + size, 0);
    const need = fractions.map((share) => share * total);
    for (const part of parts) owed[part]! += need[part]!;
    // Large groups first: the small ones even out what they leave.
    for (const members of stratum.sort((a, b) => b.size - a.size)) {
      const neediest = most(wanted, need);
      // What no part of the stratum needs in full goes where most is owed: so remainders even out over the strata.
      // The tolerance forgives 0.15 · 20 = 3.0000000000000004.
      const open = wanted.filter((part) => need[part]! > 1e-9);
      members.part = need[neediest]! > members.size - 1e-9 || !open.length ? neediest : most(open, owed);
      need[members.part]! -= members.size;
      owed[members.part]! -= members.size;
    }
  }

  for (const part of wanted) {
    const count = parts.map(() => 0);
    for (const members of shuffled) count[members.part]!++;
    const rich = most(wanted, count);
    if (!count[part]) shuffled.find((members) => members.part === rich)!.part = part;
  }
  return keys.map((key) => groups.get(key)!.part);
}

/** The part with the largest number, the first of them. */
function most(among: readonly number[], by: readonly number[]): number {
  return among.reduce((best, part) => (by[part]! > by[best]! ? part : best));
}
