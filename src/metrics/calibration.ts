import { checkInteger } from '../core/check';
import { quantile } from '../core/quantile';
import { checkLabels, checkProbabilities, columnsOf } from './cases';

/** Cases of like probability: how sure the model was, and how often it was right. */
export interface ReliabilityBin {
  /** Probabilities above the first and up to the second number; those at the lowest edge are in the first bin. */
  readonly probabilityRange: readonly [number, number];
  /** How many cases it holds, at least 1. */
  readonly count: number;
  /** The mean predicted probability, 0 to 1. */
  readonly probability: number;
  /** How often it came true, 0 to 1; equal to the probability for a calibrated model. */
  readonly frequency: number;
}

/** How probabilities are divided. */
export interface ReliabilityBinsArgs {
  /** How many bins at most: empty ones are left out. Default 10. */
  bins?: number | undefined;
}

/**
 * The Brier score, the mean squared error of probabilities, lower is better. For one probability for each case: mean of
 * (p − y)², 0 to 1, as scikit-learn's `brier_score_loss`. For K columns: mean over cases of Σₖ (pₖ − [y = k])², 0 to 2,
 * as Brier had it; for two columns that is twice the former.
 *
 * Brier, *Verification of forecasts expressed in terms of probability*, Monthly Weather Review 78 (1950).
 *
 * @param yTrue labels 0 and 1, or 0 … K − 1
 * @param yProbability [N], of class 1, or [N, K] row after row, as `tensor.data()` gives them
 * @throws RangeError when the lengths do not fit, there is no case, or labels or probabilities are out of range
 * @example
 * ```ts
 * import { brierScore } from 'hilum';
 *
 * console.log(brierScore([0, 1, 1], [0.1, 0.9, 0.6])); // 0.06
 * console.log(brierScore([0, 1], [0.7, 0.2, 0.1, 0.3, 0.6, 0.1])); // 0.2, of three classes
 * ```
 */
export function brierScore(yTrue: ArrayLike<number>, yProbability: ArrayLike<number>): number {
  const columns = checkCalibration('brierScore', yTrue, yProbability);
  let sum = 0;
  for (let i = 0; i < yProbability.length; i++) {
    const label = yTrue[Math.floor(i / columns)]!;
    sum += (yProbability[i]! - Number(columns === 1 ? label : label === i % columns)) ** 2;
  }
  return sum / yTrue.length;
}

/**
 * The bins of a reliability diagram, of equal width: (0, 1/n], (1/n, 2/n], …. For one probability for each case, that
 * of class 1 against how often it occurs, as scikit-learn's `calibration_curve`. For K columns, the highest probability
 * of each case (the first of equals) against how often that class is right, as Guo et al.
 *
 * Guo, Pleiss, Sun and Weinberger, *On calibration of modern neural networks*, ICML 2017, arXiv 1706.04599.
 *
 * @param yTrue labels 0 and 1, or 0 … K − 1
 * @param yProbability [N], of class 1, or [N, K] row after row
 * @returns bins that hold a case, from low probabilities to high
 * @throws RangeError when the lengths do not fit, there is no case, labels or probabilities are out of range, or `bins`
 *   is no integer of at least 1
 * @example
 * ```ts
 * import { expectedCalibrationError, reliabilityBins } from 'hilum';
 *
 * const bins = reliabilityBins([0, 0, 1, 1, 0, 1], [0.1, 0.2, 0.3, 0.8, 0.9, 0.9], { bins: 2 });
 * for (const { probability, frequency, count } of bins) console.log(probability, frequency, count);
 * console.log(expectedCalibrationError(bins)); // 0.167
 * ```
 */
export function reliabilityBins(
  yTrue: ArrayLike<number>,
  yProbability: ArrayLike<number>,
  { bins = 10 }: ReliabilityBinsArgs = {},
): ReliabilityBin[] {
  const guesses = guessesOf('reliabilityBins', yTrue, yProbability, bins);
  return binned(guesses, (edge) => edge / bins, bins);
}

