import { add, cast, exp, maximum, mul, neg, pow, sub, tidy } from '@tensorflow/tfjs-core';
import { checkInRange, checkSameShape } from '../core/check';
import { named } from '../core/named';
import { categoricalMean } from './cross-entropy';
import { binaryCosts, logProbabilities, SMALLEST } from './log-probability';
import type { LossFn } from './loss';
import { checkClassWeights, weightedMean, weightsOf, type PixelLossArgs } from './weighted-mean';

/** What {@link categoricalFocalLoss} takes. */
export interface CategoricalFocalLossArgs extends PixelLossArgs {
  /** How much less what is nearly right costs: the exponent γ of the probability that is missing. Default 2. */
  gamma?: number | undefined;
}

/** What {@link focalLoss} takes. */
export interface FocalLossArgs extends CategoricalFocalLossArgs {
  /** Weight α of the foreground, in [0, 1]; the background has 1 − α. Default: both have 1. */
  alpha?: number | undefined;
}

/**
 * The focal loss of masks, the weighted mean of −α·t·(1 − y)^γ·log y − (1 − α)·(1 − t)·y^γ·log(1 − y), where t is the
 * truth and y the prediction: cross-entropy in which pixels that are nearly right hardly count, so that many easy ones
 * do not outweigh the few hard ones. With γ = 0 and without α it is {@link bceLoss}; shapes, ranges, weights, an empty
 * truth and what is ignored as there. For hard masks it is MONAI's and torchvision's.
 *
 * Lin, Goyal, Girshick, He and Dollár, https://arxiv.org/abs/1708.02002, who found γ = 2 with α = 0.25 best.
 *
 * @throws RangeError when gamma is not in [0, 100], alpha not in [0, 1] or a class weight below 0, or, when it is called,
 * if shapes differ
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { focalLoss } from 'hilum';
 *
 * const [truth, predicted] = [tf.tensor1d([1, 0]), tf.tensor1d([0.9, 0.5])];
 * console.log(focalLoss()(truth, predicted).dataSync()[0]); // (0.1²·0.1054 + 0.5²·0.6931) / 2 = 0.0872
 * ```
 */
export function focalLoss({ fromLogits = false, gamma = 2, alpha, ...args }: FocalLossArgs = {}): LossFn {
  checkInRange('focalLoss', 'gamma', gamma, 0, 100);
  if (alpha !== undefined) checkInRange('focalLoss', 'alpha', alpha, 0, 1);
  checkClassWeights('focalLoss', args.classWeights);
  return named('focalLoss', (yTrue, yPred) =>
    tidy(() => {
      checkSameShape('focalLoss', ['yTrue', 'yPred'], yTrue.shape, yPred.shape);
      const t = cast(yTrue, 'float32');
      const [ofTrue, ofFalse] = binaryCosts(yPred, fromLogits);
      // y^γ is e^(γ·log y), and −log y is what is at hand.
      const missed = mul(mul(t, alpha ?? 1), mul(exp(mul(ofFalse, -gamma)), ofTrue));
      const alarm = mul(mul(sub(1, t), 1 - (alpha ?? 0)), mul(exp(mul(ofTrue, -gamma)), ofFalse));
      return weightedMean(add(missed, alarm), weightsOf('focalLoss', yTrue, args));
    }),
  );
}

/**
 * The focal loss of classes that exclude one another, the weighted mean of −Σ t·(1 − y)^γ·log y. With γ = 0 it is
 * {@link categoricalCrossEntropyLoss}; shapes, ranges, weights and what is ignored as there. `classWeights` are the α of
 * the paper.
 *
 * Lin, Goyal, Girshick, He and Dollár, https://arxiv.org/abs/1708.02002
 *
 * @throws RangeError when gamma is not in [0, 100] or a class weight below 0, or, when it is called, if shapes differ
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { categoricalFocalLoss } from 'hilum';
 *
 * const truth = tf.tensor2d([[1, 0, 0], [0, 0, 1]]);
 * const predicted = tf.tensor2d([[0.9, 0.1, 0], [0.25, 0.25, 0.5]]);
 * console.log(categoricalFocalLoss()(truth, predicted).dataSync()[0]); // (0.1²·0.1054 + 0.5²·0.6931) / 2 = 0.0872
 * ```
 */
export function categoricalFocalLoss({
  fromLogits = false,
  gamma = 2,
  ...args
}: CategoricalFocalLossArgs = {}): LossFn {
  const name = 'categoricalFocalLoss';
  checkInRange(name, 'gamma', gamma, 0, 100);
  checkClassWeights(name, args.classWeights);
  return named(name, (yTrue, yPred) =>
    tidy(() => {
      checkSameShape(name, ['yTrue', 'yPred'], yTrue.shape, yPred.shape);
      const t = cast(yTrue, 'float32');
      const logY = logProbabilities(yPred, fromLogits);
      // Never 0, where a power below 1 has no slope; nor below it by rounding, where GPUs know no power.
      const missing = maximum(sub(1, fromLogits ? exp(logY) : yPred), SMALLEST);
      const cost = mul(mul(t, pow(missing, gamma)), neg(logY));
      return categoricalMean(t, cost, weightsOf(name, yTrue, args));
    }),
  );
}
