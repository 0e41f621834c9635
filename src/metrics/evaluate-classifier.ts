import { check, checkInRange, checkInteger } from '../core/check';
import {
  adaptiveReliabilityBins,
  brierScore,
  expectedCalibrationError,
  type ReliabilityBin,
} from './calibration';
import { checkCases, patientOfCase, type ClassifiedCase } from './classified-case';
import { scoresBy, type ClassifierScores, type ScoresByPart } from './classifier-scores';
import { delongTest, type DelongTest } from './delong';
import { checkLevel, type Interval, type IntervalArgs } from './intervals';
import { callAt, callCases, scoreCalls, type Calls, type OperatingScores } from './operating-scores';
import { rocCurve, type RocCurve } from './roc';
import { rocBand, type RocBandPoint } from './roc-band';
import { shareOf } from './share-interval';
import { thresholdAtSensitivity, youdenThreshold } from './thresholds';

/** How {@link evaluateClassifier} scores. */
export interface EvaluateClassifierArgs extends IntervalArgs {
  /** What class 0 and class 1 are called. Default `['class 0', 'class 1']`. */
  classNames?: readonly [string, string] | undefined;
  /** The share of class 1 that has to be found, for the threshold of `screening`. Default 0.9. */
  sensitivity?: number | undefined;
  /**
   * Cases to choose thresholds on, for a test on others: where the model was trained on one source and is tested on
   * another, the out-of-fold cases of the first. Default: for each fold the cases of all others.
   */
  validation?: readonly ClassifiedCase[] | undefined;
  /** How many resamples make the band of the ROC curve. Default 1000. */
  samples?: number | undefined;
  /** Same seed, same band. Default 0. */
  seed?: number | string | undefined;
}

/** A bin of a reliability diagram whose frequency has an interval. */
export interface CalibrationBin extends ReliabilityBin, Interval {}

/** What a simpler model makes of the same cases. */
export interface BaselineScores {
  readonly overall: ClassifierScores;
  readonly sources: Readonly<Record<string, ClassifierScores>>;
  readonly roc: RocCurve;
  /** DeLong's test by patient of the model's AUC (the first) against the baseline's. */
  readonly test: DelongTest;
}

/** A case, and how it was called at the threshold of `screening`. */
export interface CalledCase extends ClassifiedCase {
  readonly patient: string;
  readonly threshold: number;
  readonly called: 0 | 1;
}

/** What {@link evaluateClassifier} finds: plain data, which JSON holds; what is undefined is left out there. */
export interface ClassifierEvaluation extends ScoresByPart {
  readonly classNames: readonly [string, string];
  /** Of all intervals. */
  readonly level: number;
  /** The share of class 1 that `screening` is to find. */
  readonly wantedSensitivity: number;
  readonly operatingPoints: {
    /** Finds the wanted share of class 1 where it was chosen: by it cases are called in `rows` and scores. */
    readonly screening: OperatingScores;
    /** The greatest sensitivity + specificity where it was chosen. */
    readonly youden: OperatingScores;
    /** Above 0.5, chosen on nothing. */
    readonly half: OperatingScores;
  };
  /** Of all cases together. The first threshold is infinite, which JSON writes as null. */
  readonly roc: RocCurve;
  readonly rocBand: readonly RocBandPoint[];
  readonly calibration: {
    /** With as many cases in each as ties allow: a bin for each 20 cases, 2 to 10 of them. */
    readonly bins: readonly CalibrationBin[];
    /** The expected calibration error over these bins. */
    readonly error: number;
    readonly brier: number;
    /** The Brier score of always saying how frequent class 1 is: what a useful model is below. */
    readonly brierOfFrequency: number;
  };
  readonly baseline: BaselineScores | undefined;
  /** In the order given. */
  readonly rows: readonly CalledCase[];
}

/**
 * Everything that is to be told of a classifier of two classes, from the probabilities that it gave to cases it had not
 * seen: AUC, sensitivity and specificity with intervals, over all, by source and by fold; the ROC curve with its band,
 * calibration, confusion matrices and scikit-learn's report at three thresholds; and a test against a baseline.
 *
 * Thresholds are chosen away from the cases that they call: on `validation`, or for each fold on the out-of-fold cases of
 * all others. Without either they are chosen on the scored cases, which is optimistic, and `chosenOn` says so. Intervals
 * count patients, not images, and tell how far off these scores are for other cases of the same kind, not for another
 * hospital, nor how much another training would change.
 *
 * @param cases of both classes, two patients each at least
 * @returns plain data for `writeDiagnosisReport` of `hilum/node`
 * @throws RangeError when there are too few cases, a class is missing (outside of a fold too), labels or probabilities are
 *   out of range, a name comes twice, a patient is in two folds, or a fold or baseline is given for some cases only
 * @example
 * ```ts
 * import { evaluateClassifier } from 'hilum';
 *
 * const cases = Array.from({ length: 60 }, (_, i) => ({
 *   name: `${i}.png`,
 *   label: i % 2,
 *   probability: ((7 * i) % 10) / 15 + (i % 2) / 3,
 *   source: i < 40 ? 'Shenzhen' : 'Montgomery',
 *   fold: i % 5,
 * }));
 * const { overall, sources, operatingPoints } = evaluateClassifier(cases, { classNames: ['normal', 'tuberculosis'] });
 * console.log(overall.auc); // { estimate: 0.827, low: 0.726, high: 0.927 }
 * console.log(operatingPoints.screening.chosenOn, sources.Montgomery?.auc);
 * console.log(operatingPoints.screening.report.text);
 * ```
 */