/**
 * The bins of a reliability diagram with as many cases in each, as far as equal probabilities allow: their edges are
 * quantiles. Where a model is nearly always sure, bins of equal width leave most of the diagram to a few cases. As
 * scikit-learn's `calibration_curve(strategy='quantile')`; all else as {@link reliabilityBins}.
 *
 * @param yTrue labels 0 and 1, or 0 … K − 1
 * @param yProbability [N], of class 1, or [N, K] row after row
 * @returns bins that hold a case, from low probabilities to high
 * @throws RangeError as {@link reliabilityBins}
 * @example
 * ```ts
 * import { adaptiveReliabilityBins } from 'hilum';
 *
 * const bins = adaptiveReliabilityBins([0, 0, 1, 1, 0, 1], [0.1, 0.8, 0.85, 0.9, 0.95, 0.99], { bins: 2 });
 * console.log(bins.map(({ count }) => count)); // [3, 3]
 * ```
 */
export function adaptiveReliabilityBins(
  yTrue: ArrayLike<number>,
  yProbability: ArrayLike<number>,
  { bins = 10 }: ReliabilityBinsArgs = {},
): ReliabilityBin[] {
  const guesses = guessesOf('adaptiveReliabilityBins', yTrue, yProbability, bins);
  const sorted = Float64Array.from(guesses, ({ probability }) => probability).sort();
  return binned(guesses, (edge) => quantile(sorted, edge, bins), bins);
}

/**
 * The expected calibration error: Σ count/N · |frequency − probability| over bins, 0 to 1, 0 for a calibrated
 * model. It depends on the bins, so say which. NaN without bins.
 *
 * Naeini, Cooper and Hauskrecht, *Obtaining well calibrated probabilities using Bayesian binning*, AAAI 2015.
 *
 * @param bins of {@link reliabilityBins} or {@link adaptiveReliabilityBins}
 * @example
 * ```ts
 * import { expectedCalibrationError, reliabilityBins } from 'hilum';
 *
 * console.log(expectedCalibrationError(reliabilityBins([0, 1, 1], [0.2, 0.7, 0.9]))); // 0.2
 * ```
 */
export function expectedCalibrationError(bins: readonly ReliabilityBin[]): number {
  let [sum, cases] = [0, 0];
  for (const { count, frequency, probability } of bins) {
    sum += count * Math.abs(frequency - probability);
    cases += count;
  }
  return sum / cases;
}

/** One statement of a model: how sure it was, and whether it came true. */
interface Guess {
  readonly probability: number;
  readonly right: boolean;
}

function guessesOf(
  caller: string,
  yTrue: ArrayLike<number>,
  yProbability: ArrayLike<number>,
  bins: number,
): Guess[] {
  checkInteger(caller, 'bins', bins, 1);
  const columns = checkCalibration(caller, yTrue, yProbability);
  return Array.from({ length: yTrue.length }, (_, i) => {
    let best = i * columns;
    for (let k = best + 1; k < (i + 1) * columns; k++) if (yProbability[k]! > yProbability[best]!) best = k;
    return {
      probability: yProbability[best]!,
      right: yTrue[i] === (columns === 1 ? 1 : best - i * columns),
    };
  });
}

function binned(guesses: readonly Guess[], edgeOf: (edge: number) => number, bins: number): ReliabilityBin[] {
  const edges = Array.from({ length: bins + 1 }, (_, i) => edgeOf(i));
  const sums = edges.map(() => ({ count: 0, probability: 0, right: 0 }));
  for (const { probability, right } of guesses) {
    // How many inner edges lie below it.
    let [low, high] = [0, bins - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (edges[middle]! < probability) low = middle;
      else high = middle - 1;
    }
    const sum = sums[low]!;
    sum.count++;
    sum.probability += probability;
    sum.right += Number(right);
  }
  return sums.flatMap(({ count, probability, right }, i) =>
    count > 0
      ? [
          {
            probabilityRange: [edges[i]!, edges[i + 1]!] as const,
            count,
            probability: probability / count,
            frequency: right / count,
          },
        ]
      : [],
  );
}

function checkCalibration(caller: string, yTrue: ArrayLike<number>, yProbability: ArrayLike<number>): number {
  const columns = columnsOf(caller, 'yProbability', yTrue, yProbability);
  checkLabels(caller, 'yTrue', yTrue, Math.max(columns, 2));
  checkProbabilities(caller, 'yProbability', yProbability);
  return columns;
}
