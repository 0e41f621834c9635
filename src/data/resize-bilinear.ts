import type { Image, PixelData } from './image';
import type { ResizeArgs, Taps } from './resize';
import { checkSize, interpolate, scaleOf } from './resize';
import { resizeArea } from './resize-area';

/**
 * An image brought to another size by bilinear interpolation with half-pixel centres and no antialiasing:
 * position (d + 0.5) · old / new − 0.5 along each axis, its two neighbours weighted by nearness.
 *
 * At 8 bits the weights are integers of 11 bits and the result equals OpenCV's `INTER_LINEAR` to the bit; at 16
 * bits and for floats the arithmetic is float32, as in OpenCV 4 (5 fuses multiplying and adding), 16 bits rounded
 * half to even. Shrinking by more than 2 skips pixels: {@link resizeArea} averages them all.
 *
 * @param image any channels, any depth
 * @returns a new image of `width` × `height`, same channels and depth
 * @throws RangeError when a size is not a positive integer
 * @example
 * ```ts
 * import { createImage, resizeBilinear } from 'hilum';
 *
 * const image = createImage({ width: 2, height: 1, data: new Uint8Array([0, 100]) });
 * resizeBilinear(image, { width: 4, height: 1 }).data; // 0, 25, 75, 100
 * ```
 */
export function resizeBilinear<Data extends PixelData>(image: Image<Data>, size: ResizeArgs): Image<Data> {
  checkSize('resizeBilinear', size);
  // OpenCV halves by area, which is the same but for the rounding of a half.
  if (image.depth !== 32 && image.width === 2 * size.width && image.height === 2 * size.height) {
    return resizeArea(image, size);
  }
  return interpolate(image, centres(image.width, size.width), centres(image.height, size.height));
}

function centres(from: number, to: number): Taps {
  const scale = scaleOf(from, to);
  const first = new Int32Array(to);
  const weight = new Float32Array(to);
  for (let i = 0; i < to; i++) {
    const position = Math.fround((i + 0.5) * scale - 0.5);
    first[i] = Math.floor(position);
    weight[i] = position - first[i]!;
  }
  return { first, weight };
}
