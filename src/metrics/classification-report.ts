import { check, checkInteger } from '../core/check';
import { checkPaired } from './cases';
import { formatReport, type ClassRow, type ReportRow } from './report-text';

/** Numbers by class and in all, and the table that scikit-learn prints of them. */
export interface ClassificationReport {
  /** One for each label, in their order. */
  readonly classes: ClassRow[];
  /** The share of all cases that were called right. */
  readonly accuracy: number;
  /** Of the counts of all labels together. */
  readonly micro: ReportRow;
  /** The plain mean over labels. */
  readonly macro: ReportRow;
  /** The mean over labels, weighted by support. */
  readonly weighted: ReportRow;
  /** The table, ready to print; it ends in a line break. */
  readonly text: string;
}

/** How {@link classificationReport} reports. */
export interface ClassificationReportArgs {
  /**
   * Which labels get a row, in this order; all cases count whatever is left out. Default: one for each class name, or
   * without names the labels that occur in truth or prediction, sorted.
   */
  labels?: readonly number[] | undefined;
  /** What the rows are called: one name for each of `labels`, or for 0, 1, 2, … Default: the labels. */
  classNames?: readonly string[] | undefined;
  /** Decimals in the table, 0 to 100. Default 2. */
  digits?: number | undefined;
  /** What precision and recall are where there is nothing to divide by. Default 0. */
  zeroDivision?: 0 | 1 | undefined;
}

/**
 * Precision, recall, F1 and support of every class, their averages, and the table of them exactly as scikit-learn's
 * `classification_report` prints it. All numbers lie in [0, 1].
 *
 * The table has a row "accuracy" where the labels are those that occur in truth or prediction, else "micro avg", which
 * may differ from it. A class that was never called so has no precision, one that is not in the truth no recall: both
 * are `zeroDivision` then. Held against scikit-learn 1.2; later versions compute F1 from counts, which can turn the last
 * digit of a value that lies halfway.
 *
 * @param yTrue labels, integers of any kind
 * @param yPred labels, one for each case
 *
 * @throws RangeError when lengths differ, there is no case, a label is no integer or given twice, the class names are too
 *   many or too few, or `digits` is no integer from 0 to 100
 * @example
 * ```ts
 * import { classificationReport } from 'hilum';
 *
 * const { text, macro, classes } = classificationReport([0, 1, 1, 1], [0, 1, 0, 1], {
 *   classNames: ['normal', 'tuberculosis'],
 * });
 * console.log(text);
 * console.log(classes[1]!.recall, macro.f1); // 0.667 0.733
 * ```
 */
export function classificationReport(
  yTrue: ArrayLike<number>,
  yPred: ArrayLike<number>,
  { labels, classNames, digits = 2, zeroDivision = 0 }: ClassificationReportArgs = {},
): ClassificationReport {
  checkPaired('classificationReport', 'yPred', yTrue, yPred);
  checkInteger('classificationReport', 'digits', digits, 0);
  check(digits <= 100, `classificationReport: digits must be at most 100, got ${digits}.`);

  const counts = new Map<number, Counts>();
  const countsOf = (label: number): Counts => {
    const known = counts.get(label) ?? { tp: 0, predicted: 0, support: 0 };
    counts.set(label, known);
    return known;
  };
  for (let i = 0; i < yTrue.length; i++) {
    countsOf(yTrue[i]!).support++;
    countsOf(yPred[i]!).predicted++;
    if (yTrue[i] === yPred[i]) countsOf(yTrue[i]!).tp++;
  }
  checkIntegers(counts.keys());
  checkIntegers(labels ?? []);
  const present = [...counts.keys()].sort((a, b) => a - b);
  const shown = labels ?? classNames?.map((_, label) => label) ?? present;
  checkShown(shown, present, labels, classNames);

  const rowOf = ({ tp, predicted, support }: Counts): ReportRow => {
    const precision = predicted > 0 ? tp / predicted : zeroDivision;
    const recall = support > 0 ? tp / support : zeroDivision;
    // In this order of operations, as scikit-learn has it: the last bit decides how a half is rounded.
    const f1 = (2 * precision * recall) / (precision + recall || 1);
    return { precision, recall, f1, support };
  };
  const shownCounts = shown.map(countsOf);
  const classes = shown.map((label, i) => ({
    label,
    name: classNames?.[i] ?? `${label}`,
    ...rowOf(shownCounts[i]!),
  }));
  const total = shownCounts.reduce((sum, { tp, predicted, support }) => ({
    tp: sum.tp + tp,
    predicted: sum.predicted + predicted,
    support: sum.support + support,
  }));
  const mean = (weight: (row: ReportRow) => number, whole: number): ReportRow => {
    const of = (key: 'precision' | 'recall' | 'f1'): number =>
      pairwiseSum(classes.map((row) => row[key] * weight(row))) / whole;
    return { precision: of('precision'), recall: of('recall'), f1: of('f1'), support: total.support };
  };
  const micro = rowOf(total);
  const averages = {
    micro,
    macro: mean(() => 1, classes.length),
    // Without support no weights: what is left is what nothing divided by nothing was said to be.
    weighted: total.support > 0 ? mean(({ support }) => support, total.support) : micro,
  };
  let right = 0;
  for (const { tp } of counts.values()) right += tp;
  return {
    classes,
    accuracy: right / yTrue.length,
    ...averages,
    text: formatReport({
      classes,
      ...averages,
      digits,
      complete: `${present}` === `${[...shown].sort((a, b) => a - b)}`,
      // Where nothing is right scikit-learn counts in floats.
      supportDigits: right > 0 ? 0 : 1,
    }),
  };
}

interface Counts {
  tp: number;
  predicted: number;
  support: number;
}

function checkIntegers(labels: Iterable<number>): void {
  for (const label of labels)
    check(Number.isInteger(label), `classificationReport: labels must be integers, got ${label}.`);
}

function checkShown(
  shown: readonly number[],
  present: readonly number[],
  labels: readonly number[] | undefined,
  classNames: readonly string[] | undefined,
): void {
  check(shown.length > 0, 'classificationReport: labels must hold at least one label, got none.');
  check(
    new Set(shown).size === shown.length,
    `classificationReport: labels must differ, got [${shown.join(', ')}].`,
  );
  if (classNames === undefined) return;
  check(
    classNames.length === shown.length,
    `classificationReport: classNames must name each of ${shown.length} labels, got ${classNames.length} names.`,
  );
  const unnamed = present.find((label) => !shown.includes(label));
  check(
    labels !== undefined || unnamed === undefined,
    `classificationReport: classNames must name every label that occurs, got ${classNames.length} names and label ` +
      `${unnamed ?? ''}. Give the labels that they name as \`labels\`.`,
  );
}

/** A sum in the order in which NumPy adds, so that a mean has its last bit too. */
function pairwiseSum(values: readonly number[]): number {
  const n = values.length;
  if (n > 128) {
    const half = Math.floor(n / 2) - (Math.floor(n / 2) % 8);
    return pairwiseSum(values.slice(0, half)) + pairwiseSum(values.slice(half));
  }
  const whole = n - (n % 8);
  const lane = (i: number): number => {
    let sum = values[i]!;
    for (let j = i + 8; j < whole; j += 8) sum += values[j]!;
    return sum;
  };
  const start =
    whole > 0 ? lane(0) + lane(1) + (lane(2) + lane(3)) + (lane(4) + lane(5) + (lane(6) + lane(7))) : 0;
  return values.slice(whole).reduce((sum, value) => sum + value, start);
}
