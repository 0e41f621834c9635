import { check } from '../core/check';

/** How many pixels (or cases) were called what. Counts add up over images, batches and machines; scores do not. */
export interface ConfusionCounts {
  /** True positives: foreground in truth and prediction. */
  readonly tp: number;
  /** False positives: foreground in the prediction alone. */
  readonly fp: number;
  /** False negatives: foreground in the truth alone. */
  readonly fn: number;
  /** True negatives: background in both. */
  readonly tn: number;
}

/** What counting takes. */
export interface ThresholdArgs {
  /** Predictions above it are foreground. Default 0.5; 0 for logits, 127 for masks of 8 bits. */
  threshold?: number | undefined;
}

/**
 * Counts from plain numbers: the data of two masks, or what `tensor.data()` gave. Exact for any length.
 *
 * @param truth foreground where above 0.5, so 0 and 1 or 0 and 255 will do
 * @param prediction probabilities, logits or a mask, of the same length
 * @throws RangeError when the lengths differ or the threshold is not finite
 * @example
 * ```ts
 * import { confusionCounts, diceScore } from 'hilum';
 *
 * const counts = confusionCounts([1, 1, 0, 0], [0.9, 0.2, 0.8, 0.1]);
 * console.log(counts, diceScore(counts)); // { tp: 1, fp: 1, fn: 1, tn: 1 } 0.5
 * ```
 */
export function confusionCounts(
  truth: ArrayLike<number>,
  prediction: ArrayLike<number>,
  { threshold = 0.5 }: ThresholdArgs = {},
): ConfusionCounts {
  check(
    truth.length === prediction.length,
    `confusionCounts: truth and prediction must be of one length, got ${truth.length} and ${prediction.length}.`,
  );
  checkThreshold('confusionCounts', threshold);
  const counts = { tp: 0, fp: 0, fn: 0, tn: 0 };
  for (let i = 0; i < truth.length; i++) {
    const predicted = prediction[i]! > threshold;
    if (truth[i]! > 0.5) counts[predicted ? 'tp' : 'fn']++;
    else counts[predicted ? 'fp' : 'tn']++;
  }
  return counts;
}

/** Requires a finite threshold: NaN would call everything background. */
export function checkThreshold(caller: string, threshold: number): void {
  check(Number.isFinite(threshold), `${caller}: threshold must be finite, got ${threshold}.`);
}

/**
 * The sum of counts: of the batches of a dataset, the tiles of an image, the machines of a run. Zeros for none.
 *
 * @example
 * ```ts
 * import { addCounts, diceScore } from 'hilum';
 *
 * const all = addCounts([{ tp: 1, fp: 0, fn: 1, tn: 2 }, { tp: 2, fp: 1, fn: 0, tn: 1 }]);
 * console.log(all, diceScore(all)); // { tp: 3, fp: 1, fn: 1, tn: 3 } 0.75
 * ```
 */
export function addCounts(counts: Iterable<ConfusionCounts>): ConfusionCounts {
  const total = { tp: 0, fp: 0, fn: 0, tn: 0 };
  for (const { tp, fp, fn, tn } of counts) {
    total.tp += tp;
    total.fp += fp;
    total.fn += fn;
    total.tn += tn;
  }
  return total;
}

/**
 * The sum of counts class by class: of the images of a dataset, of what {@link countMaps} gave for its batches.
 *
 * @param rows the classes of each image, always the same
 * @returns one for each class; none of no rows
 * @throws RangeError when the numbers of classes differ
 * @example
 * ```ts
 * import { addClassCounts, iouScore } from 'hilum';
 *
 * const images = [
 *   [{ tp: 1, fp: 0, fn: 1, tn: 2 }, { tp: 0, fp: 1, fn: 0, tn: 3 }],
 *   [{ tp: 2, fp: 1, fn: 0, tn: 1 }, { tp: 3, fp: 0, fn: 0, tn: 1 }],
 * ];
 * console.log(addClassCounts(images).map(iouScore)); // [ 0.6, 0.75 ]
 * ```
 */
export function addClassCounts(rows: Iterable<readonly ConfusionCounts[]>): ConfusionCounts[] {
  const all = [...rows];
  const classes = all[0]?.length ?? 0;
  const other = all.find(({ length }) => length !== classes);
  check(
    other === undefined,
    `addClassCounts: all rows must have the same classes, got ${classes} and ${other?.length} of them.`,
  );
  return Array.from({ length: classes }, (_, i) => addCounts(all.map((row) => row[i]!)));
}
