import { check } from '../core/check';
import { checkLabels, columnsOf } from './cases';

/** A score of each class against all others, and its means. */
export interface OneVsRest {
  /** By class. */
  readonly perClass: number[];
  /** The plain mean: each class counts alike. */
  readonly macro: number;
  /** The mean weighted by how often a class occurs in the truth. */
  readonly weighted: number;
}

/**
 * A score of two classes for several: of each class against the rest, with their macro and weighted means. As
 * scikit-learn's `roc_auc_score(multi_class='ovr')` and `average_precision_score` on binarised labels.
 *
 * @param yTrue labels 0 … K − 1, each of which must occur
 * @param yScore [N, K] row after row, as `tensor.data()` gives them; K is its length by the number of cases
 * @param score of labels 0 and 1 and a score for each: {@link rocAuc}, {@link averagePrecision}, or a function of your
 *   own
 * @throws RangeError when `yScore` has no whole number of columns, or fewer than two, or a class does not occur
 * @example
 * ```ts
 * import { averagePrecision, oneVsRest, rocAuc } from 'hilum';
 *
 * const labels = [0, 1, 2, 1];
 * const probabilities = [0.8, 0.1, 0.1, 0.2, 0.5, 0.3, 0.1, 0.3, 0.6, 0.4, 0.2, 0.4]; // [4, 3]
 * console.log(oneVsRest(labels, probabilities, rocAuc)); // { perClass: [1, 0.75, 1], macro: 0.917, weighted: 0.875 }
 * console.log(oneVsRest(labels, probabilities, averagePrecision).macro); // 0.944
 * ```
 */
export function oneVsRest(
  yTrue: ArrayLike<number>,
  yScore: ArrayLike<number>,
  score: (yTrue: Uint8Array, yScore: Float64Array) => number,
): OneVsRest {
  const cases = yTrue.length;
  const classes = columnsOf('oneVsRest', 'yScore', yTrue, yScore);
  check(classes > 1, 'oneVsRest: yScore must hold a column for each class, got one. Call the score itself.');
  checkLabels('oneVsRest', 'yTrue', yTrue, classes);
  const support = Array<number>(classes).fill(0);
  for (let i = 0; i < cases; i++) support[yTrue[i]!]!++;
  const absent = support.findIndex((count) => count === 0 || count === cases);
  check(
    absent < 0,
    `oneVsRest: every class must occur in yTrue, and not alone, got ${support[absent]!} of ${cases} for class ${absent}. ` +
      'Leave its column out, and number the labels anew.',
  );
  const perClass = support.map((_, label) =>
    score(
      Uint8Array.from({ length: cases }, (_, i) => Number(yTrue[i] === label)),
      Float64Array.from({ length: cases }, (_, i) => yScore[i * classes + label]!),
    ),
  );
  const mean = (weight: (label: number) => number, whole: number): number =>
    perClass.reduce((sum, value, label) => sum + value * weight(label), 0) / whole;
  return { perClass, macro: mean(() => 1, classes), weighted: mean((label) => support[label]!, cases) };
}
