import { checkInteger } from '../core/check';
import { checkLabels, checkPaired } from './cases';

/** What {@link confusionMatrix} takes. */
export interface ConfusionMatrixArgs {
  /** How many classes there are. Default: as many as the highest label in truth or prediction asks for. */
  classes?: number | undefined;
}

/**
 * How many cases of each class were called what: rows are the truth, columns the prediction, so that `matrix[2][0]`
 * counts cases of class 2 that were called 0. As scikit-learn's `confusion_matrix(labels=range(classes))`.
 *
 * @param yTrue labels 0 … K − 1
 * @param yPred labels 0 … K − 1, one for each case
 * @returns [K, K]
 * @throws RangeError when lengths differ, there is no case, or a label is no integer from 0 to K − 1
 * @example
 * ```ts
 * import { confusionMatrix } from 'hilum';
 *
 * console.log(confusionMatrix([0, 1, 2, 2, 2], [0, 0, 2, 2, 1])); // [[1, 0, 0], [1, 0, 0], [0, 1, 2]]
 * ```
 */
export function confusionMatrix(
  yTrue: ArrayLike<number>,
  yPred: ArrayLike<number>,
  { classes }: ConfusionMatrixArgs = {},
): number[][] {
  if (classes !== undefined) checkInteger('confusionMatrix', 'classes', classes, 1);
  checkPaired('confusionMatrix', 'yPred', yTrue, yPred);
  checkLabels('confusionMatrix', 'yTrue', yTrue, classes);
  checkLabels('confusionMatrix', 'yPred', yPred, classes);
  let size = classes ?? 1;
  for (let i = 0; i < yTrue.length; i++) size = Math.max(size, yTrue[i]! + 1, yPred[i]! + 1);
  const matrix = Array.from({ length: size }, () => Array<number>(size).fill(0));
  for (let i = 0; i < yTrue.length; i++) matrix[yTrue[i]!]![yPred[i]!]!++;
  return matrix;
}
