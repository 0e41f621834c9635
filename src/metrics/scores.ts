import type { ConfusionCounts } from './confusion';

// Where a score has nothing to divide by, truth and prediction decide: 1 if they agree, 0 if they do not.
const share = (part: number, whole: number, agree: boolean): number =>
  whole > 0 ? part / whole : Number(agree);

/**
 * Dice, also called F1: 2·tp / (2·tp + fp + fn), 0 to 1. Truth and prediction both empty: 1; one of them: 0.
 *
 * @example
 * ```ts
 * import { diceScore } from 'hilum';
 *
 * console.log(diceScore({ tp: 2, fp: 1, fn: 1, tn: 0 })); // 0.6667
 * ```
 */
export function diceScore({ tp, fp, fn }: ConfusionCounts): number {
  return share(2 * tp, 2 * tp + fp + fn, true);
}

/**
 * Intersection over union, also called Jaccard: tp / (tp + fp + fn), 0 to 1. Truth and prediction both empty: 1;
 * one of them: 0.
 *
 * @example
 * ```ts
 * import { iouScore } from 'hilum';
 *
 * console.log(iouScore({ tp: 2, fp: 1, fn: 1, tn: 0 })); // 0.5
 * ```
 */
export function iouScore({ tp, fp, fn }: ConfusionCounts): number {
  return share(tp, tp + fp + fn, true);
}

/**
 * How much of what was predicted is true: tp / (tp + fp), 0 to 1. Nothing predicted: 1 if the truth is empty too,
 * else 0 (as scikit-learn's default).
 *
 * @example
 * ```ts
 * import { precisionScore } from 'hilum';
 *
 * console.log(precisionScore({ tp: 3, fp: 1, fn: 2, tn: 0 })); // 0.75
 * ```
 */
export function precisionScore({ tp, fp, fn }: ConfusionCounts): number {
  return share(tp, tp + fp, fn === 0);
}

/**
 * How much of the truth was found, also called sensitivity: tp / (tp + fn), 0 to 1. Empty truth: 1 if nothing was
 * predicted, else 0 (as scikit-learn's default).
 *
 * @example
 * ```ts
 * import { recallScore } from 'hilum';
 *
 * console.log(recallScore({ tp: 3, fp: 1, fn: 2, tn: 0 })); // 0.6
 * ```
 */
export function recallScore({ tp, fp, fn }: ConfusionCounts): number {
  return share(tp, tp + fn, fp === 0);
}

/**
 * How much of the background was left alone: tn / (tn + fp), 0 to 1; the recall of the background. No background
 * in the truth: 1 if none was predicted, else 0.
 *
 * @example
 * ```ts
 * import { specificityScore } from 'hilum';
 *
 * console.log(specificityScore({ tp: 3, fp: 1, fn: 2, tn: 4 })); // 0.8
 * ```
 */
export function specificityScore({ tn, fp, fn }: ConfusionCounts): number {
  return share(tn, tn + fp, fn === 0);
}

/**
 * How much was called right: (tp + tn) / all, 0 to 1; 1 when nothing was counted. Says little where the
 * foreground is small.
 *
 * @example
 * ```ts
 * import { accuracyScore } from 'hilum';
 *
 * console.log(accuracyScore({ tp: 3, fp: 1, fn: 2, tn: 4 })); // 0.7
 * ```
 */
export function accuracyScore({ tp, fp, fn, tn }: ConfusionCounts): number {
  return share(tp + tn, tp + fp + fn + tn, true);
}
