/** How well one image was segmented. */
export interface ImageScore {
  /** Of the image, for instance its path. */
  readonly name: string;
  /** Where the image comes from; scores are also summed up by source. */
  readonly source?: string | undefined;
  /** 0 to 1. */
  readonly dice: number;
  /** 0 to 1. */
  readonly iou: number;
}

/** The middle and the end of a list of scores; NaN for an empty list. */
export interface Spread {
  readonly mean: number;
  /** Of an even number of scores the mean of the middle two. */
  readonly median: number;
  /** The lowest. */
  readonly worst: number;
}

/** Scores of many images in a few numbers. */
export interface ScoreSummary {
  /** How many. */
  readonly images: number;
  readonly dice: Spread;
  readonly iou: Spread;
}

/**
 * Sums up scores image by image: mean, median and worst of Dice and IoU, over all and for each source, sources in
 * the order of their names. Scores without a source count in the whole alone.
 *
 * @param scores values from 0 to 1; for an empty list every number is NaN
 *
 * @example
 * ```ts
 * import { summarizeScores } from 'hilum/node';
 *
 * const { dice, sources } = summarizeScores([
 *   { name: 'a', source: 'Shenzhen', dice: 0.9, iou: 0.82 },
 *   { name: 'b', source: 'Montgomery', dice: 0.7, iou: 0.54 },
 * ]);
 * console.log(dice.worst, Object.keys(sources)); // 0.7 [ 'Montgomery', 'Shenzhen' ]
 * ```
 */
export function summarizeScores(
  scores: readonly ImageScore[],
): ScoreSummary & { readonly sources: Readonly<Record<string, ScoreSummary>> } {
  const names = [...new Set(scores.flatMap(({ source }) => source ?? []))].sort();
  const sources = names.map(
    (name) => [name, summaryOf(scores.filter(({ source }) => source === name))] as const,
  );
  return { ...summaryOf(scores), sources: Object.fromEntries(sources) };
}

function summaryOf(scores: readonly ImageScore[]): ScoreSummary {
  return {
    images: scores.length,
    dice: spreadOf(scores.map(({ dice }) => dice)),
    iou: spreadOf(scores.map(({ iou }) => iou)),
  };
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const count = sorted.length;
  if (count === 0) return { mean: NaN, median: NaN, worst: NaN };
  return {
    mean: sorted.reduce((sum, value) => sum + value) / count,
    median: (sorted[(count - 1) >> 1]! + sorted[count >> 1]!) / 2,
    worst: sorted[0]!,
  };
}

/**
 * The `count` worst items by Dice, worst first, and the `count` best, best first; none is in both lists, so of few
 * items the upper half is the best. Draw overlays of these alone: a report shows no others.
 *
 * @param items anything with a Dice; equal ones stay in their order
 * @param count of each list at most; default 12
 *
 * @example
 * ```ts
 * import { bestAndWorst } from 'hilum/node';
 *
 * const { best, worst } = bestAndWorst([{ dice: 0.5 }, { dice: 0.9 }, { dice: 0.7 }], 1);
 * console.log(best, worst); // [ { dice: 0.9 } ] [ { dice: 0.5 } ]
 * ```
 */
export function bestAndWorst<Item extends { readonly dice: number }>(
  items: readonly Item[],
  count = 12,
): { best: Item[]; worst: Item[] } {
  const sorted = [...items].sort((a, b) => a.dice - b.dice);
  const half = Math.floor(sorted.length / 2);
  return {
    worst: sorted.slice(0, Math.min(count, half)),
    best: sorted.reverse().slice(0, Math.min(count, sorted.length - half)),
  };
}
