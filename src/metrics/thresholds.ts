import { checkInRange } from '../core/check';
import { scoreSteps, type ScoreSteps } from './score-steps';

/** A threshold and what it achieves on the cases it was chosen on. */
export interface OperatingPoint {
  /**
   * Halfway between two neighbouring scores, so that it does not matter whether "above" or "at least" is asked; 1
   * above the highest score where nothing is called positive, 1 below the lowest where everything is.
   */
  readonly threshold: number;
  /** tp / (tp + fn), the share of positives that are found. */
  readonly sensitivity: number;
  /** tn / (tn + fp), the share of negatives that are left alone. */
  readonly specificity: number;
}

/**
 * The threshold with the greatest Youden index J = sensitivity + specificity − 1: the point of the ROC curve farthest
 * above the diagonal. Of several it takes the highest. Choose it on validation data: on the data it was chosen on,
 * it looks better than it is.
 *
 * Youden, *Index for rating diagnostic tests*, Cancer 3 (1950).
 *
 * @param yTrue labels 0 and 1, both of which must occur
 * @param yScore a finite number for each case, higher for the positive class
 * @throws RangeError when lengths differ, labels are not 0 or 1, one class is missing, or a score is not finite
 * @example
 * ```ts
 * import { confusionCounts, youdenThreshold } from 'hilum';
 *
 * const [labels, scores] = [[0, 0, 0, 1, 1], [0.1, 0.2, 0.6, 0.4, 0.8]];
 * const { threshold, sensitivity, specificity } = youdenThreshold(labels, scores);
 * console.log(threshold, sensitivity, specificity); // 0.3, 1, 0.667
 * console.log(confusionCounts(labels, scores, { threshold })); // { tp: 2, fp: 1, fn: 0, tn: 2 }
 * ```
 */
export function youdenThreshold(yTrue: ArrayLike<number>, yScore: ArrayLike<number>): OperatingPoint {
  const steps = scoreSteps('youdenThreshold', yTrue, yScore);
  const { tp, fp, positives, negatives } = steps;
  let [best, highest] = [-1, 0];
  tp.forEach((count, i) => {
    // J by positives·negatives: an integer, so that equals are equal.
    const index = count * negatives - fp[i]! * positives;
    if (index > highest) [best, highest] = [i, index];
  });
  return operatingPoint(steps, best);
}

/**
 * The highest threshold that finds at least a wanted share of the positives, and so has the greatest specificity among
 * those that do: for screening, where what is missed costs most.
 *
 * @param yTrue labels 0 and 1, both of which must occur
 * @param yScore a finite number for each case, higher for the positive class
 * @param sensitivity wanted at least, 0 to 1
 * @throws RangeError when lengths differ, labels are not 0 or 1, one class is missing, a score is not finite, or
 *   `sensitivity` lies outside [0, 1]
 * @example
 * ```ts
 * import { thresholdAtSensitivity } from 'hilum';
 *
 * const point = thresholdAtSensitivity([0, 0, 0, 1, 1], [0.1, 0.2, 0.6, 0.4, 0.8], 0.5);
 * console.log(point); // { threshold: 0.7, sensitivity: 0.5, specificity: 1 }
 * ```
 */
export function thresholdAtSensitivity(
  yTrue: ArrayLike<number>,
  yScore: ArrayLike<number>,
  sensitivity: number,
): OperatingPoint {
  checkInRange('thresholdAtSensitivity', 'sensitivity', sensitivity, 0, 1);
  const steps = scoreSteps('thresholdAtSensitivity', yTrue, yScore);
  const enough = steps.tp.findIndex((count) => count / steps.positives >= sensitivity);
  return operatingPoint(steps, sensitivity === 0 ? -1 : enough);
}

/** The point where the scores down to the step of this index are called positive; none of them for −1. */
function operatingPoint(
  { thresholds, tp, fp, positives, negatives }: ScoreSteps,
  step: number,
): OperatingPoint {
  const lowest = thresholds[step] ?? thresholds[0]! + 2;
  const below = thresholds[step + 1] ?? lowest - 2;
  const middle = lowest / 2 + below / 2;
  return {
    // Neighbouring floats have none between them: the lower one still serves who asks for "above", as we do.
    threshold: middle < lowest ? middle : below,
    sensitivity: (tp[step] ?? 0) / positives,
    specificity: 1 - (fp[step] ?? 0) / negatives,
  };
}
