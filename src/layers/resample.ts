import { layers } from '@tensorflow/tfjs-layers';
import { checkInteger } from '../core/check';
import type { Block } from './block';
import { apply, heUniform } from './conv';

/**
 * Halves height and width: the maximum of every 2×2 window, `[B, H, W, C]` → `[B, ⌊H/2⌋, ⌊W/2⌋, C]`.
 * One layer, of the block's name, without weights.
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { downsample } from 'hilum';
 *
 * const features = tf.input({ shape: [32, 32, 4] });
 * console.log(downsample()(features, 'pool').shape); // [ null, 16, 16, 4 ]
 * ```
 */
export function downsample(): Block {
  return (x, name) => apply(layers.maxPooling2d({ poolSize: 2, name }), x);
}

/**
 * Halves height and width: the mean of every 2×2 window, `[B, H, W, C]` → `[B, ⌊H/2⌋, ⌊W/2⌋, C]`.
 * One layer, of the block's name, without weights.
 *
 * @example
 * ```ts
 * import { downsampleAverage, unet } from 'hilum';
 *
 * unet({ inputShape: [32, 32, 1], filters: [2, 4], down: downsampleAverage }).dispose();
 * ```
 */
export function downsampleAverage(): Block {
  return (x, name) => apply(layers.averagePooling2d({ poolSize: 2, name }), x);
}

/** What the learned ways up and down take. */
export interface ResampleArgs {
  /** Channels that come out. */
  filters: number;
  /** The same seed gives the same weights. Default: new ones on every call. */
  seed?: number | undefined;
}

/**
 * Halves height and width by a learned convolution, 2×2 with step 2, with bias and without activation, the mirror
 * of {@link upsampleTransposed}: `[B, H, W, C]` → `[B, ⌊H/2⌋, ⌊W/2⌋, filters]`. One layer, of the block's name.
 *
 * Milletari, Navab and Ahmadi, https://arxiv.org/abs/1606.04797
 *
 * @throws RangeError when filters is not an integer of at least 1
 * @example
 * ```ts
 * import { downsampleStrided, unet } from 'hilum';
 *
 * unet({ inputShape: [32, 32, 1], filters: [2, 4], down: downsampleStrided }).dispose();
 * ```
 */
export function downsampleStrided({ filters, seed }: ResampleArgs): Block {
  checkInteger('downsampleStrided', 'filters', filters, 1);
  return (x, name) =>
    apply(
      layers.conv2d({
        filters,
        kernelSize: 2,
        strides: 2,
        kernelInitializer: heUniform(name, seed),
        name,
      }),
      x,
    );
}

/**
 * Doubles height and width by repeating every pixel (nearest neighbour): `[B, H, W, C]` → `[B, 2H, 2W, C]`.
 * One layer, of the block's name, without weights.
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { upsample } from 'hilum';
 *
 * const features = tf.input({ shape: [16, 16, 4] });
 * console.log(upsample()(features, 'up').shape); // [ null, 32, 32, 4 ]
 * ```
 */
export function upsample(): Block {
  return (x, name) => apply(layers.upSampling2d({ size: [2, 2], interpolation: 'nearest', name }), x);
}

/**
 * Doubles height and width by a learned transposed convolution, 2×2 with step 2, with bias and without activation:
 * `[B, H, W, C]` → `[B, 2H, 2W, filters]`. Windows do not overlap, so there is no checkerboard of overlaps.
 * One layer, of the block's name.
 *
 * @throws RangeError when filters is not an integer of at least 1
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { upsampleTransposed } from 'hilum';
 *
 * const features = tf.input({ shape: [16, 16, 8] });
 * console.log(upsampleTransposed({ filters: 4 })(features, 'up').shape); // [ null, 32, 32, 4 ]
 * ```
 */
export function upsampleTransposed({ filters, seed }: ResampleArgs): Block {
  checkInteger('upsampleTransposed', 'filters', filters, 1);
  return (x, name) =>
    apply(
      layers.conv2dTranspose({
        filters,
        kernelSize: 2,
        strides: 2,
        padding: 'same',
        kernelInitializer: heUniform(name, seed),
        name,
      }),
      x,
    );
}
