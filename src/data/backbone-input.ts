import { check } from '../core/check';
import { createImage, whiteOf, type Image } from './image';

/** What a network expects of RGB pixels. */
interface Expected {
  /** Which of red, green and blue comes first, second and third. */
  order: readonly [number, number, number];
  /** What values of 0 to 255 are divided by. */
  divisor: number;
  /** What is added then, to each channel that comes out. */
  offsets: readonly [number, number, number];
}

const caffe: Expected = { order: [2, 1, 0], divisor: 1, offsets: [-103.939, -116.779, -123.68] };
const tensorflow: Expected = { order: [0, 1, 2], divisor: 127.5, offsets: [-1, -1, -1] };

/**
 * An image as {@link vgg16} was trained on it: channels in the order blue, green, red, values 0 to 255 minus the
 * means of ImageNet, 103.939, 116.779 and 123.68. Keras calls it "caffe".
 *
 * Fits `normalize` of {@link batches} and {@link segment}.
 *
 * @param image any size and depth: white is 255; grey (with alpha or not) is repeated, alpha is left out
 * @returns a new float image of the same size, 3 channels, values −123.68 to 151.061
 * @throws RangeError when the image has more than 4 channels
 * @example
 * ```ts
 * import { createImage, vgg16Input } from 'hilum';
 *
 * const grey = createImage({ width: 1, height: 1, data: Uint8Array.of(100) });
 * console.log(vgg16Input(grey).data); // −3.939, −16.779 and −23.68
 * ```
 */
export function vgg16Input(image: Image): Image<Float32Array> {
  return fromRgb('vgg16Input', image, caffe);
}

/**
 * An image as {@link resnet50} was trained on it: the same as {@link vgg16Input}.
 *
 * @param image any size and depth: white is 255; grey (with alpha or not) is repeated, alpha is left out
 * @returns a new float image of the same size, 3 channels, values −123.68 to 151.061
 * @throws RangeError when the image has more than 4 channels
 * @example
 * ```ts
 * import { batches, chestPhantom, resnet50Input } from 'hilum';
 *
 * batches({ items: [1, 2], load: (seed) => chestPhantom({ seed, size: 64 }), normalize: resnet50Input });
 * ```
 */
export function resnet50Input(image: Image): Image<Float32Array> {
  return fromRgb('resnet50Input', image, caffe);
}

/**
 * An image as {@link inceptionResnetV2} was trained on it: red, green, blue, x / 127.5 − 1. Keras calls it "tf".
 *
 * @param image any size and depth: white is 255; grey (with alpha or not) is repeated, alpha is left out
 * @returns a new float image of the same size, 3 channels, values −1 to 1
 * @throws RangeError when the image has more than 4 channels
 * @example
 * ```ts
 * import { createImage, inceptionResnetV2Input } from 'hilum';
 *
 * const white = createImage({ width: 1, height: 1, data: Uint16Array.of(65535) });
 * console.log(inceptionResnetV2Input(white).data); // Float32Array [1, 1, 1]
 * ```
 */
export function inceptionResnetV2Input(image: Image): Image<Float32Array> {
  return fromRgb('inceptionResnetV2Input', image, tensorflow);
}

function fromRgb(caller: string, image: Image, { order, divisor, offsets }: Expected): Image<Float32Array> {
  const { width, height, channels, data } = image;
  check(
    channels <= 4,
    `${caller}: image must have 1 to 4 channels, got ${channels}. Pass one of its planes as a grey image.`,
  );
  const scale = 255 / whiteOf(image) / divisor;
  const values = new Float32Array(width * height * 3);
  for (let at = 0, out = 0; at < data.length; at += channels) {
    for (let c = 0; c < 3; c++) {
      // With fewer than three channels the first is grey.
      const from = channels < 3 ? at : at + order[c]!;
      values[out++] = data[from]! * scale + offsets[c]!;
    }
  }
  return createImage({ width, height, channels: 3, data: values });
}
