import type { LayersModel } from '@tensorflow/tfjs-layers';
import { attentionGate } from '../layers/attention-gate';
import { encoderDecoder } from './encoder-decoder';
import { unetParts, type UnetArgs } from './unet';

/** What {@link attentionUnet} takes: what {@link unet} does. */
export interface AttentionUnetArgs extends UnetArgs {
  /** Default `'attention_unet'`. */
  name?: string | undefined;
}

/**
 * A U-Net whose skips pass an attention gate, which lets through what the coarser map of the level below finds worth
 * it: images `[B, H, W, channels]` to maps `[B, H, W, classes]`, probabilities in [0, 1] by default.
 * 8,018,020 parameters at its defaults.
 *
 * Order of layers: that of {@link unet}; each skip but that of the full size goes through an {@link attentionGate}
 * with half as many channels as the skip, before it is joined. The map of the full size shows too little of what is
 * what to be gated, as the authors say.
 *
 * Layers are named as in {@link unet}, `attention_unet_encoder1_conv1`, …, and those of a gate
 * `attention_unet_skip4_skip`, `attention_unet_skip4_gate`, `attention_unet_skip4_psi`, …
 *
 * Oktay et al., https://arxiv.org/abs/1804.03999. There the images are volumes, the widths 16 to 256 and every level
 * is supervised; the levels, widths and ways up and down here are those of {@link unet}, so that the two compare, and
 * `norm` is `batchNorm()` in the paper.
 *
 * @throws RangeError when height or width do not divide by 2 to the number of levels below the first: the message
 * names the size to pad to. With `[null, null, 1]` that is found out when an image comes ({@link sizeMultipleOf}).
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { attentionUnet, batchNorm } from 'hilum';
 *
 * const model = attentionUnet({ inputShape: [null, null, 1], filters: [2, 4, 8], norm: batchNorm(), seed: 1 });
 * const probabilities = model.predict(tf.zeros([1, 16, 24, 1])) as tf.Tensor;
 * console.log(probabilities.shape); // [ 1, 16, 24, 1 ]
 * tf.dispose(probabilities);
 * model.dispose();
 * ```
 */
export function attentionUnet({
  inputShape = [256, 256, 1],
  filters = [32, 64, 128, 256, 512],
  name = 'attention_unet',
  ...args
}: AttentionUnetArgs = {}): LayersModel {
  return encoderDecoder({
    ...args,
    ...unetParts({ filters, ...args }),
    caller: 'attentionUnet',
    inputShape,
    filters,
    name,
    skip: (level) =>
      level ? attentionGate({ filters: Math.ceil(filters[level]! / 2), seed: args.seed }) : (x) => x,
  });
}
