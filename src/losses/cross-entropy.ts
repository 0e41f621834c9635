import { add, cast, mean, mul, neg, sub, tidy, type Scalar, type Tensor } from '@tensorflow/tfjs-core';
import { checkInRange, checkSameShape } from '../core/check';
import { named } from '../core/named';
import { binaryCosts, logProbabilities } from './log-probability';
import type { LossFn } from './loss';
import { checkClassWeights, ratio, weightedMean, weightsOf, type PixelLossArgs } from './weighted-mean';

/** What {@link categoricalCrossEntropyLoss} takes. */
export interface CategoricalCrossEntropyLossArgs extends PixelLossArgs {
  /** How far ε the truth is moved towards indecision, in [0, 1): t becomes (1 − ε)·t + ε/classes. Default 0. */
  labelSmoothing?: number | undefined;
}

/** What {@link bceLoss} takes. */
export interface BceLossArgs extends PixelLossArgs {
  /** How far ε the truth is moved towards indecision, in [0, 1): t becomes (1 − ε)·t + ε/2. Default 0. */
  labelSmoothing?: number | undefined;
  /** How much more a missed foreground costs than a false alarm: above 1 for small structures. Default 1. */
  positiveWeight?: number | undefined;
}

/**
 * Binary cross-entropy, the weighted mean of −p·t·log y − (1 − t)·log(1 − y), where t is the truth, y the prediction
 * and p `positiveWeight`: Σ w·cost / Σ w over all values, with the weights w of pixels and classes. From logits x
 * computed by log(1 + e^±x), which neither overflows nor rounds to infinity.
 *
 * Takes truth and prediction of one shape, any rank, t in [0, 1], gives a scalar: 0 for a sure and right
 * prediction, log 2 for an undecided one. Probabilities below 1e-7 count as 1e-7 on every backend, so a value
 * costs at most 16.1·p. An empty truth is nothing special: predicting nothing costs 0, and so does an image that is
 * ignored altogether. Channels are masks of their own; for classes that exclude one another there is
 * {@link categoricalCrossEntropyLoss}. Without weights this is PyTorch's; with them PyTorch divides by the number of
 * values instead of Σ w. Gradients need tfjs-layers (or tfjs) imported, which registers them.
 *
 * @throws RangeError when labelSmoothing is not in [0, 1), positiveWeight not in [0, 1e6] or a class weight below 0, or,
 * when it is called, if shapes differ: nothing is broadcast
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { bceLoss } from 'hilum';
 *
 * const truth = tf.tensor1d([1, 0]);
 * console.log(bceLoss()(truth, tf.tensor1d([0.5, 0.5])).dataSync()[0]); // log 2 = 0.6931
 * console.log(bceLoss({ fromLogits: true })(truth, tf.tensor1d([80, -80])).dataSync()[0]); // 0
 *
 * const labels = tf.tensor4d([1, 0, -1, -1], [1, 2, 2, 1]); // −1: nobody knows
 * const known = bceLoss({ weights: (t) => tf.greaterEqual(t, 0) });
 * console.log(known(labels, tf.tensor4d([1, 0, 1, 0], [1, 2, 2, 1])).dataSync()[0]); // 0
 * ```
 */
export function bceLoss({
  fromLogits = false,
  labelSmoothing = 0,
  positiveWeight = 1,
  ...args
}: BceLossArgs = {}): LossFn {
  checkSmoothing('bceLoss', labelSmoothing);
  checkInRange('bceLoss', 'positiveWeight', positiveWeight, 0, 1e6);
  checkClassWeights('bceLoss', args.classWeights);
  return named('bceLoss', (yTrue, yPred) =>
    tidy(() => {
      checkSameShape('bceLoss', ['yTrue', 'yPred'], yTrue.shape, yPred.shape);
      const t = smoothed(cast(yTrue, 'float32'), labelSmoothing, 0.5);
      const [ofTrue, ofFalse] = binaryCosts(yPred, fromLogits);
      const cost = add(mul(mul(t, positiveWeight), ofTrue), mul(sub(1, t), ofFalse));
      return weightedMean(cost, weightsOf('bceLoss', yTrue, args));
    }),
  );
}

/**
 * Categorical cross-entropy, the weighted mean of −Σ t·log y over the classes, which exclude one another:
 * Σ w·(−t·log y) / Σ w·t over all values, with the weights w of pixels and classes. From logits by log-softmax, which
 * neither overflows nor rounds to infinity.
 *
 * Takes truth and prediction of one shape `[…, classes]`: `[B, H, W, C]` to segment, `[B, C]` to classify. The truth is
 * one-hot, or shares that sum to 1; **where it is 0 for all classes the pixel is ignored**. Probabilities are those of
 * a softmax and sum to 1; below 1e-7 they count as 1e-7. Gives a scalar: 0 for a sure and right prediction,
 * log(classes) for an undecided one, 0 when everything is ignored. With class weights and smoothing it is PyTorch's
 * `cross_entropy` of class indices with its `ignore_index`. Gradients need tfjs-layers (or tfjs) imported.
 *
 * @throws RangeError when labelSmoothing is not in [0, 1) or a class weight below 0, or, when it is called, if shapes
 * differ: nothing is broadcast
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { categoricalCrossEntropyLoss } from 'hilum';
 *
 * const truth = tf.tensor2d([[1, 0, 0], [0, 0, 1], [0, 0, 0]]); // the third is ignored
 * const logits = tf.tensor2d([[9, 0, 0], [1, 1, 1], [5, 4, 3]]);
 * const loss = categoricalCrossEntropyLoss({ fromLogits: true });
 * console.log(loss(truth, logits).dataSync()[0]); // (0.0002 + log 3) / 2 = 0.5494
 * ```
 */
export function categoricalCrossEntropyLoss({
  fromLogits = false,
  labelSmoothing = 0,
  ...args
}: CategoricalCrossEntropyLossArgs = {}): LossFn {
  const name = 'categoricalCrossEntropyLoss';
  checkSmoothing(name, labelSmoothing);
  checkClassWeights(name, args.classWeights);
  return named(name, (yTrue, yPred) =>
    tidy(() => {
      checkSameShape(name, ['yTrue', 'yPred'], yTrue.shape, yPred.shape);
      const truth = cast(yTrue, 'float32');
      // Undecided is the mean over the classes: 1/classes, and 0 where the pixel is ignored.
      const t = smoothed(truth, labelSmoothing, mean(truth, -1, true));
      const cost = mul(t, neg(logProbabilities(yPred, fromLogits)));
      return categoricalMean(truth, cost, weightsOf(name, yTrue, args));
    }),
  );
}

/** Σ w·cost / Σ w·t, where the costs of a pixel lie on its classes. */
export function categoricalMean(truth: Tensor, cost: Tensor, weights: Tensor | undefined): Scalar {
  return weights ? ratio(mul(cost, weights), mul(truth, weights)) : ratio(cost, truth);
}

function checkSmoothing(caller: string, labelSmoothing: number): void {
  checkInRange(caller, 'labelSmoothing', labelSmoothing, 0, 1 - Number.EPSILON);
}

/** (1 − ε)·t + ε·undecided. */
function smoothed(t: Tensor, epsilon: number, undecided: Tensor | number): Tensor {
  return epsilon === 0 ? t : add(mul(t, 1 - epsilon), mul(undecided, epsilon));
}
