import { check, checkInteger } from '../core/check';
import { differingBits, wordsOf } from './image-hash';

/** How {@link nearDuplicates} compares. */
export interface NearDuplicatesArgs {
  /** The most bits in which two of a group differ, of 255. Default 24. */
  distance?: number | undefined;
}

/**
 * Groups of images that look alike, by their hashes: two are in one group when they differ in at most `distance` bits,
 * or when others lie between them so.
 *
 * Not every pair is compared. A hash is cut into `distance + 1` bands; two that differ in no more bits than that agree
 * in at least one band entirely, so only hashes that share a band are, and none is missed.
 *
 * @param hashes of {@link perceptualHash}; undefined is like nothing
 * @returns the indices of each group of two and more, both in the order given
 * @throws RangeError when `distance` is not an integer of at least 0, or so large that a band would be empty
 * @example
 * ```ts
 * import { nearDuplicates } from 'hilum';
 *
 * nearDuplicates(['00ff', 'f00f', '01ff'], { distance: 1 }); // [[0, 2]]
 * ```
 */
export function nearDuplicates(
  hashes: readonly (string | undefined)[],
  { distance = 24 }: NearDuplicatesArgs = {},
): number[][] {
  checkInteger('nearDuplicates', 'distance', distance, 0);
  // Equal ones first, so that a thousand of them are one.
  const owners = new Map<string, number>();
  const parent = hashes.map((hash, i) => {
    if (hash === undefined) return i;
    if (!owners.has(hash)) owners.set(hash, i);
    return owners.get(hash)!;
  });
  const rootOf = (i: number): number => {
    while (parent[i] !== i) i = parent[i] = parent[parent[i]!]!;
    return i;
  };

  const unique = [...owners.values()];
  const words = hashes.map((hash) => wordsOf(hash ?? ''));
  const bands = distance + 1;
  const keys = unique.map((i) => bandsOf(hashes[i]!, bands));
  for (let band = 0; band < bands; band++) {
    const buckets = new Map<string, number[]>();
    unique.forEach((i, at) => {
      const key = keys[at]![band]!;
      const bucket = buckets.get(key);
      if (!bucket) {
        buckets.set(key, [i]);
        return;
      }
      for (const other of bucket) {
        const [a, b] = [rootOf(i), rootOf(other)];
        // The smaller index leads, so that groups come in order.
        if (a !== b && differingBits(words[i]!, words[other]!) <= distance) {
          parent[Math.max(a, b)] = Math.min(a, b);
        }
      }
      bucket.push(i);
    });
  }

  const groups = new Map<number, number[]>();
  hashes.forEach((_, i) => {
    const root = rootOf(i);
    const group = groups.get(root);
    if (group) group.push(i);
    else groups.set(root, [i]);
  });
  return [...groups.values()].filter((group) => group.length > 1);
}

/** The bits of a hash dealt out to bands in turn, since neighbours are alike: a border is in all of them. */
function bandsOf(hash: string, bands: number): string[] {
  const bits = 4 * hash.length;
  check(
    bits >= bands,
    `nearDuplicates: distance must be below the ${bits} bits of a hash, got ${bands - 1}.`,
  );
  const out = Array.from({ length: bands }, () => '');
  for (let i = 0; i < bits; i++) {
    const band = i % bands;
    out[band] = `${out[band]!}${(parseInt(hash[i >> 2]!, 16) >> (i & 3)) & 1}`;
  }
  return out;
}
