import {
  add,
  cast,
  div,
  equal,
  max,
  mean,
  min,
  mul,
  sigmoid,
  square,
  sub,
  sum,
  tidy,
  type Scalar,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { check } from '../core/check';
import { named } from '../core/named';
import { area, checkMaps, rowLength } from '../metrics/area';
import type { LossFn } from './loss';
import type { OverlapLossArgs } from './overlap';
import { quotient } from './quotient';
import { weightsOf } from './weighted-mean';

/**
 * One minus the generalised Dice score, in which every class counts the same however small it is:
 * 1 − (2·Σ w·Σty + s) / (Σ w·(Σt + Σy) + s), the outer sums over the classes, the inner ones over pixels, where t is
 * the truth, y the prediction and s `smooth`. The weight of a class is w = (Vₘᵢₙ / V)², with its volume V = Σt and Vₘᵢₙ
 * that of the smallest class that is there at all. A class that is not there weighs 1, as much as the smallest one.
 *
 * Takes `[B, H, W, C]` (or volumes), t and y in [0, 1], gives a scalar in [0, 1). Sums run over the pixels of the whole
 * batch, or with `perSample` of each sample, whose losses are averaged. With weights relative to the smallest class,
 * s is in its pixels whatever the size of the image. MONAI's GeneralizedDiceLoss has w = 1/V², which is the same with
 * `perSample` and `smooth` Vₘᵢₙ² times as large; the two differ where no class is there: MONAI's is then 0 whatever is
 * predicted, here predicting nothing costs 0 and every false alarm something, 1 − s/(Σy + s).
 *
 * Sudre, Li, Vercauteren, Ourselin and Cardoso, https://arxiv.org/abs/1707.03237. Gradients need tfjs-layers (or tfjs)
 * imported, which registers them.
 *
 * @throws RangeError when smooth is not above 0, or later, when shapes differ: nothing is broadcast
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { generalizedDiceLoss } from 'hilum';
 *
 * // One class of four pixels, all found, and one of a single pixel, missed.
 * const truth = tf.tensor4d([1, 1, 1, 0, 1, 0, 1, 0], [1, 2, 2, 2]);
 * const predicted = tf.tensor4d([1, 0, 1, 0, 1, 0, 1, 0], [1, 2, 2, 2]);
 * console.log(generalizedDiceLoss()(truth, predicted).dataSync()[0]); // 1 − (2·4/16 + 1) / (8/16 + 1 + 1) = 0.4
 * tf.dispose([truth, predicted]);
 * ```
 */
export function generalizedDiceLoss({
  smooth = 1,
  fromLogits = false,
  perSample = false,
  ...args
}: OverlapLossArgs = {}): LossFn {
  const name = 'generalizedDiceLoss';
  check(smooth > 0, `${name}: smooth must be above 0, got ${smooth}.`);
  return named(name, (yTrue, yPred) =>
    tidy(() => {
      checkMaps(name, yTrue, yPred);
      const t = cast(yTrue, 'float32');
      const y = fromLogits ? sigmoid(yPred) : yPred;
      const weights = weightsOf(name, yTrue, args);
      // [B, C], or [1, C] where the batch is one.
      const sumUp = (x: Tensor): Tensor => {
        const areas = area(weights ? mul(x, weights) : x);
        return perSample ? areas : mean(areas, 0, true);
      };
      const volume = sumUp(t);
      const w = classWeights(volume);
      const overlap = sum(mul(w, sumUp(mul(t, y))), 1);
      const union = sum(mul(w, add(volume, sumUp(y))), 1);
      // Halved above and below, which takes the 2 out.
      const s = smooth / 2 / rowLength(t.shape) / (perSample ? 1 : t.shape[0]);
      return sub<Scalar>(1, mean(quotient(add(overlap, s), add(mul(union, 0.5), s))));
    }),
  );
}

/** (Vₘᵢₙ / V)² of each class, [B, C]; 1 where the volume is 0. */
function classWeights(volume: Tensor): Tensor {
  const empty = cast(equal(volume, 0), 'float32');
  // An empty class must not be the smallest, so here it is as large as the largest.
  const smallest = min(add(volume, mul(empty, max(volume, 1, true))), 1, true);
  return add(mul(sub(1, empty), square(div(smallest, add(volume, empty)))), empty);
}
