import * as tf from '@tensorflow/tfjs-core';
import { check } from '../core/check';
import { mapTensors, type GradientTransform } from './gradients';
import { scalarSum } from '../core/scalar-sum';

/**
 * Scales all gradients of a step by one factor where their norm together is larger than `norm`, as PyTorch's
 * `clip_grad_norm_`: g · min(1, norm / (√Σg² + 1e-6)). Their direction stays. Nothing is read from the device.
 *
 * Pascanu, Mikolov and Bengio, https://arxiv.org/abs/1211.5063
 *
 * @throws RangeError when norm is not above 0
 * @example
 * ```ts
 * import { batches, chestPhantom, clipByGlobalNorm, diceLoss, train, unet } from 'hilum';
 *
 * const data = batches({ items: [1], load: (seed: number) => chestPhantom({ seed, size: 32 }) });
 * const model = unet({ inputShape: [32, 32, 1], filters: [2, 4] });
 * await train(model, { data, epochs: 1, loss: diceLoss(), gradients: clipByGlobalNorm(1) });
 * ```
 */
export function clipByGlobalNorm(norm: number): GradientTransform {
  check(norm > 0, `clipByGlobalNorm: norm must be above 0, got ${norm}.`);
  return (gradients) =>
    tf.tidy(() => {
      const squares = Object.values(gradients).map((gradient) => tf.sum(tf.square(gradient)));
      const scale = tf.minimum(tf.div(norm, tf.add(tf.sqrt(scalarSum(squares)), 1e-6)), 1);
      return mapTensors(gradients, (gradient) => tf.mul(gradient, scale));
    });
}

/**
 * Limits each number of the gradients to −`value` to `value`, as PyTorch's `clip_grad_value_`.
 *
 * @throws RangeError when value is not above 0
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { clipByValue } from 'hilum';
 *
 * const { kernel } = clipByValue(0.5)({ kernel: tf.tensor1d([-2, 0.1]) });
 * console.log(kernel!.arraySync()); // [-0.5, 0.1]
 * ```
 */
export function clipByValue(value: number): GradientTransform {
  check(value > 0, `clipByValue: value must be above 0, got ${value}.`);
  return (gradients) => mapTensors(gradients, (gradient) => tf.clipByValue(gradient, -value, value));
}
