import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { check, checkInRange } from '../core/check';
import { sizeMultipleOf } from '../core/size-multiple';
import { crop, padToMultiple } from '../data/crop';
import { createImage, type Image } from '../data/image';
import { resizeBilinear } from '../data/resize-bilinear';
import { networkInput, type NetworkInputArgs } from './network-input';

/** What {@link segment} takes. */
export interface SegmentArgs extends NetworkInputArgs {
  /** Probabilities above it are foreground. Not used with several classes. Default 0.5. */
  threshold?: number;
}

/** What {@link segment} gives, at the size of the image that went in. */
export interface Segmentation {
  /** One channel a class, 0 to 1. */
  readonly probabilities: Image<Float32Array>;
  /** One channel: 255 is foreground, 0 background; of several classes the index of the most probable. */
  readonly mask: Image<Uint8Array>;
}

/**
 * Segments one image: prepare → normalise → pad to what the network's depth asks for → predict → crop → resize the
 * probabilities to the image's own size → decide.
 *
 * @param model takes `[B, H, W, 1]` and gives probabilities `[B, H, W, classes]`
 * @param image any size, channels and depth that `prepare` takes
 * @returns probabilities and mask; no tensor is left behind
 * @throws TypeError when `image` is no image; RangeError when the model does not take the number of channels that
 * `normalize` gives
 * @example
 * ```ts
 * import { chestPhantom, segment, unet } from 'hilum';
 *
 * const model = unet({ inputShape: [null, null, 1], filters: [2, 4] });
 * const { mask, probabilities } = await segment(model, chestPhantom({ seed: 1, size: 33 }).image);
 * console.log(mask.width, probabilities.data[0]);
 * ```
 */
export async function segment(
  model: LayersModel,
  image: Image,
  { threshold = 0.5, ...args }: SegmentArgs = {},
): Promise<Segmentation> {
  checkInRange('segment', 'threshold', threshold, 0, 1);
  const seen = networkInput('segment', model, image, args);
  const predicted = await predict(model, padToMultiple(seen, { multiple: sizeMultipleOf(model) }));
  const probabilities = resizeBilinear(crop(predicted, { width: seen.width, height: seen.height }), {
    width: image.width,
    height: image.height,
  });
  return { probabilities, mask: decide(probabilities, threshold) };
}

async function predict(model: LayersModel, image: Image<Float32Array>): Promise<Image<Float32Array>> {
  const { width, height, channels, data } = image;
  const output = tf.tidy(() => {
    const [first] = [model.predict(tf.tensor4d(data, [1, height, width, channels]))].flat();
    return first!;
  });
  try {
    const [, outHeight, outWidth, classes] = output.shape;
    check(
      outHeight === height && outWidth === width,
      `segment: the model must give a map of the size it is given, got [${output.shape.join(', ')}] for [1, ${height}, ${width}, ${channels}].`,
    );
    return createImage({ width, height, channels: classes!, data: (await output.data()) as Float32Array });
  } finally {
    output.dispose();
  }
}

function decide(
  { width, height, channels, data }: Image<Float32Array>,
  threshold: number,
): Image<Uint8Array> {
  const mask = new Uint8Array(width * height);
  for (let i = 0; i < mask.length; i++) {
    if (channels === 1) {
      mask[i] = data[i]! > threshold ? 255 : 0;
      continue;
    }
    let best = 0;
    for (let c = 1; c < channels; c++) {
      if (data[i * channels + c]! > data[i * channels + best]!) best = c;
    }
    mask[i] = best;
  }
  return createImage({ width, height, data: mask });
}
