import {
  add,
  cast,
  maximum,
  mean,
  mul,
  pow,
  sigmoid,
  square,
  sub,
  tidy,
  type Scalar,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { check, checkInRange } from '../core/check';
import { named } from '../core/named';
import { area, checkMaps, rowLength } from '../metrics/area';
import type { LossFn } from './loss';
import { quotient } from './quotient';
import { weightsOf, type PixelLossArgs } from './weighted-mean';

/** What {@link diceLoss}, {@link squaredDiceLoss}, {@link jaccardLoss} and {@link generalizedDiceLoss} take. */
export interface OverlapLossArgs extends Pick<PixelLossArgs, 'weights'> {
  /** Added above and below the fraction line, in pixels; above 0, so that an empty truth has a value. Default 1. */
  smooth?: number | undefined;
  /** Whether predictions are logits, each channel to go through a sigmoid of its own. Default false. */
  fromLogits?: boolean | undefined;
  /** Whether every sample has its own score and they are averaged. Default false: pixels of the batch together. */
  perSample?: boolean | undefined;
}

/** What {@link tverskyLoss} takes. */
export interface TverskyLossArgs extends OverlapLossArgs {
  /** Weight of false alarms. Default 0.5. */
  falsePositives?: number | undefined;
  /** Weight of what was missed. Default 0.5. */
  falseNegatives?: number | undefined;
}

/**
 * One minus the Dice score of soft masks, (2·Σty + s) / (Σt + Σy + s), where t is the truth, y the prediction and
 * s `smooth`.
 *
 * Takes `[B, H, W, C]` (or volumes), t and y in [0, 1], gives a scalar in [0, 1). Sums run over the pixels of the
 * whole batch, or with `perSample` of each sample; the scores of samples and classes are averaged. The whole batch
 * is the default because samples with little or no foreground then do not outweigh the others. With one class and
 * the defaults this is the loss usual in Keras; MONAI's is `perSample` with smooth 1e-5.
 *
 * Where the truth is empty, predicting nothing costs 0 and every false alarm costs something:
 * 1 − s/(Σy + s).
 *
 * Milletari, Navab and Ahmadi, https://arxiv.org/abs/1606.04797, without the squares of theirs
 * ({@link squaredDiceLoss} has them). Gradients need tfjs-layers (or tfjs) imported, which registers them.
 *
 * @throws RangeError when smooth is not above 0, or later, when shapes differ: nothing is broadcast
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { diceLoss } from 'hilum';
 *
 * const truth = tf.tensor4d([1, 1, 0, 0], [1, 2, 2, 1]);
 * const predicted = tf.tensor4d([1, 0, 0, 0], [1, 2, 2, 1]);
 * console.log(diceLoss()(truth, predicted).dataSync()[0]); // 1 − (2·1 + 1) / (2 + 1 + 1) = 0.25
 * tf.dispose([truth, predicted]);
 * ```
 */
export function diceLoss({ smooth = 1, ...args }: OverlapLossArgs = {}): LossFn {
  // Halved above and below, Dice is Tversky with weights of a half.
  return overlapLoss('diceLoss', 0.5, 0.5, smooth / 2, args);
}

/**
 * The Dice loss with squared sizes, 1 − (2·Σty + s) / (Σt² + Σy² + s), as in the V-Net paper: for hard masks the
 * same as {@link diceLoss}, for soft ones with a gradient that fades towards the truth. All else as there.
 *
 * Milletari, Navab and Ahmadi, https://arxiv.org/abs/1606.04797
 *
 * @throws RangeError when smooth is not above 0, or later, when shapes differ
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { squaredDiceLoss } from 'hilum';
 *
 * const truth = tf.ones([1, 2, 2, 1]);
 * const predicted = tf.fill([1, 2, 2, 1], 0.5);
 * console.log(squaredDiceLoss()(truth, predicted).dataSync()[0]); // 1 − (2·2 + 1) / (4 + 1 + 1) = 0.1667
 * tf.dispose([truth, predicted]);
 * ```
 */
export function squaredDiceLoss({ smooth = 1, ...args }: OverlapLossArgs = {}): LossFn {
  return overlapLoss('squaredDiceLoss', 0.5, 0.5, smooth / 2, args, { size: square });
}

/**
 * One minus the Jaccard score (IoU) of soft masks, (Σty + s) / (Σt + Σy − Σty + s). All else as {@link diceLoss}.
 *
 * Rahman and Wang, https://doi.org/10.1007/978-3-319-50835-1_22
 *
 * @throws RangeError when smooth is not above 0, or later, when shapes differ
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { jaccardLoss } from 'hilum';
 *
 * const truth = tf.tensor4d([1, 1, 0, 0], [1, 2, 2, 1]);
 * const predicted = tf.tensor4d([1, 0, 0, 0], [1, 2, 2, 1]);
 * console.log(jaccardLoss()(truth, predicted).dataSync()[0]); // 1 − (1 + 1) / (2 + 1 − 1 + 1) = 0.3333
 * tf.dispose([truth, predicted]);
 * ```
 */
export function jaccardLoss({ smooth = 1, ...args }: OverlapLossArgs = {}): LossFn {
  return overlapLoss('jaccardLoss', 1, 1, smooth, args);
}

/**
 * One minus the Tversky score of soft masks, (tp + s) / (tp + α·fp + β·fn + s) with tp = Σty, fp = Σ(1 − t)y and
 * fn = Σt(1 − y); α is `falsePositives` and β `falseNegatives`. Named for what they weight, because libraries
 * differ in which letter is which. More weight on false negatives finds more of a small structure. Weights of a
 * half are Dice (with twice the smooth), weights of one Jaccard. All else as {@link diceLoss}.
 *
 * Salehi, Erdogmus and Gholipour, https://arxiv.org/abs/1706.05721
 *
 * @throws RangeError when smooth is not above 0 or a weight not in [0, 1e6], or later, when shapes differ
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { tverskyLoss } from 'hilum';
 *
 * const truth = tf.tensor4d([1, 1, 0, 0], [1, 2, 2, 1]);
 * const predicted = tf.tensor4d([1, 0, 0, 0], [1, 2, 2, 1]);
 * const loss = tverskyLoss({ falsePositives: 0.3, falseNegatives: 0.7 });
 * console.log(loss(truth, predicted).dataSync()[0]); // 1 − (1 + 1) / (1 + 0.7 + 1) = 0.2593
 * tf.dispose([truth, predicted]);
 * ```
 */
export function tverskyLoss({
  smooth = 1,
  falsePositives = 0.5,
  falseNegatives = 0.5,
  ...args
}: TverskyLossArgs = {}): LossFn {
  checkInRange('tverskyLoss', 'falsePositives', falsePositives, 0, 1e6);
  checkInRange('tverskyLoss', 'falseNegatives', falseNegatives, 0, 1e6);
  return overlapLoss('tverskyLoss', falsePositives, falseNegatives, smooth, args);
}

/** What {@link focalTverskyLoss} takes. */
export interface FocalTverskyLossArgs extends TverskyLossArgs {
  /** The loss is raised to 1/γ; at least 1. Default 4/3. */
  gamma?: number | undefined;
}

/**
 * The Tversky loss of each class (and with `perSample` of each sample), raised to 1/γ, and then averaged:
 * (1 − (tp + s) / (tp + α·fp + β·fn + s))^(1/γ). With γ above 1 a class that is nearly right keeps a steep slope. With
 * γ = 1 it is {@link tverskyLoss}, which explains the letters; all else as {@link diceLoss}.
 *
 * Abraham and Khan, https://arxiv.org/abs/1810.07842, who weight what was missed 0.7 and false alarms 0.3: the defaults.
 *
 * @throws RangeError when smooth is not above 0, a weight not in [0, 1e6] or gamma not in [1, 100], or later, when shapes
 * differ
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { focalTverskyLoss } from 'hilum';
 *
 * const truth = tf.tensor4d([1, 1, 0, 0], [1, 2, 2, 1]);
 * const predicted = tf.tensor4d([1, 0, 0, 0], [1, 2, 2, 1]);
 * console.log(focalTverskyLoss()(truth, predicted).dataSync()[0]); // (1 − (1 + 1) / (1 + 0.7 + 1)) ** 0.75 = 0.3633
 * tf.dispose([truth, predicted]);
 * ```
 */
export function focalTverskyLoss({
  smooth = 1,
  falsePositives = 0.3,
  falseNegatives = 0.7,
  gamma = 4 / 3,
  ...args
}: FocalTverskyLossArgs = {}): LossFn {
  const name = 'focalTverskyLoss';
  checkInRange(name, 'falsePositives', falsePositives, 0, 1e6);
  checkInRange(name, 'falseNegatives', falseNegatives, 0, 1e6);
  checkInRange(name, 'gamma', gamma, 1, 100);
  // x^(1/γ) has no slope at 0, where a perfect or empty prediction is; so written it has one, and is 0 there.
  const cost = (x: Tensor): Tensor => mul(x, pow(maximum(x, 1e-7), 1 / gamma - 1));
  return overlapLoss(name, falsePositives, falseNegatives, smooth, args, { cost });
}

/**
 * 1 − (tp + s) / (tp + α·fp + β·fn + s): all of the above. `size` is what is summed to a mask's own size, `cost` what
 * becomes of the loss of a class.
 */
function overlapLoss(
  name: string,
  alpha: number,
  beta: number,
  smooth: number,
  { fromLogits = false, perSample = false, ...args }: OverlapLossArgs,
  { size = same, cost = same } = {},
): LossFn {
  check(smooth > 0, `${name}: smooth must be above 0, got ${smooth}.`);
  return named(name, (yTrue, yPred) =>
    tidy(() => {
      checkMaps(name, yTrue, yPred);
      const t = cast(yTrue, 'float32');
      const y = fromLogits ? sigmoid(yPred) : yPred;
      const weights = weightsOf(name, yTrue, args);
      // [B, C], or [C] where the batch is one.
      const sumUp = (x: Tensor): Tensor => {
        const areas = area(weights ? mul(x, weights) : x);
        return perSample ? areas : mean(areas, 0);
      };
      const overlap = sumUp(mul(t, y));
      // fp = Σy − tp and fn = Σt − tp.
      const union = add(
        mul(overlap, 1 - alpha - beta),
        add(mul(sumUp(size(y)), alpha), mul(sumUp(size(t)), beta)),
      );
      const s = smooth / rowLength(t.shape) / (perSample ? 1 : t.shape[0]);
      return mean<Scalar>(cost(sub(1, quotient(add(overlap, s), add(union, s)))));
    }),
  );
}

function same(x: Tensor): Tensor {
  return x;
}
