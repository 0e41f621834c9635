import { check } from '../core/check';
import { addCounts, type ConfusionCounts } from './confusion';

/** A score of counts: {@link diceScore} and the others here, or a function of your own. */
export type Score = (counts: ConfusionCounts) => number;

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

/** What {@link fBetaScore} takes. */
export interface FBetaScoreArgs {
  /** How many times recall matters as much as precision: 1 is Dice, 2 finds more, 0.5 is surer of what it finds. */
  beta: number;
}

/**
 * F-beta: (1 + β²)·tp / ((1 + β²)·tp + β²·fn + fp), the weighted harmonic mean of precision and recall, 0 to 1. Truth
 * and prediction both empty: 1; one of them: 0.
 *
 * @throws RangeError when beta is not a positive number
 * @example
 * ```ts
 * import { fBetaScore } from 'hilum';
 *
 * console.log(fBetaScore({ tp: 3, fp: 1, fn: 2, tn: 4 }, { beta: 2 })); // 15 / 24 = 0.625
 * ```
 */
export function fBetaScore({ tp, fp, fn }: ConfusionCounts, { beta }: FBetaScoreArgs): number {
  check(beta > 0 && beta < Infinity, `fBetaScore: beta must be a positive number, got ${beta}.`);
  const found = (1 + beta * beta) * tp;
  return share(found, found + beta * beta * fn + fp, true);
}

/**
 * Cohen's kappa, the agreement beyond chance: 2·(tp·tn − fp·fn) / ((tp + fp)·(fp + tn) + (tp + fn)·(fn + tn)), −1 to
 * 1; 0 is what chance gives. Truth and prediction both all foreground or both all background: 1 (scikit-learn: NaN).
 *
 * @example
 * ```ts
 * import { cohenKappaScore } from 'hilum';
 *
 * console.log(cohenKappaScore({ tp: 3, fp: 1, fn: 2, tn: 4 })); // 0.4
 * ```
 */
export function cohenKappaScore({ tp, fp, fn, tn }: ConfusionCounts): number {
  return share(2 * (tp * tn - fp * fn), (tp + fp) * (fp + tn) + (tp + fn) * (fn + tn), fp + fn === 0);
}

/**
 * The Matthews correlation coefficient: (tp·tn − fp·fn) / √((tp + fp)·(tp + fn)·(tn + fp)·(tn + fn)), −1 to 1; fair
 * where one kind is rare. Truth or prediction of one kind alone: 1 if all is right (scikit-learn: 0), else 0.
 *
 * @example
 * ```ts
 * import { matthewsScore } from 'hilum';
 *
 * console.log(matthewsScore({ tp: 3, fp: 1, fn: 2, tn: 4 })); // 0.408
 * ```
 */
export function matthewsScore({ tp, fp, fn, tn }: ConfusionCounts): number {
  const whole = Math.sqrt((tp + fp) * (tp + fn)) * Math.sqrt((tn + fp) * (tn + fn));
  return share(tp * tn - fp * fn, whole, fp + fn === 0);
}

/** What {@link macroScore} takes. */
export interface MacroScoreArgs {
  /** Leaves out where truth and prediction are both empty, instead of counting a score of 1. Default false. */
  ignoreEmpty?: boolean | undefined;
}

/**
 * The mean of the scores of each: of the classes of a dataset the macro score, of images the score per image. All
 * count alike, however many pixels they have. Of none: NaN.
 *
 * @param score {@link diceScore} or any other
 * @param counts one of each class, or of each image
 * @example
 * ```ts
 * import { diceScore, macroScore } from 'hilum';
 *
 * const counts = [{ tp: 8, fp: 0, fn: 0, tn: 2 }, { tp: 1, fp: 1, fn: 1, tn: 7 }, { tp: 0, fp: 0, fn: 0, tn: 10 }];
 * console.log(macroScore(diceScore, counts)); // (1 + 0.5 + 1) / 3
 * console.log(macroScore(diceScore, counts, { ignoreEmpty: true })); // (1 + 0.5) / 2
 * ```
 */
export function macroScore(
  score: Score,
  counts: Iterable<ConfusionCounts>,
  { ignoreEmpty = false }: MacroScoreArgs = {},
): number {
  const scores = [...counts].filter(({ tp, fp, fn }) => !ignoreEmpty || tp + fp + fn > 0).map(score);
  return scores.reduce((sum, value) => sum + value, 0) / scores.length;
}

/**
 * The score of all counts together: of the classes of a dataset the micro score, of images the pooled score. What has
 * more pixels counts for more.
 *
 * @param score {@link diceScore} or any other
 * @param counts one of each class, or of each image
 * @example
 * ```ts
 * import { diceScore, microScore } from 'hilum';
 *
 * const counts = [{ tp: 8, fp: 0, fn: 0, tn: 2 }, { tp: 1, fp: 1, fn: 1, tn: 7 }];
 * console.log(microScore(diceScore, counts)); // 0.9
 * ```
 */
export function microScore(score: Score, counts: Iterable<ConfusionCounts>): number {
  return score(addCounts(counts));
}
