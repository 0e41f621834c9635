import {
  add,
  cast,
  div,
  equal,
  greater,
  mean,
  mul,
  sub,
  tidy,
  type Scalar,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { named } from '../core/named';
import type { LossFn } from '../losses/loss';
import { area, checkMaps } from './area';
import { checkThreshold, type ThresholdArgs } from './confusion';

/**
 * The Dice score of thresholded masks as a metric for `compile`, `fit` and {@link train}, named `dice`:
 * 2·|t ∧ y| / (|t| + |y|) for every sample and class, then the mean, a scalar in [0, 1]. Both empty: 1; one of
 * them: 0. Takes `[B, H, W, C]` twice; the truth is foreground above 0.5.
 *
 * A mean over images: for the score of all pixels together add up counts ({@link confusionCounts}) and take
 * {@link diceScore}.
 *
 * @throws RangeError when the threshold is not finite, or later, when shapes differ: nothing is broadcast
 * @example
 * ```ts
 * import { bceDiceLoss, dice, iou, unet } from 'hilum';
 *
 * const model = unet({ inputShape: [16, 16, 1], filters: [2, 4] });
 * model.compile({ optimizer: 'adam', loss: bceDiceLoss(), metrics: [dice(), iou()] });
 * model.dispose();
 * ```
 */
export function dice({ threshold = 0.5 }: ThresholdArgs = {}): LossFn {
  return overlapMetric('dice', threshold, (both, sizes) => [mul(both, 2), sizes]);
}

/**
 * The intersection over union of thresholded masks as a metric, named `iou`: |t ∧ y| / |t ∨ y| for every sample and
 * class, then the mean. All else as {@link dice}.
 *
 * @throws RangeError when the threshold is not finite, or later, when shapes differ
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { iou } from 'hilum';
 *
 * const truth = tf.tensor4d([1, 1, 0, 0], [1, 2, 2, 1]);
 * const logits = tf.tensor4d([3, -1, 2, -5], [1, 2, 2, 1]);
 * console.log(iou({ threshold: 0 })(truth, logits).dataSync()[0]); // 1 / 3
 * tf.dispose([truth, logits]);
 * ```
 */
export function iou({ threshold = 0.5 }: ThresholdArgs = {}): LossFn {
  return overlapMetric('iou', threshold, (both, sizes) => [both, sub(sizes, both)]);
}

function overlapMetric(
  name: string,
  threshold: number,
  fraction: (both: Tensor, sizes: Tensor) => [above: Tensor, below: Tensor],
): LossFn {
  checkThreshold(name, threshold);
  return named(name, (yTrue, yPred) =>
    tidy(() => {
      checkMaps(name, yTrue, yPred);
      const t = cast(greater(yTrue, 0.5), 'float32');
      const y = cast(greater(yPred, threshold), 'float32');
      const [above, below] = fraction(area(mul(t, y)), add(area(t), area(y))); // [B, C]
      const empty = cast(equal(below, 0), 'float32');
      return mean<Scalar>(div(add(above, empty), add(below, empty)));
    }),
  );
}
