import { check } from '../core/check';
import type { Image, PixelData } from './image';
import { createImage } from './image';
import { pixelsLike } from './pixels';

/**
 * The brightness of each pixel, as one channel: 0.299 · red + 0.587 · green + 0.114 · blue.
 *
 * Whole-numbered images use weights of 15 bits, (9798 r + 19235 g + 3735 b + 2^14) >> 15, and equal OpenCV's
 * `COLOR_RGB2GRAY` to the bit at 8 and 16 bits. Alpha is ignored, as OpenCV does: X-rays are opaque. An image
 * of grey and alpha loses its alpha; a grey image is returned as it is.
 *
 * @param image 1 to 4 channels, any depth
 * @returns an image of one channel, same size and depth
 * @throws RangeError when the image has more than 4 channels
 * @example
 * ```ts
 * import { createImage, toGrey } from 'hilum';
 *
 * const red = createImage({ width: 1, height: 1, channels: 3, data: new Uint8Array([255, 0, 0]) });
 * toGrey(red).data; // 76
 * ```
 */
export function toGrey<Data extends PixelData>(image: Image<Data>): Image<Data> {
  const { width, height, channels, depth, data } = image;
  check(
    channels <= 4,
    `toGrey: image must have 1 to 4 channels, got ${channels}. Choose the channels to keep.`,
  );
  if (channels === 1) return image;
  const out = pixelsLike(data, width * height);
  for (let i = 0, j = 0; i < out.length; i++, j += channels) {
    if (channels === 2) out[i] = data[j]!;
    else if (depth === 32) out[i] = 0.299 * data[j]! + 0.587 * data[j + 1]! + 0.114 * data[j + 2]!;
    else out[i] = (9798 * data[j]! + 19235 * data[j + 1]! + 3735 * data[j + 2]! + 16384) >>> 15;
  }
  return createImage({ width, height, data: out });
}
