import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Block } from '../layers/block';
import { batchNorm } from '../layers/conv';
import { residualBlock, residualStem } from '../layers/residual';
import { upsample } from '../layers/resample';
import { encoderDecoder, type SegmentationModelArgs } from './encoder-decoder';

/** What {@link deepResunet} takes. */
export interface DeepResunetArgs extends SegmentationModelArgs {
  /** Default [64, 128, 256, 512]: three units of the encoder, and the bridge. */
  filters?: readonly number[] | undefined;
  /** Normalisation before each ReLU and after each shortcut. Default `batchNorm()`. */
  norm?: Block | undefined;
  /** Default `'deep_resunet'`. */
  name?: string | undefined;
}

/**
 * The deep residual U-Net of its paper: images `[B, H, W, channels]` to maps `[B, H, W, classes]`, probabilities in
 * [0, 1] by default. 8,231,745 parameters at its defaults, 8,222,529 of them trainable.
 *
 * Order of layers, as in the paper's table: the stem is a {@link residualStem}, every later unit of the encoder and
 * the bridge a {@link residualBlock} of step 2; on the way up nearest upsampling ×2, joined with the skip, and a
 * residual block as wide as the unit it is joined with; at the end a 1×1 convolution to `classes` maps. Of the shortcuts the
 * table says nothing: here 1×1 convolutions and BN, since every unit changes the width. With dropout a layer
 * before the second convolution of each unit.
 *
 * Layers are named `deep_resunet_encoder1_conv1`, …, `deep_resunet_encoder4_add` (the bridge), `deep_resunet_up3`,
 * `deep_resunet_concat3`, `deep_resunet_decoder3_conv1_norm`, …, `deep_resunet_head`.
 *
 * Zhang, Liu and Wang, https://arxiv.org/abs/1711.10684
 *
 * @throws RangeError when height or width do not divide by 2 to the number of levels below the first: the message
 * names the size to pad to. With `[null, null, 1]` that is found out when an image comes ({@link sizeMultipleOf}).
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { deepResunet } from 'hilum';
 *
 * const model = deepResunet({ inputShape: [null, null, 1], filters: [2, 4], seed: 1 });
 * const probabilities = model.predict(tf.zeros([1, 16, 24, 1])) as tf.Tensor;
 * console.log(probabilities.shape); // [ 1, 16, 24, 1 ]
 * tf.dispose(probabilities);
 * model.dispose();
 * ```
 */
export function deepResunet({
  inputShape = [256, 256, 1],
  filters = [64, 128, 256, 512],
  norm = batchNorm(),
  name = 'deep_resunet',
  ...args
}: DeepResunetArgs = {}): LayersModel {
  const { dropout, seed } = args;
  const at = (level: number) => ({ filters: filters[level]!, norm, dropout, seed });
  return encoderDecoder({
    ...args,
    caller: 'deepResunet',
    inputShape,
    filters,
    name,
    encoder: (level) => (level ? residualBlock({ ...at(level), strides: 2 }) : residualStem(at(level))),
    up: upsample,
    decoder: (level) => residualBlock(at(level)),
  });
}
