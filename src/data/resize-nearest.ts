import type { Image, PixelData } from './image';
import { axis, pickPixels } from './pixels';
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
  return pickPixels(image, floors(image.width, size.width), floors(image.height, size.height));
}

function floors(from: number, to: number): Int32Array {
  const scale = scaleOf(from, to);
  return axis(to, (i) => Math.min(Math.floor(i * scale), from - 1));
}
