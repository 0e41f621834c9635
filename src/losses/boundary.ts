import { mul, sigmoid, tensor, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { check } from '../core/check';
import { named } from '../core/named';
import { checkMaps } from '../metrics/area';
import { distanceTransform } from '../metrics/distance-transform';
import type { LossFn } from './loss';
import { weightedMean, type PixelLossArgs } from './weighted-mean';

/**
 * The boundary loss, the mean of φ·y over all pixels, samples and classes, where y is the prediction and φ, which takes
 * the place of the truth, is how far each pixel is from the boundary of the true mask: above 0 outside, below 0 inside
 * ({@link signedDistances}). What is found far outside costs most, and what is found deep inside brings most.
 *
 * Takes φ and predictions `[B, H, W, C]` in [0, 1], gives a scalar in pixels, below 0 where the prediction is good. Goes
 * with another loss, at first with a small weight: alone it is content with an empty prediction. Such a sum is a function
 * of your own, over masks and maps that lie side by side in the channels of yTrue, as the example shows.
 *
 * Kervadec, Bouchtiba, Desrosiers, Granger, Dolz and Ben Ayed, https://arxiv.org/abs/1812.07032. Gradients need
 * tfjs-layers (or tfjs) imported, which registers them.
 *
 * @throws RangeError, when it is called, if shapes differ: nothing is broadcast
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { boundaryLoss, diceLoss, signedDistances, type Dataset, type LossFn } from 'hilum';
 *
 * const [overlap, boundary] = [diceLoss(), boundaryLoss()];
 * const loss: LossFn = (yTrue, yPred) =>
 *   tf.tidy(() => {
 *     const [mask, distances] = tf.split(yTrue, 2, -1) as [tf.Tensor, tf.Tensor];
 *     return tf.add(overlap(mask, yPred), tf.mul(boundary(distances, yPred), 0.01));
 *   });
 *
 * // Wraps a dataset, after its augmentation: [B, H, W, 1] masks become [B, H, W, 2].
 * const withDistances = (data: Dataset): Dataset =>
 *   async function* (epoch) {
 *     for await (const { xs, ys, names } of data(epoch)) {
 *       const distances = await signedDistances(ys);
 *       yield { xs, ys: tf.concat([ys, distances], -1), names };
 *       tf.dispose([ys, distances]);
 *     }
 *   };
 * console.log(withDistances.name, loss.name); // for train(model, { data: withDistances(batches(…)), loss, … })
 * ```
 */
export function boundaryLoss({ fromLogits = false }: Pick<PixelLossArgs, 'fromLogits'> = {}): LossFn {
  return named('boundaryLoss', (yTrue, yPred) =>
    tidy(() => {
      checkMaps('boundaryLoss', yTrue, yPred);
      const y = fromLogits ? sigmoid(yPred) : yPred;
      return weightedMean(mul(yTrue, y));
    }),
  );
}

/**
 * How far each pixel is from the boundary of a mask, as {@link boundaryLoss} wants it: outside the distance to the
 * nearest pixel of the mask, inside minus the distance to the nearest pixel that is not, plus 1, so that the outermost
 * pixels of the mask have 0; in pixels, exact. As the code of the paper's authors has it.
 *
 * Takes masks `[B, H, W, C]`, foreground above 0.5, each channel by itself; gives a tensor of that shape, which is yours
 * to dispose. A mask that is empty, or full, has no boundary: then all pixels have the diagonal of the image, or minus
 * it, farther than any distance in it. Works on every backend, as it waits for the values.
 *
 * @throws RangeError when masks are not `[B, H, W, C]`
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { signedDistances } from 'hilum';
 *
 * const mask = tf.tensor4d([0, 0, 1, 1, 1, 0], [1, 1, 6, 1]);
 * const distances = await signedDistances(mask);
 * console.log(await distances.data()); // 2, 1, 0, -1, 0, 1
 * tf.dispose([mask, distances]);
 * ```
 */
export async function signedDistances<T extends Tensor>(masks: T): Promise<T> {
  const shape: number[] = masks.shape;
  check(
    shape.length === 4,
    `signedDistances: masks must be [B, H, W, C], got [${shape.join(', ')}]. Add what is missing with tf.expandDims.`,
  );
  const [samples, height, width, channels] = shape as [number, number, number, number];
  const pixels = height * width;
  const diagonal = Math.hypot(height, width);
  const values = await masks.data();
  const distances = new Float32Array(values.length);
  for (let sample = 0; sample < samples; sample++) {
    for (let channel = 0; channel < channels; channel++) {
      const at = (pixel: number): number => (sample * pixels + pixel) * channels + channel;
      const data = Uint8Array.from({ length: pixels }, (_, i) => (values[at(i)]! > 0.5 ? 1 : 0));
      const inside = distanceTransform({ width, height, data });
      const outside = distanceTransform({ width, height, data: data.map((value) => 1 - value) });
      // The distance to what is not there is Infinity.
      for (let i = 0; i < pixels; i++)
        distances[at(i)] =
          data[i] === 1 ? Math.max(1 - inside[i]!, -diagonal) : Math.min(outside[i]!, diagonal);
    }
  }
  return tensor(distances, shape) as T;
}
