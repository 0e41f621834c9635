import { scoreSteps } from './score-steps';

/** The receiver operating characteristic: a point for every distinct score, from (0, 0) to (1, 1). */
export interface RocCurve {
  /** False positive rate fp / negatives, 1 − specificity: rising from 0 to 1. */
  readonly fpr: number[];
  /** True positive rate tp / positives, the sensitivity: rising from 0 to 1. */
  readonly tpr: number[];
  /** Falling: a case is called positive if its score is at least this. The first is `Infinity`: none is. */
  readonly thresholds: number[];
}

/**
 * The ROC curve of a classifier with two classes: sensitivity against 1 − specificity at every distinct score. Cases of
 * one score share a point. No point is dropped, not even where the curve goes straight on.
 *
 * As scikit-learn's `roc_curve(drop_intermediate=False)`; the first threshold is `Infinity`, as from its version 1.3 on.
 *
 * @param yTrue labels 0 and 1, both of which must occur
 * @param yScore a finite number for each case, higher for the positive class: probabilities or logits
 * @throws RangeError when lengths differ, labels are not 0 or 1, one class is missing, or a score is not finite
 * @example
 * ```ts
 * import { rocCurve } from 'hilum';
 *
 * const { fpr, tpr, thresholds } = rocCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]);
 * console.log(fpr, tpr, thresholds); // [0, 0, 0.5, 0.5, 1] [0, 0.5, 0.5, 1, 1] [Infinity, 0.8, 0.4, 0.35, 0.1]
 * ```
 */
export function rocCurve(yTrue: ArrayLike<number>, yScore: ArrayLike<number>): RocCurve {
  const { thresholds, tp, fp, positives, negatives } = scoreSteps('rocCurve', yTrue, yScore);
  return {
    fpr: [0, ...fp.map((count) => count / negatives)],
    tpr: [0, ...tp.map((count) => count / positives)],
    thresholds: [Infinity, ...thresholds],
  };
}

/**
 * The area under the ROC curve by trapezoids: how often a positive scores higher than a negative, ties counting one
 * half. 0.5 is chance, 1 perfect, 0 perfectly wrong. As scikit-learn's `roc_auc_score`.
 *
 * For several classes see {@link oneVsRest}, for its interval {@link delongInterval}.
 *
 * @param yTrue labels 0 and 1, both of which must occur
 * @param yScore a finite number for each case, higher for the positive class
 * @throws RangeError when lengths differ, labels are not 0 or 1, one class is missing, or a score is not finite
 * @example
 * ```ts
 * import { rocAuc } from 'hilum';
 *
 * console.log(rocAuc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])); // 0.75
 * ```
 */
export function rocAuc(yTrue: ArrayLike<number>, yScore: ArrayLike<number>): number {
  const { tp, fp, positives, negatives } = scoreSteps('rocAuc', yTrue, yScore);
  let twice = 0;
  for (let i = 0; i < tp.length; i++) twice += (fp[i]! - (fp[i - 1] ?? 0)) * (tp[i]! + (tp[i - 1] ?? 0));
  return twice / (2 * positives * negatives);
}
