import { check, checkInRange, checkInteger, checkIntegers } from '../core/check';
import type { Schedule } from './learning-rate';

/**
 * The same learning rate at every step; something to put a {@link warmUp} before.
 *
 * @throws RangeError when the rate is negative
 * @example
 * ```ts
 * import { constantSchedule, warmUp } from 'hilum';
 *
 * const schedule = warmUp({ steps: 3 }, constantSchedule(1e-3));
 * console.log([0, 1, 2, 3, 4].map(schedule)); // [2.5e-4, 5e-4, 7.5e-4, 1e-3, 1e-3]
 * ```
 */
export function constantSchedule(learningRate: number): Schedule {
  checkRates('constantSchedule', { learningRate });
  return () => learningRate;
}

/** What {@link stepSchedule} takes. */
export interface StepScheduleArgs {
  /** The rate at step 0. */
  learningRate: number;
  /** Steps between two changes. */
  every: number;
  /** What the rate is multiplied by. Default 0.1. */
  factor?: number;
}

/**
 * Lowers the learning rate from time to time, as PyTorch's `StepLR`: η·factor^⌊step / every⌋.
 *
 * @throws RangeError when a number is outside its range
 * @example
 * ```ts
 * import { stepSchedule } from 'hilum';
 *
 * const schedule = stepSchedule({ learningRate: 0.1, every: 100 });
 * console.log([0, 99, 100].map(schedule)); // [0.1, 0.1, 0.01]
 * ```
 */
export function stepSchedule({ learningRate, every, factor = 0.1 }: StepScheduleArgs): Schedule {
  checkRates('stepSchedule', { learningRate });
  checkInteger('stepSchedule', 'every', every, 1);
  checkInRange('stepSchedule', 'factor', factor, 0, 1);
  return (step) => learningRate * factor ** Math.floor(step / every);
}

/** What {@link cosineSchedule} takes. */
export interface CosineScheduleArgs {
  /** The rate at step 0. */
  learningRate: number;
  /** Steps until `end`; see {@link totalSteps}. */
  steps: number;
  /** The rate from `steps` on. Default 0. */
  end?: number;
}

/**
 * Lowers the learning rate along half a cosine, as PyTorch's `CosineAnnealingLR`: e + (η − e)·(1 + cos(π·step / steps)) / 2,
 * and e after it. With {@link warmUp} before, the usual schedule for transformers and large batches.
 *
 * Loshchilov and Hutter, https://arxiv.org/abs/1608.03983
 *
 * @throws RangeError when a number is outside its range
 * @example
 * ```ts
 * import { cosineSchedule, totalSteps, warmUp } from 'hilum';
 *
 * const steps = totalSteps({ samples: 400, batchSize: 8, epochs: 30 }); // 1500
 * const schedule = warmUp({ steps: 100 }, cosineSchedule({ learningRate: 1e-3, steps: steps - 100 }));
 * console.log(schedule(100)); // 1e-3
 * ```
 */
export function cosineSchedule({ learningRate, steps, end = 0 }: CosineScheduleArgs): Schedule {
  checkRates('cosineSchedule', { learningRate, end });
  checkInteger('cosineSchedule', 'steps', steps, 1);
  return (step) => cosine(learningRate, end, step / steps);
}

/** What {@link polynomialSchedule} takes. */
export interface PolynomialScheduleArgs extends CosineScheduleArgs {
  /** 1 is a straight line; larger powers are lower in the middle. Default 0.9, as is usual for segmentation. */
  power?: number;
}

/**
 * Lowers the learning rate along a power, as PyTorch's `PolynomialLR`: e + (η − e)·(1 − step / steps)^power, and e after
 * it.
 *
 * Chen et al., https://arxiv.org/abs/1606.00915
 *
 * @throws RangeError when a number is outside its range
 * @example
 * ```ts
 * import { polynomialSchedule } from 'hilum';
 *
 * const schedule = polynomialSchedule({ learningRate: 0.1, steps: 100, power: 2 });
 * console.log([0, 50, 100].map(schedule)); // [0.1, 0.025, 0]
 * ```
 */
export function polynomialSchedule({
  learningRate,
  steps,
  power = 0.9,
  end = 0,
}: PolynomialScheduleArgs): Schedule {
  checkRates('polynomialSchedule', { learningRate, end });
  checkInteger('polynomialSchedule', 'steps', steps, 1);
  check(power > 0, `polynomialSchedule: power must be above 0, got ${power}.`);
  return (step) => end + (learningRate - end) * (1 - Math.min(step / steps, 1)) ** power;
}

