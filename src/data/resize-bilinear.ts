import type { Image, PixelData } from './image';
import { createImage, whiteOf } from './image';
import { pixelsLike, roundHalfEven, saturate } from './pixels';
import type { ResizeArgs } from './resize';
import { checkSize, scaleOf } from './resize';
import { resizeArea } from './resize-area';

/**
 * An image brought to another size by bilinear interpolation with half-pixel centres and no antialiasing:
 * position (d + 0.5) · old / new − 0.5 along each axis, its two neighbours weighted by nearness.
 *
 * At 8 bits the weights are integers of 11 bits and the result equals OpenCV's `INTER_LINEAR` to the bit; at 16
 * bits and for floats the arithmetic is float32, as in OpenCV 4 (5 fuses multiplying and adding), 16 bits rounded
 * half to even; enlarged floats may differ in their last bit at the border. Shrinking by more than 2 skips pixels:
 * {@link resizeArea} averages them all.
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
  const { width, height } = size;
  const { channels, data, depth } = image;
  // OpenCV halves by area, which is the same but for the rounding of a half.
  if (depth !== 32 && image.width === 2 * width && image.height === 2 * height)
    return resizeArea(image, size);
  const weigh = depth === 8 ? (share: number) => roundHalfEven(share * 2048) : Math.fround;
  const columns = neighbours(image.width, width, weigh);
  const rows = neighbours(image.height, height, weigh);
  const step = width * channels;

  // First along the rows. Whole numbers up to 2^24 fit in floats.
  const lines = new Float32Array(image.height * step);
  for (let y = 0, i = 0; y < image.height; y++)
    for (const { first, second, p, q } of columns)
      for (let c = y * image.width * channels, end = c + channels; c < end; c++, i++)
        lines[i] =
          Math.fround(data[first * channels + c]! * p) + Math.fround(data[second * channels + c]! * q);

  const out = pixelsLike(data, height * step);
  rows.forEach(({ first, second, p, q }, y) => {
    for (let x = 0; x < step; x++) {
      const above = lines[first * step + x]!;
      const below = lines[second * step + x]!;
      const value = Math.fround(Math.fround(above * p) + Math.fround(below * q));
      out[y * step + x] =
        depth === 8
          ? (((p * (above >> 4)) >> 16) + ((q * (below >> 4)) >> 16) + 2) >> 2
          : depth === 16
            ? saturate(value, whiteOf(image))
            : value;
    }
  });
  return createImage({ width, height, channels, data: out });
}

interface Neighbours {
  /** Places in the image. */
  readonly first: number;
  readonly second: number;
  /** Their weights. */
  readonly p: number;
  readonly q: number;
}

/** For each of `to` positions along an axis, what it is blended from: outside, the border goes on. */
function neighbours(from: number, to: number, weigh: (share: number) => number): Neighbours[] {
  const scale = scaleOf(from, to);
  const inside = (i: number): number => Math.min(Math.max(i, 0), from - 1);
  return Array.from({ length: to }, (_, i) => {
    const position = Math.fround((i + 0.5) * scale - 0.5);
    const first = Math.floor(position);
    const share = Math.fround(position - first);
    return { first: inside(first), second: inside(first + 1), p: weigh(1 - share), q: weigh(share) };
  });
}
