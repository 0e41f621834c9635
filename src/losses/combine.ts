import { mul, tidy } from '@tensorflow/tfjs-core';
import { check } from '../core/check';
import { named } from '../core/named';
import { scalarSum } from '../core/scalar-sum';
import { bceLoss, type BceLossArgs } from './cross-entropy';
import type { LossFn } from './loss';
import { diceLoss, type OverlapLossArgs } from './overlap';

/**
 * A sum of losses, each times its weight: Σ wᵢ·lossᵢ(t, y). TensorFlow.js takes one loss for one output and has no
 * weights for them; this is one loss.
 *
 * @param parts pairs of weight and loss
 * @throws RangeError when there are no parts or a weight is not finite
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { bceLoss, jaccardLoss, weightedSum } from 'hilum';
 *
 * const loss = weightedSum([[0.3, bceLoss()], [0.7, jaccardLoss()]]);
 * const mask = tf.ones([1, 4, 4, 1]);
 * console.log(loss(mask, mask).dataSync()[0]); // 0
 * mask.dispose();
 * ```
 */
export function weightedSum(parts: readonly (readonly [weight: number, loss: LossFn])[]): LossFn {
  check(parts.length > 0, 'weightedSum: parts must hold at least one pair of weight and loss, got none.');
  for (const [weight] of parts)
    check(Number.isFinite(weight), `weightedSum: weights must be finite, got ${weight}.`);
  return named('weightedSum', (yTrue, yPred) =>
    tidy(() => scalarSum(parts.map(([weight, loss]) => mul(loss(yTrue, yPred), weight)))),
  );
}

/** What {@link bceDiceLoss} takes: what its parts take. */
export type BceDiceLossArgs = BceLossArgs & OverlapLossArgs;

/**
 * Binary cross-entropy plus Dice loss, one to one: the first gives every pixel a gradient from the start, the
 * second looks at the mask as a whole. Shapes, options and an empty truth as {@link bceLoss} and {@link diceLoss};
 * weights of pixels are those of both, weights of classes and smoothed labels those of the first alone.
 *
 * @throws RangeError as they do
 * @example
 * ```ts
 * import { bceDiceLoss, unet } from 'hilum';
 *
 * const model = unet({ inputShape: [16, 16, 1], filters: [2, 4], activation: 'linear' });
 * model.compile({ optimizer: 'adam', loss: bceDiceLoss({ fromLogits: true }) });
 * model.dispose();
 * ```
 */
export function bceDiceLoss(args: BceDiceLossArgs = {}): LossFn {
  return named(
    'bceDiceLoss',
    weightedSum([
      [1, bceLoss(args)],
      [1, diceLoss(args)],
    ]),
  );
}
