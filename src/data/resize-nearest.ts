import type { Image, PixelData } from './image';
import { createImage } from './image';
import { pixelsLike } from './pixels';
import type { ResizeArgs } from './resize';
import { checkSize, scaleOf } from './resize';

/**
 * An image brought to another size by picking pixels: position ⌊d · old / new⌋ along each axis, as OpenCV's
 * `INTER_NEAREST`. No new values appear, so masks and label maps keep their labels. (That rule leans to the upper
 * left by half a pixel of the result, which is OpenCV's habit.)
 *
 * @param image any channels, any depth
 * @returns a new image of `width` × `height`, same channels and depth
 * @throws RangeError when a size is not a positive integer
 * @example
 * ```ts
 * import { createImage, resizeNearest } from 'hilum';
 *
 * const labels = createImage({ width: 2, height: 1, data: new Uint8Array([1, 7]) });
 * resizeNearest(labels, { width: 4, height: 1 }).data; // 1, 1, 7, 7
 * ```
 */
export function resizeNearest<Data extends PixelData>(image: Image<Data>, size: ResizeArgs): Image<Data> {
  checkSize('resizeNearest', size);
  const { width, height } = size;
  const { channels, data } = image;
  const columns = floors(image.width, width);
  const rows = floors(image.height, height);
  const out = pixelsLike(data, width * height * channels);
  for (let y = 0, i = 0; y < height; y++) {
    const row = rows[y]! * image.width;
    for (let x = 0; x < width; x++) {
      const at = (row + columns[x]!) * channels;
      for (let c = 0; c < channels; c++) out[i++] = data[at + c]!;
    }
  }
  return createImage({ width, height, channels, data: out });
}

function floors(from: number, to: number): Int32Array {
  const scale = scaleOf(from, to);
  return Int32Array.from({ length: to }, (_, i) => Math.min(Math.floor(i * scale), from - 1));
}
