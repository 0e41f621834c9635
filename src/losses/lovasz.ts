import {
  backend,
  cast,
  customGrad,
  greaterEqual,
  log,
  maximum,
  mean,
  mul,
  relu,
  sub,
  tidy,
  zerosLike,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { named } from '../core/named';
import { area, checkMaps } from '../metrics/area';
import { SMALLEST } from './log-probability';
import type { LossFn } from './loss';
import { lovaszWeights, lovaszWeightsRead } from './lovasz-weights';
import type { PixelLossArgs } from './weighted-mean';

/**
 * The Lovász hinge: the Jaccard loss (1 − IoU) of hard masks, extended to logits as the tightest convex function that
 * agrees with it, so that the IoU of the decided mask is what falls. The hinge errors m = max(0, 1 − x·(2t − 1)), of
 * logits x and truth t, are sorted from the largest down; the loss is Σ m·ΔJ, where ΔJ is what the Jaccard loss grows
 * by when this pixel too is got wrong.
 *
 * Takes `[B, H, W, C]` (or volumes), t counted as 1 from a half on, gives a scalar of at least 0: the mean over samples
 * and classes, each mask exact and on its own. Probabilities y, the default, become logits log(y / (1 − y)), kept within
 * ±16; training from logits is steadier. A pixel is right beyond doubt from a logit of ±1 on. Where the truth is empty,
 * predicting nothing (logits of −1 and less) costs 0 and the worst false alarm counts.
 *
 * It sorts all pixels: about 0.1 s for 512×512 without a graphics card. Best after some epochs of another loss, or beside
 * one ({@link weightedSum}). Gradients need tfjs-layers (or tfjs) imported, which registers them.
 *
 * Berman, Rannen Triki and Blaschko, https://arxiv.org/abs/1705.08790
 *
 * @throws RangeError, when it is called, if shapes differ: nothing is broadcast
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { lovaszHingeLoss } from 'hilum';
 *
 * const truth = tf.tensor4d([1, 1, 0, 0], [1, 2, 2, 1]);
 * const logits = tf.tensor4d([3, -2, 0.5, -4], [1, 2, 2, 1]);
 * // Errors: 0, 3, 1.5, 0. The second pixel takes the IoU from 1 to 1/2, the third to 1/3.
 * console.log(lovaszHingeLoss({ fromLogits: true })(truth, logits).dataSync()[0]); // 3/2 + 1.5/6 = 1.75
 * ```
 */
export function lovaszHingeLoss({ fromLogits = false }: Pick<PixelLossArgs, 'fromLogits'> = {}): LossFn {
  return named('lovaszHingeLoss', (yTrue, yPred) =>
    tidy(() => {
      checkMaps('lovaszHingeLoss', yTrue, yPred);
      // Times one for WebGPU, as in ../metrics/area.
      const t = mul(cast(greaterEqual(yTrue, 0.5), 'float32'), 1);
      const errors = relu(sub(1, mul(fromLogits ? yPred : logitsOf(yPred), sub(mul(t, 2), 1))));
      const weigh = backend().floatPrecision() === 16 ? lovaszWeightsRead : lovaszWeights;
      return mean(
        area(
          mul(
            errors,
            constantly((e) => weigh(e, t), errors),
          ),
        ),
      );
    }),
  );
}

function logitsOf(y: Tensor): Tensor {
  return sub(log(maximum(y, SMALLEST)), log(maximum(sub(1, y), SMALLEST)));
}

/** `f(x)` without a gradient: the loss is piecewise linear in its errors, and the weights are its slopes. */
function constantly(f: (x: Tensor) => Tensor, x: Tensor): Tensor {
  return customGrad((e) => ({ value: f(e as Tensor), gradFunc: (dy) => zerosLike(dy) }))(x);
}
