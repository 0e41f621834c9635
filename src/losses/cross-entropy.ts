import {
  add,
  cast,
  log,
  maximum,
  mean,
  mul,
  neg,
  reshape,
  softplus,
  sub,
  tidy,
  type Scalar,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { checkSameShape } from '../core/check';
import { named } from '../core/named';
import type { LossFn } from './loss';

/** What {@link bceLoss} takes. */
export interface BceLossArgs {
  /** Whether predictions are logits: exact for any size of them. Default false. */
  fromLogits?: boolean | undefined;
}

/** The smallest probability that counts: −log of it, 16.1, is the most one value can cost. As in Keras. */
const SMALLEST = 1e-7;

/**
 * Binary cross-entropy, the mean of −t·log y − (1 − t)·log(1 − y) over all values; from logits x computed as
 * log(1 + eˣ) − t·x, which neither overflows nor rounds to infinity.
 *
 * Takes truth and prediction of one shape, any rank, t in [0, 1], gives a scalar: 0 for a sure and right
 * prediction, log 2 for an undecided one. Probabilities below 1e-7 count as 1e-7 on every backend, so a value
 * costs at most 16.1. An empty truth is nothing special: predicting nothing costs 0.
 * Gradients need tfjs-layers (or tfjs) imported, which registers them.
 *
 * @throws RangeError, when it is called, if shapes differ: nothing is broadcast
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { bceLoss } from 'hilum';
 *
 * const truth = tf.tensor1d([1, 0]);
 * console.log(bceLoss()(truth, tf.tensor1d([0.5, 0.5])).dataSync()[0]); // log 2 = 0.6931
 * console.log(bceLoss({ fromLogits: true })(truth, tf.tensor1d([80, -80])).dataSync()[0]); // 0
 * ```
 */
export function bceLoss({ fromLogits = false }: BceLossArgs = {}): LossFn {
  return named('bceLoss', (yTrue, yPred) =>
    tidy(() => {
      checkSameShape('bceLoss', ['yTrue', 'yPred'], yTrue.shape, yPred.shape);
      const t = cast(yTrue, 'float32');
      if (fromLogits) return meanOfAll(sub(softplus(yPred), mul(yPred, t)));
      const ofTrue = mul(t, log(maximum(yPred, SMALLEST)));
      const ofFalse = mul(sub(1, t), log(maximum(sub(1, yPred), SMALLEST)));
      return neg(meanOfAll(add(ofTrue, ofFalse)));
    }),
  );
}

/** The mean over all values, rows first: long sums lose digits in float32 and overflow float16. */
function meanOfAll(x: Tensor): Scalar {
  const row = x.shape.slice(2).reduce((product, size) => product * size, 1);
  return mean(mean(reshape(x, [-1, row]), 1));
}