/** What {@link oneCycleSchedule} takes. */
export interface OneCycleScheduleArgs {
  /** The highest rate; {@link findLearningRate} helps to find it. */
  peak: number;
  /** Steps of the whole run; see {@link totalSteps}. */
  steps: number;
  /** Share of the steps in which the rate rises. Default 0.3. */
  rise?: number;
  /** How many times smaller than `peak` the first rate is. Default 25. */
  startDivisor?: number;
  /** How many times smaller than the first rate the last one is. Default 10,000. */
  endDivisor?: number;
}

/**
 * Raises the learning rate to a peak and lowers it to nearly nothing, both along half a cosine, as PyTorch's `OneCycleLR`
 * (which also moves the momentum; this does not). After the last step the rate stays.
 *
 * Smith and Topin, https://arxiv.org/abs/1708.07120
 *
 * @throws RangeError when a number is outside its range, or `rise` is less than two steps or leaves none to fall
 * @example
 * ```ts
 * import { oneCycleSchedule, totalSteps } from 'hilum';
 *
 * const steps = totalSteps({ samples: 40, epochs: 10 }); // 100
 * const schedule = oneCycleSchedule({ peak: 0.01, steps });
 * console.log([0, 29, 99].map(schedule)); // [4e-4, 0.01, 4e-8]
 * ```
 */
export function oneCycleSchedule({
  peak,
  steps,
  rise = 0.3,
  startDivisor = 25,
  endDivisor = 1e4,
}: OneCycleScheduleArgs): Schedule {
  checkRates('oneCycleSchedule', { peak });
  checkInteger('oneCycleSchedule', 'steps', steps, 3);
  check(startDivisor >= 1, `oneCycleSchedule: startDivisor must be at least 1, got ${startDivisor}.`);
  check(endDivisor >= 1, `oneCycleSchedule: endDivisor must be at least 1, got ${endDivisor}.`);
  const top = rise * steps - 1;
  check(
    top > 0 && top < steps - 1,
    `oneCycleSchedule: rise must be above 1 / steps and below 1, got ${rise} of ${steps} steps.`,
  );
  const first = peak / startDivisor;
  return (step) =>
    step <= top
      ? cosine(first, peak, step / top)
      : cosine(peak, first / endDivisor, (step - top) / (steps - 1 - top));
}

/** What {@link warmUp} takes. */
export interface WarmUpArgs {
  /** Steps before the schedule begins. */
  steps: number;
}

/**
 * Puts `steps` steps before a schedule, in which the rate rises in a straight line to the schedule's first:
 * s(0)·(step + 1) / (steps + 1), then s(step − steps).
 *
 * Goyal et al., https://arxiv.org/abs/1706.02677
 *
 * @throws RangeError when steps is not an integer of at least 0
 * @example
 * ```ts
 * import { stepSchedule, warmUp } from 'hilum';
 *
 * const schedule = warmUp({ steps: 1 }, stepSchedule({ learningRate: 0.1, every: 2 }));
 * console.log([0, 1, 2, 3].map(schedule)); // [0.05, 0.1, 0.1, 0.01]
 * ```
 */
export function warmUp({ steps }: WarmUpArgs, schedule: Schedule): Schedule {
  checkInteger('warmUp', 'steps', steps, 0);
  return (step) => (step < steps ? (schedule(0) * (step + 1)) / (steps + 1) : schedule(step - steps));
}

/** What {@link totalSteps} takes. */
export interface TotalStepsArgs {
  /** Samples in an epoch. */
  samples: number;
  /** As in {@link batches}. Default 4. */
  batchSize?: number;
  /** As in {@link train}. Default 1. */
  accumulate?: number;
  epochs: number;
}

/**
 * The steps of a whole run, a smaller last batch of an epoch and a smaller last sum of gradients included:
 * epochs·⌈⌈samples / batchSize⌉ / accumulate⌉.
 *
 * @throws RangeError when a number is not an integer of at least 1
 * @example
 * ```ts
 * import { totalSteps } from 'hilum';
 *
 * console.log(totalSteps({ samples: 9, batchSize: 4, accumulate: 2, epochs: 10 })); // 20
 * ```
 */
export function totalSteps({ samples, batchSize = 4, accumulate = 1, epochs }: TotalStepsArgs): number {
  checkIntegers('totalSteps', { samples, batchSize, accumulate, epochs }, 1);
  return epochs * Math.ceil(Math.ceil(samples / batchSize) / accumulate);
}

/** From `from` to `to` along half a cosine, as `share` goes from 0 to 1; then `to`. */
function cosine(from: number, to: number, share: number): number {
  return to + ((from - to) * (1 + Math.cos(Math.PI * Math.min(share, 1)))) / 2;
}

function checkRates(caller: string, rates: Readonly<Record<string, number>>): void {
  for (const [name, rate] of Object.entries(rates))
    check(rate >= 0 && rate < Infinity, `${caller}: ${name} must be finite and at least 0, got ${rate}.`);
}
