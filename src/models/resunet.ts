import type { LayersModel } from '@tensorflow/tfjs-layers';
import { sequence, type Block } from '../layers/block';
import { batchNorm } from '../layers/conv';
import { preactivatedConvBlock, residualBlock, residualStem } from '../layers/residual';
import { upsample, type ResampleArgs } from '../layers/resample';
import { encoderDecoder, type EncoderDecoderArgs, type SegmentationModelArgs } from './encoder-decoder';

/** What {@link resunet} takes. */
export interface ResunetArgs extends SegmentationModelArgs {
  /** Default [16, 32, 64, 128, 256]. The decoder is as wide as the level below: 256, 128, 64, 32. */
  filters?: readonly number[] | undefined;
  /** Normalisation before each ReLU and after each shortcut. Default `batchNorm()`. */
  norm?: Block | undefined;
  /**
   * The way up to a level, given the width of the level below: {@link upsample} by default, or
   * {@link upsampleBilinear}, {@link upsampleTransposed}, or a function of your own.
   */
  up?: ((args: ResampleArgs) => Block) | undefined;
  /** Default `'resunet'`. */
  name?: string | undefined;
}

/**
 * A residual U-Net: images `[B, H, W, channels]` to maps `[B, H, W, classes]`, probabilities in [0, 1] by default.
 * 4,722,737 parameters at its defaults, 4,715,441 of them trainable.
 *
 * Order of layers: the stem is a {@link residualStem}, each later level of the encoder a {@link residualBlock} of
 * step 2; at the bottom two BN-ReLU-3×3 convolutions; on the way up nearest upsampling ×2, joined with the skip,
 * and a residual block; at the end a 1×1 convolution to `classes` maps. With dropout a layer before the second
 * convolution of each residual block.
 *
 * Layers are named `resunet_encoder1_conv1`, …, `resunet_encoder2_conv1_norm`, `resunet_encoder2_conv1_relu`,
 * `resunet_encoder2_conv1`, …, `resunet_encoder2_shortcut`, `resunet_encoder2_add`, …, `resunet_bottleneck_1`,
 * `resunet_bottleneck_2`, `resunet_up4`, `resunet_concat4`, `resunet_decoder4_conv1`, …, `resunet_head`.
 *
 * After Zhang, Liu and Wang, https://arxiv.org/abs/1711.10684, deeper and narrower than theirs.
 *
 * @throws RangeError when height or width do not divide by 2 to the number of levels below the first: the message
 * names the size to pad to. With `[null, null, 1]` that is found out when an image comes ({@link sizeMultipleOf}).
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { resunet } from 'hilum';
 *
 * const model = resunet({ inputShape: [null, null, 1], filters: [2, 4], seed: 1 });
 * const probabilities = model.predict(tf.zeros([1, 16, 24, 1])) as tf.Tensor;
 * console.log(probabilities.shape); // [ 1, 16, 24, 1 ]
 * tf.dispose(probabilities);
 * model.dispose();
 * ```
 */
export function resunet({
  inputShape = [256, 256, 1],
  filters = [16, 32, 64, 128, 256],
  name = 'resunet',
  ...args
}: ResunetArgs = {}): LayersModel {
  const { norm, seed } = args;
  const parts = resunetParts({ filters, ...args });
  return encoderDecoder({
    ...args,
    ...parts,
    caller: 'resunet',
    inputShape,
    filters,
    name,
    bottleneck: (x, block) => {
      const bridge = preactivatedConvBlock({ filters: filters.at(-1)!, norm, seed });
      return sequence(bridge, bridge)(x, block);
    },
  });
}

/** The way down and the way up of a {@link resunet} and of those that are built like one. */
export function resunetParts({
  filters,
  norm = batchNorm(),
  dropout,
  up = upsample,
  seed,
}: ResunetArgs & { filters: readonly number[] }): Pick<EncoderDecoderArgs, 'encoder' | 'up' | 'decoder'> {
  const at = (level: number) => ({ filters: filters[level]!, norm, dropout, seed });
  return {
    encoder: (level) => (level ? residualBlock({ ...at(level), strides: 2 }) : residualStem(at(level))),
    up: (level) => up({ filters: filters[level + 1]!, seed }),
    decoder: (level) => residualBlock(at(level + 1)),
  };
}
