import { cast, image, mul, tidy, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { check } from '../core/check';
import { named } from '../core/named';
import { scalarSum } from '../core/scalar-sum';
import type { LossFn, MultiOutputLossFn } from './loss';

/** What {@link deepSupervision} takes. */
export interface DeepSupervisionArgs {
  /** How much each output counts, from the finest on. Default 1, 1/2, 1/4, … divided by their sum. */
  weights?: readonly number[] | undefined;
}

/**
 * A loss of a model with several outputs: Σ wᵢ·loss(t, yᵢ) over the outputs from the finest to the coarsest, by default
 * with wᵢ = 1/2ⁱ divided by the sum of all. Where an output is smaller than the truth, the truth is resized to it by
 * nearest neighbour (of 2×2 pixels the one at the top left), as PyTorch's `nearest` does.
 *
 * The loss takes the truth `[B, H, W, C]` and a list of predictions `[B, Hᵢ, Wᵢ, C]`, and gives a scalar. A single
 * prediction is a list of one, so that {@link train} takes it for every model.
 *
 * Lee, Xie, Gallagher, Zhang and Tu, https://arxiv.org/abs/1409.5185
 *
 * @throws RangeError when a weight is not finite, or, when it is called, if there are not as many predictions as weights
 * or a truth to resize is not `[B, H, W, C]`
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { bceLoss, deepSupervision } from 'hilum';
 *
 * const truth = tf.ones([1, 4, 4, 1]);
 * const outputs = [tf.ones([1, 4, 4, 1]), tf.fill([1, 2, 2, 1], 0.5)];
 * console.log(deepSupervision(bceLoss())(truth, outputs).dataSync()[0]); // 2/3 · 0 + 1/3 · log 2 = 0.2310
 * tf.dispose([truth, outputs]);
 * ```
 */
export function deepSupervision(loss: LossFn, { weights }: DeepSupervisionArgs = {}): MultiOutputLossFn {
  for (const weight of weights ?? [])
    check(Number.isFinite(weight), `deepSupervision: weights must be finite, got ${weight}.`);
  return named('deepSupervision', (yTrue, yPred) => {
    const outputs = isList(yPred) ? yPred : [yPred];
    const share = weights ?? halves(outputs.length);
    check(
      outputs.length > 0 && outputs.length === share.length,
      `deepSupervision: there must be one weight for each output, got ${share.length} and ${outputs.length}.`,
    );
    return tidy(() => scalarSum(outputs.map((y, i) => mul(loss(resizedLike(y, yTrue), y), share[i]!))));
  });
}

function isList(yPred: Tensor | readonly Tensor[]): yPred is readonly Tensor[] {
  return Array.isArray(yPred);
}

/** 1/2ⁱ, divided by their sum, 2 − 1/2ⁿ⁻¹. */
function halves(levels: number): number[] {
  return Array.from({ length: levels }, (_, i) => 0.5 ** i / (2 - 0.5 ** (levels - 1)));
}

/** The truth at the height and width of an output. */
function resizedLike(output: Tensor, yTrue: Tensor): Tensor {
  const [, height, width] = output.shape;
  if (height === yTrue.shape[1] && width === yTrue.shape[2]) return yTrue;
  check(
    yTrue.rank === 4 && output.rank === 4,
    `deepSupervision: yTrue and outputs of other sizes must be [B, H, W, C], got [${yTrue.shape.join(', ')}] and [${output.shape.join(', ')}].`,
  );
  return image.resizeNearestNeighbor(cast(yTrue, 'float32') as Tensor4D, [height!, width!]);
}
