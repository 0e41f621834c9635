import { check, checkInteger } from '../core/check';
import { checkFinite, checkLabels, columnsOf } from './cases';

/** How logits become probabilities. */
export interface ApplyTemperatureArgs {
  /** Above 1 it makes a model less sure, below 1 surer. Default 1. */
  temperature?: number | undefined;
  /** How many logits each case has: 1 for a sigmoid, K for a softmax. Default 1. */
  classes?: number | undefined;
}

/**
 * The temperature T that makes a model's probabilities fit the truth best: it minimises the mean negative
 * log-likelihood of softmax(logits / T), or sigmoid(logits / T) for one logit for each case. Above 1 for a model that is
 * too sure of itself. What is predicted does not change, only how sure; fit it on validation data.
 *
 * In 1/T the problem is convex: found by Newton's steps inside a bracket.
 *
 * Guo, Pleiss, Sun and Weinberger, *On calibration of modern neural networks*, ICML 2017, arXiv 1706.04599.
 *
 * @param yTrue labels 0 and 1, or 0 … K − 1
 * @param logits [N], of class 1, or [N, K] row after row: what comes before the sigmoid or softmax
 * @throws RangeError when the lengths do not fit, there is no case, a label is out of range, or a logit is not finite
 * @throws Error when there is no best one: every case is right (T would go to 0), or the logits are no better
 *   than chance (T would go to infinity)
 * @example
 * ```ts
 * import { applyTemperature, brierScore, fitTemperature } from 'hilum';
 *
 * const labels = [0, 0, 1, 1, 1, 0];
 * const logits = [-4, 3, 5, 6, -2, -5]; // one in three is wrong, and sure of it
 * const temperature = fitTemperature(labels, logits);
 * console.log(temperature); // 3.22
 * console.log(brierScore(labels, applyTemperature(logits))); // 0.281
 * console.log(brierScore(labels, applyTemperature(logits, { temperature }))); // 0.178
 * ```
 */
export function fitTemperature(yTrue: ArrayLike<number>, logits: ArrayLike<number>): number {
  const columns = columnsOf('fitTemperature', 'logits', yTrue, logits);
  checkLabels('fitTemperature', 'yTrue', yTrue, Math.max(columns, 2));
  checkFinite('fitTemperature', 'logits', logits);
  // How far each logit of a case lies above the true one: the likelihood depends on nothing else.
  const margins = Array.from({ length: yTrue.length }, (_, i) => {
    const label = yTrue[i]!;
    if (columns === 1) return [0, label === 1 ? -logits[i]! : logits[i]!];
    return Array.from({ length: columns }, (_, k) => logits[i * columns + k]! - logits[i * columns + label]!);
  });
  const sumOf = (each: (margin: number[]) => number): number =>
    margins.reduce((sum, margin) => sum + each(margin), 0);
  if (sumOf((margin) => margin.reduce((a, b) => Math.max(a, b))) === 0) {
    throw new Error(
      'fitTemperature: some case must be called wrong, got none: the surer, the likelier. Give more cases.',
    );
  }
  if (sumOf((margin) => margin.reduce((a, b) => a + b)) >= 0) {
    throw new Error(
      'fitTemperature: logits must be higher for the true class than for others on average, got no better than chance. ' +
        'Check the order of labels and classes.',
    );
  }

  // Logits of any size are brought to one.
  const size = margins.flat().reduce((largest, margin) => Math.max(largest, Math.abs(margin)), 0);
  const scaled = margins.map((margin) => margin.map((value) => value / size));
  let [low, high] = [0, Infinity];
  let sharpness = 1; // size / T
  for (let i = 0; i < 2000; i++) {
    const { slope, curvature } = likelihood(scaled, sharpness);
    if (slope > 0) high = sharpness;
    else low = sharpness;
    // Newton's step, unless it leaves the bracket or, where that is still open, goes too far.
    const most = Math.min(high, 2 * sharpness);
    const newton = sharpness - slope / curvature;
    const next = newton >= low && newton < most ? newton : high < Infinity ? (low + high) / 2 : most;
    // Newton squares the error: what a step of 1e-10 leaves is nothing.
    const done = Math.abs(next - sharpness) <= 1e-10 * sharpness;
    sharpness = next;
    if (done) break;
  }
  return size / sharpness;
}

/** First and second derivative of the negative log-likelihood: sums of mean and variance of the margins. */
function likelihood(margins: readonly number[][], sharpness: number): { slope: number; curvature: number } {
  let [slope, curvature] = [0, 0];
  for (const margin of margins) {
    const shares = softmax(margin.map((value) => value * sharpness));
    let mean = 0;
    margin.forEach((value, k) => (mean += shares[k]! * value));
    margin.forEach((value, k) => (curvature += shares[k]! * (value - mean) ** 2));
    slope += mean;
  }
  return { slope, curvature };
}

/**
 * Probabilities from logits at a temperature: sigmoid(z / T) for one logit for each case, softmax(z / T) over
 * `classes` of them. Safe for logits of any size.
 *
 * @param logits [N] or [N, K] row after row
 * @returns as many probabilities, in [0, 1]; rows of K add up to 1
 * @throws RangeError when the temperature is not above 0, `classes` does not divide the logits, or one is not finite
 * @example
 * ```ts
 * import { applyTemperature } from 'hilum';
 *
 * console.log(applyTemperature([0, 4], { temperature: 2 })); // [0.5, 0.881]
 * console.log(applyTemperature([1, 1, 3, 1], { classes: 2 })); // [0.5, 0.5, 0.881, 0.119]
 * ```
 */
export function applyTemperature(
  logits: ArrayLike<number>,
  { temperature = 1, classes = 1 }: ApplyTemperatureArgs = {},
): number[] {
  check(
    temperature > 0 && temperature < Infinity,
    `applyTemperature: temperature must be above 0, got ${temperature}.`,
  );
  checkInteger('applyTemperature', 'classes', classes, 1);
  check(
    logits.length % classes === 0,
    `applyTemperature: logits must hold ${classes} numbers for each case, got ${logits.length} in all.`,
  );
  checkFinite('applyTemperature', 'logits', logits);
  const scaled = Array.from(logits, (logit) => logit / temperature);
  if (classes === 1) return scaled.map((logit) => softmax([0, logit])[1]!);
  return scaled.flatMap((_, i) => (i % classes === 0 ? softmax(scaled.slice(i, i + classes)) : []));
}

function softmax(logits: readonly number[]): number[] {
  const highest = logits.reduce((a, b) => Math.max(a, b));
  const powers = logits.map((logit) => Math.exp(logit - highest));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}
