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

/** What {@link upsampleTransposed} takes. */
export interface UpsampleTransposedArgs {
  /** Channels that come out. */
  filters: number;
  /** The same seed gives the same weights. Default: new ones on every call. */
  seed?: number | undefined;
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
export function upsampleTransposed({ filters, seed }: UpsampleTransposedArgs): Block {
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
