import { check } from '../core/check';
import { patientOfCase, type ClassifiedCase } from './classified-case';
import { classificationReport, type ClassificationReport } from './classification-report';
import { confusionMatrix } from './confusion-matrix';
import { shareOf, type Share } from './share-interval';
import type { OperatingPoint } from './thresholds';

/**
 * On which cases a threshold was chosen: none for a fixed one, those of all other folds, others that were set aside, or
 * the very cases that it is scored on, which makes it look better than it is.
 */
export type ChosenOn = 'nothing' | 'other folds' | 'validation cases' | 'the scored cases';

/** What calling every case above a threshold positive leads to. */
export interface OperatingScores {
  readonly chosenOn: ChosenOn;
  /** For use on new cases: chosen on all that there are to choose on. */
  readonly threshold: number;
  /** Lowest and highest of those by which the cases were called: several where it was chosen for each fold anew. */
  readonly thresholdRange: readonly [low: number, high: number];
  /** Rows are the truth, columns the call: `[[tn, fp], [fn, tp]]`. */
  readonly confusion: readonly (readonly number[])[];
  /** Of the cases of class 1, the share that is found. */
  readonly sensitivity: Share;
  /** Of the cases of class 0, the share that is left alone. */
  readonly specificity: Share;
  /** Of the cases called positive, the share that is; it depends on how many are. Undefined where none is called so. */
  readonly positivePredictiveValue: Share | undefined;
  /** Of the cases called negative, the share that is. */
  readonly negativePredictiveValue: Share | undefined;
  readonly accuracy: Share;
  /** As scikit-learn prints it. */
  readonly report: ClassificationReport;
}

/** How cases are called, and why so. */
export interface Calls {
  readonly chosenOn: ChosenOn;
  readonly threshold: number;
  /** By which each case is called. */
  readonly thresholds: readonly number[];
  /** Whether each case is called positive. */
  readonly called: readonly boolean[];
}

/** Chooses a threshold on labels and scores, as {@link youdenThreshold} does. */
export type Choose = (labels: readonly number[], scores: readonly number[]) => OperatingPoint;

/**
 * Calls cases by a threshold that is chosen away from them: on `validation`, else for each fold on all other folds, else,
 * where there is one fold alone, on the cases themselves.
 *
 * @throws RangeError when the cases outside of a fold are of one class
 */
export function callCases(
  caller: string,
  cases: readonly ClassifiedCase[],
  validation: readonly ClassifiedCase[] | undefined,
  scoreOf: (row: ClassifiedCase) => number,
  choose: Choose,
): Calls {
  const chosen = (rows: readonly ClassifiedCase[]): number =>
    choose(
      rows.map(({ label }) => label),
      rows.map(scoreOf),
    ).threshold;
  const folds = [...new Set(cases.map(({ fold }) => fold))];
  const threshold = chosen(validation ?? cases);
  if (validation || folds.length === 1) {
    return callAt(cases, scoreOf, validation ? 'validation cases' : 'the scored cases', threshold);
  }
  const byFold = new Map(
    folds.map((fold) => {
      const others = cases.filter((row) => row.fold !== fold);
      check(
        others.some(({ label }) => label === 0) && others.some(({ label }) => label === 1),
        `${caller}: the cases outside of each fold must be of both classes, to choose a threshold on, got one class ` +
          `outside of fold ${fold}. Stratify the folds by label (kFold), or give more cases.`,
      );
      return [fold, chosen(others)] as const;
    }),
  );
  const thresholds = cases.map(({ fold }) => byFold.get(fold)!);
  const called = cases.map((row, i) => scoreOf(row) > thresholds[i]!);
  return { chosenOn: 'other folds', threshold, thresholds, called };
}

/** Calls every case by one threshold. */
export function callAt(
  cases: readonly ClassifiedCase[],
  scoreOf: (row: ClassifiedCase) => number,
  chosenOn: ChosenOn,
  threshold: number,
): Calls {
  const called = cases.map((row) => scoreOf(row) > threshold);
  return { chosenOn, threshold, thresholds: cases.map(() => threshold), called };
}

/** Scores calls against the truth. */
export function scoreCalls(
  cases: readonly ClassifiedCase[],
  { chosenOn, threshold, thresholds, called }: Calls,
  level: number,
  classNames: readonly string[],
): OperatingScores {
  const truth = cases.map(({ label }) => label);
  const calls = called.map(Number);
  // Both classes occur in the truth (checkCases).
  const { sensitivity, specificity } = sharesOf(cases, called, level) as Required<Found>;
  const right = cases.map(({ label }, i) => Boolean(label) === called[i]);
  const of = (keep: (i: number) => boolean): Share | undefined => {
    const kept = cases.flatMap((_, i) => (keep(i) ? i : []));
    return shareOf(
      kept.map((i) => right[i]!),
      kept.map((i) => patientOfCase(cases[i]!)),
      level,
    );
  };
  return {
    chosenOn,
    threshold,
    thresholdRange: [Math.min(...thresholds), Math.max(...thresholds)],
    confusion: confusionMatrix(truth, calls, { classes: 2 }),
    sensitivity: sensitivity!,
    specificity: specificity!,
    positivePredictiveValue: of((i) => called[i]!),
    negativePredictiveValue: of((i) => !called[i]),
    accuracy: of(() => true)!,
    report: classificationReport(truth, calls, { classNames }),
  };
}

/** Shares that are called right, by class. */
export interface Found {
  readonly sensitivity: Share | undefined;
  readonly specificity: Share | undefined;
}

/** Of each class the share that is called right; undefined of a class without cases. */
export function sharesOf(cases: readonly ClassifiedCase[], called: readonly boolean[], level: number): Found {
  const of = (wanted: number): Share | undefined => {
    const own = cases.flatMap(({ label }, i) => (label === wanted ? i : []));
    return shareOf(
      own.map((i) => Number(called[i]) === wanted),
      own.map((i) => patientOfCase(cases[i]!)),
      level,
    );
  };
  return { sensitivity: of(1), specificity: of(0) };
}
