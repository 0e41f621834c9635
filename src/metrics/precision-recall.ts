import { scoreSteps } from './score-steps';

/** Precision against recall, from the lowest threshold (recall 1) to the end at recall 0 and precision 1. */
export interface PrecisionRecallCurve {
  /** tp / (tp + fp) of what scores at least the threshold; one more than thresholds, the last is 1. */
  readonly precision: number[];
  /** tp / positives: falling from 1; one more than thresholds, the last is 0. */
  readonly recall: number[];
  /** The distinct scores, rising. */
  readonly thresholds: number[];
}

/**
 * The precision-recall curve of a classifier with two classes: a point for every distinct score, and the end (0, 1)
 * that has no threshold. Says more than a ROC curve where positives are few.
 *
 * As scikit-learn's `precision_recall_curve` from its version 1.1 on, `drop_intermediate=False`.
 *
 * @param yTrue labels 0 and 1, both of which must occur
 * @param yScore a finite number for each case, higher for the positive class: probabilities or logits
 * @throws RangeError when lengths differ, labels are not 0 or 1, one class is missing, or a score is not finite
 * @example
 * ```ts
 * import { precisionRecallCurve } from 'hilum';
 *
 * const { precision, recall, thresholds } = precisionRecallCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]);
 * console.log(precision, recall); // [0.5, 0.667, 0.5, 1, 1] [1, 1, 0.5, 0.5, 0]
 * console.log(thresholds); // [0.1, 0.35, 0.4, 0.8]
 * ```
 */
export function precisionRecallCurve(
  yTrue: ArrayLike<number>,
  yScore: ArrayLike<number>,
): PrecisionRecallCurve {
  const { thresholds, tp, fp, positives } = scoreSteps('precisionRecallCurve', yTrue, yScore);
  return {
    precision: [1, ...tp.map((count, i) => count / (count + fp[i]!))].reverse(),
    recall: [0, ...tp.map((count) => count / positives)].reverse(),
    thresholds: [...thresholds].reverse(),
  };
}

/**
 * Average precision, the area under the precision-recall curve by steps: Σ (Rᵢ − Rᵢ₋₁)·Pᵢ over falling thresholds, in
 * (0, 1]; a score that says nothing has the share of positives. As scikit-learn's `average_precision_score`, which
 * does not interpolate: trapezoids would be too hopeful.
 *
 * For several classes see {@link oneVsRest}.
 *
 * @param yTrue labels 0 and 1, both of which must occur
 * @param yScore a finite number for each case, higher for the positive class
 * @throws RangeError when lengths differ, labels are not 0 or 1, one class is missing, or a score is not finite
 * @example
 * ```ts
 * import { averagePrecision } from 'hilum';
 *
 * console.log(averagePrecision([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])); // 0.8333
 * ```
 */
export function averagePrecision(yTrue: ArrayLike<number>, yScore: ArrayLike<number>): number {
  const { tp, fp, positives } = scoreSteps('averagePrecision', yTrue, yScore);
  return (
    tp.reduce((sum, count, i) => sum + ((count - (tp[i - 1] ?? 0)) * count) / (count + fp[i]!), 0) / positives
  );
}
