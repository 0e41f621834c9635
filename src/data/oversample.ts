import { createRandom } from '../core/random';

/** What {@link oversample} takes. */
export interface OversampleArgs<T> {
  /** The class of an item, for instance {@link labelOf} of its name. */
  classOf: (item: T) => string | number | undefined;
  /** Chooses which items are repeated once more where whole repetitions do not come out even. Default 0. */
  seed?: number | string;
}

/**
 * Repeats items of the smaller classes until every class is as large as the largest: for a training set (never for
 * one to score on) in which one class is rare. Every item stays, and no item of a class comes more than once more
 * often than another. With `augment` in {@link batches} the repetitions differ.
 *
 * @returns the items in their order, then the repetitions; {@link batches} with `shuffle` mixes them
 * @example
 * ```ts
 * import { labelOf, oversample } from 'hilum';
 *
 * const images = ['CHNCXR_0001_0.png', 'CHNCXR_0002_0.png', 'CHNCXR_0003_0.png', 'CHNCXR_0004_1.png'];
 * const balanced = oversample(images, { classOf: labelOf });
 * console.log(balanced.filter((name) => labelOf(name) === 1).length); // 3
 * ```
 */
export function oversample<T>(items: readonly T[], { classOf, seed = 0 }: OversampleArgs<T>): T[] {
  const classes = new Map<string, T[]>();
  for (const item of items) {
    const name = `${classOf(item)}`;
    classes.set(name, [...(classes.get(name) ?? []), item]);
  }
  const largest = Math.max(0, ...[...classes.values()].map((members) => members.length));
  const repeated = [...classes].flatMap(([name, members]) => {
    const missing = largest - members.length;
    const whole = Math.floor(missing / members.length);
    const rest = createRandom(seed)
      .fork(name)
      .shuffle(members)
      .slice(0, missing % members.length);
    return [...Array.from({ length: whole }, () => members).flat(), ...rest];
  });
  return [...items, ...repeated];
}
