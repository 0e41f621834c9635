import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Block } from '../layers/block';
import { convBlock } from '../layers/conv';
import { dropout } from '../layers/dropout';
import { downsample, upsampleTransposed, type ResampleArgs } from '../layers/resample';
import { encoderDecoder, type EncoderDecoderArgs, type SegmentationModelArgs } from './encoder-decoder';

/** What {@link unet} takes. */
export interface UnetArgs extends SegmentationModelArgs {
  /** Default [32, 64, 128, 256, 512]. */
  filters?: readonly number[] | undefined;
  /** Normalisation between each 3×3 convolution and its ReLU, for instance `batchNorm()`. Default none. */
  norm?: Block | undefined;
  /**
   * The way down to a level, given the width of the level above: {@link downsample} by default, or
   * {@link downsampleAverage}, {@link downsampleStrided}, or a function of your own.
   */
  down?: ((args: ResampleArgs) => Block) | undefined;
  /**
   * The way up to a level, given the width of that level: {@link upsampleTransposed} by default, or {@link upsample},
   * {@link upsampleBilinear}, or a function of your own.
   */
  up?: ((args: ResampleArgs) => Block) | undefined;
  /** Default `'unet'`. */
  name?: string | undefined;
}

/**
 * A U-Net: images `[B, H, W, channels]` to maps `[B, H, W, classes]`, probabilities in [0, 1] by default.
 * 7,759,521 parameters at its defaults.
 *
 * Order of layers: on each level two 3×3 convolutions with ReLU; 2×2 max pooling on the way down; on the way up a
 * 2×2 transposed convolution of step 2, joined with the skip, and two 3×3 convolutions; at the end a 1×1
 * convolution to `classes` maps. All padding is `'same'`. With dropout a layer between the two convolutions.
 *
 * Layers are named `unet_encoder1_conv1`, (`unet_encoder1_dropout`,) `unet_encoder1_conv2`, `unet_encoder2_pool`, …, `unet_up4`,
 * `unet_concat4`, `unet_decoder4_conv1`, …, `unet_head`; level 1 is the full size, the last encoder the bottom.
 *
 * Ronneberger, Fischer and Brox, https://arxiv.org/abs/1505.04597
 *
 * @throws RangeError when height or width do not divide by 2 to the number of levels below the first: the message
 * names the size to pad to. With `[null, null, 1]` that is found out when an image comes ({@link sizeMultipleOf}).
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { unet } from 'hilum';
 *
 * const model = unet({ inputShape: [32, 32, 1], filters: [2, 4, 8], seed: 1 });
 * const probabilities = model.predict(tf.zeros([1, 32, 32, 1])) as tf.Tensor;
 * console.log(probabilities.shape); // [ 1, 32, 32, 1 ]
 * tf.dispose(probabilities);
 * model.dispose();
 * ```
 */
export function unet({
  inputShape = [256, 256, 1],
  filters = [32, 64, 128, 256, 512],
  name = 'unet',
  ...args
}: UnetArgs = {}): LayersModel {
  const parts = unetParts({ filters, ...args });
  return encoderDecoder({ ...args, ...parts, caller: 'unet', inputShape, filters, name });
}

/** The way down and the way up of a {@link unet} and of those that are built like one. */
export function unetParts({
  filters,
  norm,
  dropout: rate = 0,
  down = downsample,
  up = upsampleTransposed,
  seed,
}: UnetArgs & { filters: readonly number[] }): Pick<EncoderDecoderArgs, 'encoder' | 'up' | 'decoder'> {
  const at = (level: number): ResampleArgs => ({ filters: filters[level]!, seed });
  const drop = dropout({ rate });
  const convs = (level: number): Block => {
    const conv = convBlock({ ...at(level), norm });
    return (x, name) => conv(drop(conv(x, `${name}_conv1`), `${name}_dropout`), `${name}_conv2`);
  };
  return {
    encoder: (level) => (x, name) => convs(level)(level ? down(at(level - 1))(x, `${name}_pool`) : x, name),
    up: (level) => up(at(level)),
    decoder: convs,
  };
}
