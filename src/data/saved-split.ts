import { check, checkType } from '../core/check';

/** The keys of the items in each part, by the name of the part: what is saved of a split or a fold. */
export type SavedSplit<Part extends string = string> = Readonly<Record<Part, readonly string[]>>;

/**
 * The parts of a split or a fold as plain lists of keys, to be saved as JSON and made again with
 * {@link applySplit}.
 *
 * @param split as `splitDataset` gives it, or any record of lists: `{ train, test }` of a fold
 * @param keyOf the name of an item: one that it keeps, such as `stemOf` of its path
 * @throws RangeError when two items have one key
 * @example
 * ```ts
 * import { saveSplit, splitDataset, stemOf } from 'hilum';
 *
 * const split = splitDataset(['x/a.png', 'x/b.png', 'x/c.png'], { seed: 1 });
 * const json = JSON.stringify(saveSplit(split, stemOf)); // {"train":["b"],"validation":["a"],"test":["c"]}
 * ```
 */
export function saveSplit<T, Part extends string>(
  split: Readonly<Record<Part, readonly T[]>>,
  keyOf: (item: T) => string,
): Record<Part, string[]> {
  const names = Object.keys(split) as Part[];
  const saved = Object.fromEntries(names.map((part) => [part, split[part].map((item) => keyOf(item))]));
  partOfEach('saveSplit', saved);
  return saved as Record<Part, string[]>;
}

/**
 * Divides items as a saved split says: each goes to the part in which its key stands. The order within a part is that
 * of the items, and items and keys must match exactly, so that a missing file or a new one never goes unseen.
 *
 * @param saved as {@link saveSplit} made it, or any JSON of lists of keys
 * @param keyOf the same function that it was saved with
 * @throws TypeError when `saved` is not an object of lists of strings
 * @throws RangeError when a key stands twice, two items have one key, an item's key is in no part, or a key has no item
 * @example
 * ```ts
 * import { applySplit, stemOf } from 'hilum';
 *
 * const saved = JSON.parse('{ "train": ["a", "c"], "test": ["b"] }') as { train: string[]; test: string[] };
 * applySplit(['x/a.png', 'x/b.png', 'x/c.png'], saved, stemOf).test; // ['x/b.png']
 * ```
 */
export function applySplit<T, Part extends string>(
  items: readonly T[],
  saved: SavedSplit<Part>,
  keyOf: (item: T) => string,
): Record<Part, T[]> {
  const partOf = partOfEach('applySplit', saved);
  const split = Object.fromEntries(Object.keys(saved).map((part) => [part, [] as T[]])) as Record<Part, T[]>;
  const unknown: string[] = [];
  const seen = new Set<string>();
  for (const item of items) {
    const key = keyOf(item);
    check(
      !seen.has(key),
      `applySplit: items must have keys of their own, got ${key} twice. Choose another keyOf.`,
    );
    seen.add(key);
    const part = partOf.get(key);
    if (part === undefined) unknown.push(key);
    else split[part as Part].push(item);
  }
  check(
    unknown.length === 0,
    `applySplit: each item must stand in the saved split, got ${listed(unknown)} that do not. ` +
      'Leave them out, or split anew (splitByHash lets images join).',
  );
  const missing = [...partOf.keys()].filter((key) => !seen.has(key));
  check(
    missing.length === 0,
    `applySplit: each key of the saved split must have an item, got none for ${listed(missing)}. Find the files.`,
  );
  return split;
}

/** The part of each key. */
function partOfEach(caller: string, saved: unknown): Map<string, string> {
  checkType(
    typeof saved === 'object' && saved !== null && !Array.isArray(saved),
    `${caller}: a split must be an object of lists, got ${JSON.stringify(saved)}.`,
  );
  const parts = new Map<string, string>();
  for (const [part, keys] of Object.entries(saved)) {
    checkType(isNames(keys), `${caller}: part ${part} must be a list of strings.`);
    for (const key of keys) {
      check(
        !parts.has(key),
        `${caller}: a key must stand once, got ${key} in ${parts.get(key)} and in ${part}. Choose another keyOf.`,
      );
      parts.set(key, part);
    }
  }
  return parts;
}

function isNames(list: unknown): list is string[] {
  return Array.isArray(list) && list.every((name) => typeof name === 'string');
}

/** A few of many, and how many there are. */
function listed(keys: readonly string[]): string {
  const more = keys.length > 5 ? ` and ${keys.length - 5} more` : '';
  return keys.slice(0, 5).join(', ') + more;
}