export function evaluateClassifier(
  cases: readonly ClassifiedCase[],
  {
    classNames = ['class 0', 'class 1'],
    sensitivity = 0.9,
    validation,
    level = 0.95,
    samples = 1000,
    seed = 0,
  }: EvaluateClassifierArgs = {},
): ClassifierEvaluation {
  const caller = 'evaluateClassifier';
  checkLevel(caller, level);
  checkInRange(caller, 'sensitivity', sensitivity, 0, 1);
  checkInteger(caller, 'samples', samples, 1);
  checkCases(caller, 'cases', cases);
  if (validation) checkCases(caller, 'validation', validation);
  const probabilityOf = ({ probability }: ClassifiedCase): number => probability;
  const labels = cases.map(({ label }) => label);
  const probabilities = cases.map(probabilityOf);
  const patients = cases.map(patientOfCase);
  const atSensitivity = (truth: readonly number[], scores: readonly number[]) =>
    thresholdAtSensitivity(truth, scores, sensitivity);
  const screening = callCases(caller, cases, validation, probabilityOf, atSensitivity);
  const scored = scoresBy(cases, screening.called, probabilityOf, level);
  const pointOf = (calls: Calls): OperatingScores => scoreCalls(cases, calls, level, classNames);
  const frequency = labels.reduce((sum, label) => sum + label, 0) / labels.length;

  let baseline: BaselineScores | undefined;
  if (cases[0]!.baseline !== undefined) {
    check(
      validation?.[0]!.baseline !== undefined || !validation,
      `${caller}: validation must hold the baseline too, got cases without one.`,
    );
    const baselineOf = (row: ClassifiedCase): number => row.baseline!;
    const scores = cases.map(baselineOf);
    const calls = callCases(caller, cases, validation, baselineOf, atSensitivity);
    const { overall, sources } = scoresBy(cases, calls.called, baselineOf, level);
    const test = delongTest(labels, probabilities, scores, { level, groups: patients });
    baseline = { overall, sources, roc: rocCurve(labels, scores), test };
  }
  return {
    classNames,
    level,
    wantedSensitivity: sensitivity,
    ...scored,
    operatingPoints: {
      screening: pointOf(screening),
      youden: pointOf(callCases(caller, cases, validation, probabilityOf, youdenThreshold)),
      half: pointOf(callAt(cases, probabilityOf, 'nothing', 0.5)),
    },
    roc: rocCurve(labels, probabilities),
    rocBand: rocBand(labels, probabilities, patients, { level, samples, seed }),
    calibration: {
      ...calibrationOf(cases, level),
      brier: brierScore(labels, probabilities),
      brierOfFrequency: frequency * (1 - frequency),
    },
    baseline,
    rows: cases.map((row, i) => ({
      ...row,
      patient: patients[i]!,
      threshold: screening.thresholds[i]!,
      called: screening.called[i]! ? 1 : 0,
    })),
  };
}

function calibrationOf(
  cases: readonly ClassifiedCase[],
  level: number,
): Pick<ClassifierEvaluation['calibration'], 'bins' | 'error'> {
  const labels = cases.map(({ label }) => label);
  const probabilities = cases.map(({ probability }) => probability);
  const count = Math.min(10, Math.max(2, Math.floor(cases.length / 20)));
  const bins = adaptiveReliabilityBins(labels, probabilities, { bins: count });
  const intervals = bins.map(({ probabilityRange: [from, to] }, bin) => {
    const inside = cases.filter(({ probability: p }) => (p > from || (bin === 0 && p === from)) && p <= to);
    const { low, high } = shareOf(
      inside.map(({ label }) => label === 1),
      inside.map(patientOfCase),
      level,
    )!;
    return { low, high };
  });
  return {
    bins: bins.map((bin, i) => ({ ...bin, ...intervals[i]! })),
    error: expectedCalibrationError(bins),
  };
}
