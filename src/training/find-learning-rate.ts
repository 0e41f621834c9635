import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { check, checkInteger } from '../core/check';
import { turn } from '../core/turn';
import type { Batch, Dataset } from '../data/dataset';
import type { LossFn } from '../losses/loss';
import { dropoutSeeds } from './dropout-seeds';
import { gradientMean, type GradientTransform } from './gradients';
import { keepWeights } from './kept-weights';
import { setLearningRate } from './learning-rate';
import { gradientsOf } from './step';

/** What {@link findLearningRate} takes. */
export interface FindLearningRateArgs {
  /** The batches to try on, epoch after epoch as long as steps are left. */
  data: Dataset;
  loss: LossFn;
  /** Makes an optimizer of the kind to be used; it is disposed of. Default `() => tf.train.adam()`. */
  optimizer?: () => tf.Optimizer;
  /** Changes the gradients before each step. Default: none. */
  gradients?: GradientTransform;
  /** The first rate. Default 1e-6. */
  from?: number;
  /** The last rate, unless the loss diverges before. Default 1. */
  to?: number;
  /** Steps from the first to the last, at least 3. Default 100. */
  steps?: number;
  /** How much of the smoothed loss is kept at each step, at least 0 and below 1. Default 0.9. */
  smoothing?: number;
  /** Ends when the smoothed loss is so many times its smallest. Default 4. */
  divergence?: number;
  /** What dropout layers draw from. Default 0. */
  seed?: number | string;
}

/** What {@link findLearningRate} gives: a curve, and what it says. */
export interface LearningRateCurve {
  /** The rate of each step. */
  learningRates: number[];
  /** The loss before each step. */
  losses: number[];
  /** The loss smoothed exponentially, with the bias of its beginning taken out. */
  smoothed: number[];
  /** The rate at which the smoothed loss falls most steeply; undefined when it never falls. */
  suggestion: number | undefined;
}

/**
 * The range test for learning rates: trains for a few steps while the rate grows exponentially from `from` to `to`, and
 * watches the loss. Too small a rate changes nothing, too large a one makes the loss explode; the steepest fall in between
 * is a good rate to begin with, or the peak of {@link oneCycleSchedule}. The model has its weights back afterwards, to the
 * bit, also after an error.
 *
 * Smith, https://arxiv.org/abs/1506.01186
 *
 * @returns the curve; no tensor is left behind
 * @throws RangeError when a number is outside its range, `data` gives no batches, or the very first loss is not finite
 * @example
 * ```ts
 * import { batches, bceLoss, chestPhantom, findLearningRate, unet } from 'hilum';
 *
 * const data = batches({ items: [1, 2], load: (seed: number) => chestPhantom({ seed, size: 32 }), batchSize: 1 });
 * const model = unet({ inputShape: [32, 32, 1], filters: [2, 4] });
 * const { learningRates, smoothed, suggestion } = await findLearningRate(model, { data, loss: bceLoss(), steps: 5 });
 * console.log(learningRates.length, smoothed.length, suggestion);
 * ```
 */
export async function findLearningRate(
  model: LayersModel,
  args: FindLearningRateArgs,
): Promise<LearningRateCurve> {
  const { data, loss, from = 1e-6, to = 1, steps = 100, smoothing = 0.9, divergence = 4 } = args;
  const transform: GradientTransform = args.gradients ?? ((gradients) => gradients);
  checkInteger('findLearningRate', 'steps', steps, 3);
  check(from > 0 && to > from, `findLearningRate: from must be above 0 and below to, got ${from} and ${to}.`);
  check(
    smoothing >= 0 && smoothing < 1,
    `findLearningRate: smoothing must be at least 0 and below 1, got ${smoothing}.`,
  );
  check(divergence > 1, `findLearningRate: divergence must be above 1, got ${divergence}.`);

  const curve: LearningRateCurve = { learningRates: [], losses: [], smoothed: [], suggestion: undefined };
  const { learningRates, losses, smoothed } = curve;
  const optimizer = (args.optimizer ?? (() => tf.train.adam()))();
  const dropouts = dropoutSeeds(model, args.seed ?? 0);
  const before = keepWeights(model.weights);
  const mean = gradientMean();
  let average = 0;
  try {
    for await (const batch of take(data, steps)) {
      const step = losses.length;
      const { names } = batch;
      dropouts.draw(`${step}`);
      const { gradients, gradientSum, values } = await gradientsOf(model, batch, { loss, metrics: [] });
      mean.add(gradients, 1);
      const [value] = values as [number];
      const finite = Number.isFinite(value) && Number.isFinite(gradientSum);
      check(
        finite || step > 0,
        `findLearningRate: the first loss must be finite, got ${value} (${names.join(', ')}). Look for broken samples.`,
      );
      if (!finite) break;
      const rate = from * (to / from) ** (step / (steps - 1));
      average = smoothing * average + (1 - smoothing) * value;
      learningRates.push(rate);
      losses.push(value);
      smoothed.push(average / (1 - smoothing ** (step + 1)));
      const best = Math.min(...smoothed);
      if (best > 0 && smoothed[step]! > divergence * best) break;
      setLearningRate(optimizer, rate);
      mean.step(optimizer, transform);
      await turn();
    }
  } finally {
    mean.dispose();
    optimizer.dispose();
    dropouts.giveBack();
    before.giveBack();
    before.dispose();
  }
  const steepest = steepestFall(smoothed);
  if (steepest !== undefined) curve.suggestion = learningRates[steepest]!;
  return curve;
}

/** The first batches of a dataset, which begins anew as often as it must. */
async function* take(data: Dataset, count: number): AsyncGenerator<Batch> {
  let taken = 0;
  for (let epoch = 0; ; epoch++) {
    const first = taken;
    for await (const batch of data(epoch)) {
      yield batch;
      if (++taken === count) return;
    }
    check(taken > first, 'findLearningRate: data must give at least one batch an epoch, got none.');
  }
}

/** Where the values fall most, from the one before to the one after; the rates are evenly spaced on a log scale. */
function steepestFall(values: readonly number[]): number | undefined {
  let steepest: number | undefined;
  let least = 0;
  for (let i = 1; i < values.length - 1; i++) {
    const slope = values[i + 1]! - values[i - 1]!;
    if (slope < least) [steepest, least] = [i, slope];
  }
  return steepest;
}
