import { layers } from '@tensorflow/tfjs-layers';
import { check } from '../core/check';
import type { Block } from './block';
import { apply } from './conv';

/** What {@link dropout} and {@link spatialDropout} take. */
export interface DropoutArgs {
  /** Share of what is dropped, at least 0 and below 1. At 0 no layer is made. */
  rate: number;
}

/**
 * In training sets each value to 0 with probability `rate` and divides the others by 1 − rate, so that the mean
 * stays; in prediction does nothing. Any shape stays as it is. One layer, of the block's name, without weights.
 *
 * The layer has no seed of its own: TensorFlow.js would draw the same mask at every step. {@link train} draws from
 * its own seed; plain `fit` draws from `Math.random`.
 *
 * Srivastava et al., https://jmlr.org/papers/v15/srivastava14a.html
 *
 * @throws RangeError when rate is outside [0, 1)
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { dropout } from 'hilum';
 *
 * const features = tf.input({ shape: [32, 32, 4] });
 * console.log(dropout({ rate: 0.2 })(features, 'drop').shape); // [ null, 32, 32, 4 ]
 * ```
 */
export function dropout({ rate }: DropoutArgs): Block {
  return drop('dropout', rate);
}

/**
 * As {@link dropout}, but drops whole channels of an image: neighbouring pixels tell nearly the same, so that one of
 * them alone is no loss. `[B, H, W, C]` stays as it is. One layer, of the block's name, without weights.
 *
 * Tompson et al., https://arxiv.org/abs/1411.4280
 *
 * @throws RangeError when rate is outside [0, 1)
 * @example
 * ```ts
 * import { batchNorm, sequence, spatialDropout, unet } from 'hilum';
 *
 * // After every convolution of a model: behind its normalisation.
 * const norm = sequence(batchNorm(), spatialDropout({ rate: 0.1 }));
 * unet({ inputShape: [32, 32, 1], filters: [2, 4], norm }).dispose();
 * ```
 */
export function spatialDropout({ rate }: DropoutArgs): Block {
  // A null is filled in from the tensor that comes, though the type of tfjs does not know it.
  return drop('spatialDropout', rate, [null, 1, 1, null] as unknown as number[]);
}

function drop(caller: string, rate: number, noiseShape?: number[]): Block {
  check(rate >= 0 && rate < 1, `${caller}: rate must be at least 0 and below 1, got ${rate}.`);
  if (rate === 0) return (x) => x;
  return (x, name) => apply(layers.dropout({ rate, ...(noiseShape && { noiseShape }), name }), x);
}
