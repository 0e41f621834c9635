import { layers, type LayersModel } from '@tensorflow/tfjs-layers';
import { additiveAspp } from '../layers/aspp';
import type { Gate } from '../layers/attention-gate';
import type { Block } from '../layers/block';
import { apply, batchNorm } from '../layers/conv';
import { downsample } from '../layers/resample';
import { preactivatedConvBlock } from '../layers/residual';
import { squeezeExcite } from '../layers/squeeze-excite';
import { encoderDecoder } from './encoder-decoder';
import { resunetParts, type ResunetArgs } from './resunet';

/** What {@link resunetPlusPlus} takes. */
export interface ResunetPlusPlusArgs extends ResunetArgs {
  /** Default [16, 32, 64, 128]. The decoder is as wide as the level below: 128, 64, 32. */
  filters?: readonly number[] | undefined;
  /** Width of the ASPP at the bottom. Default twice that of the last level, 256. */
  bridgeFilters?: number | undefined;
  /** Distances of the taps in the branches of both ASPPs, two of them at least. Default [1, 6, 12, 18]. */
  dilations?: readonly number[] | undefined;
  /** Default `'resunet_plus_plus'`. */
  name?: string | undefined;
}

/**
 * ResUNet++, a residual U-Net with squeeze and excitation, attention and pooling over several scales: images
 * `[B, H, W, channels]` to maps `[B, H, W, classes]`, probabilities in [0, 1] by default.
 * 4,070,065 parameters at its defaults (4,070,385 for three channels), 4,062,673 of them trainable.
 *
 * Order of layers: stem and residual blocks of step 2 as in {@link resunet}, each followed by {@link squeezeExcite}
 * with ratio 8; at the bottom an {@link additiveAspp}; on the way up the map from below is weighed by attention,
 * upsampled, joined with the skip, and goes through a residual block and squeeze and excitation; after the last of
 * them an `additiveAspp` as wide as the first level, then a 1×1 convolution to `classes` maps. The attention is
 * BN-ReLU-3×3 convolution and 2×2 max pooling of the skip, plus BN-ReLU-3×3 convolution of the map, then
 * BN-ReLU-3×3 convolution, times the map.
 *
 * Layers are named as in {@link resunet}, `resunet_plus_plus_encoder1_conv1`, …, and
 * `resunet_plus_plus_encoder1_se_squeeze`, …, `resunet_plus_plus_bottleneck_branch1`, …,
 * `resunet_plus_plus_below3_skip`, `resunet_plus_plus_below3_map`, `resunet_plus_plus_below3_weights`, …,
 * `resunet_plus_plus_decoder1_aspp_branch1`, …
 *
 * The last ASPP works at the size of the image and takes most of the memory in training: for a 256×256 image about
 * 1 GB. Smaller images, or fewer `dilations`, make it smaller.
 *
 * Jha et al., https://arxiv.org/abs/1911.07067. Where the figure and the authors' program differ (squeeze and
 * excitation in the decoder, the ASPP by addition, the widths) it is the program, weight for weight; dilated
 * convolutions are computed as {@link dilatedConvBlock} tells.
 *
 * @throws RangeError when height or width do not divide by 2 to the number of levels below the first: the message
 * names the size to pad to. With `[null, null, 1]` that is found out when an image comes ({@link sizeMultipleOf}).
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { resunetPlusPlus } from 'hilum';
 *
 * const model = resunetPlusPlus({ inputShape: [null, null, 1], filters: [2, 4], dilations: [1, 3], seed: 1 });
 * const probabilities = model.predict(tf.zeros([1, 16, 24, 1])) as tf.Tensor;
 * console.log(probabilities.shape); // [ 1, 16, 24, 1 ]
 * tf.dispose(probabilities);
 * model.dispose();
 * ```
 */
export function resunetPlusPlus({
  inputShape = [256, 256, 1],
  filters = [16, 32, 64, 128],
  bridgeFilters,
  dilations,
  norm = batchNorm(),
  name = 'resunet_plus_plus',
  ...args
}: ResunetPlusPlusArgs = {}): LayersModel {
  const { seed } = args;
  const parts = resunetParts({ filters, norm, ...args });
  const excite = squeezeExcite({ ratio: 8, seed });
  const excited =
    (block: Block): Block =>
    (x, part) =>
      excite(block(x, part), `${part}_se`);
  const pyramid = (width: number): Block => additiveAspp({ filters: width, dilations, norm, seed });
  return encoderDecoder({
    ...args,
    caller: 'resunetPlusPlus',
    inputShape,
    filters,
    name,
    encoder: (level) => excited(parts.encoder(level)),
    bottleneck: (x, part) => pyramid(bridgeFilters ?? 2 * filters.at(-1)!)(x, part),
    below: () => attention(norm, seed),
    up: parts.up,
    decoder: (level) => (x, part) => {
      const map = excited(parts.decoder(level))(x, part);
      return level ? map : pyramid(filters[0]!)(map, `${part}_aspp`);
    },
  });
}

/** The map from below, weighed by what it and the skip, of twice the size, show together. */
function attention(norm: Block, seed: number | undefined): Gate {
  return (x, skip, name) => {
    const conv = preactivatedConvBlock({ filters: x.shape.at(-1)!, norm, seed });
    const seen = downsample()(conv(skip, `${name}_skip`), `${name}_skip_pool`);
    const sum = apply(layers.add({ name: `${name}_add` }), [seen, conv(x, `${name}_map`)]);
    return apply(layers.multiply({ name: `${name}_scale` }), [conv(sum, `${name}_weights`), x]);
  };
}
