import { check, checkInteger, checkIntegers } from '../core/check';
import type { Image, PixelData } from './image';
import { axis, pickPixels } from './pixels';

/** The rectangle that {@link crop} keeps, in pixels. */
export interface CropArgs {
  /** Left edge. Default 0. */
  x?: number | undefined;
  /** Top edge. Default 0. */
  y?: number | undefined;
  width: number;
  height: number;
}

/**
 * A rectangle cut out of an image.
 *
 * @param image any channels, any depth
 * @returns a new image of `width` × `height`
 * @throws RangeError when the rectangle is empty or reaches outside the image
 * @example
 * ```ts
 * import { createImage, crop } from 'hilum';
 *
 * const image = createImage({ width: 3, height: 2, data: new Uint8Array([1, 2, 3, 4, 5, 6]) });
 * crop(image, { x: 1, y: 0, width: 2, height: 2 }).data; // 2, 3, 5, 6
 * ```
 */
export function crop<Data extends PixelData>(
  image: Image<Data>,
  { x = 0, y = 0, width, height }: CropArgs,
): Image<Data> {
  checkIntegers('crop', { x, y }, 0);
  checkIntegers('crop', { width, height }, 1);
  check(
    x + width <= image.width && y + height <= image.height,
    `crop: the rectangle must lie inside the image of ${image.width}×${image.height}, ` +
      `got ${width}×${height} at ${x}, ${y}.`,
  );
  return pickPixels(
    image,
    axis(width, (i) => x + i),
    axis(height, (i) => y + i),
  );
}

/** How far {@link padToMultiple} pads, and with what. */
export interface PadToMultipleArgs {
  /** What width and height shall be divisible by: 2 to the number of halvings in the network. Default 16. */
  multiple?: number | undefined;
  /** `'edge'` repeats the last column and row, `'zero'` is black. Default `'edge'`. */
  border?: 'edge' | 'zero' | undefined;
}

/**
 * An image grown to the right and downward until its width and height are divisible by `multiple`. `crop(padded,
 * { width, height })` with the old size takes it back.
 *
 * @param image any channels, any depth
 * @returns a new image, its width and height multiples of `multiple`
 * @throws RangeError when `multiple` is not a positive integer
 * @example
 * ```ts
 * import { createImage, padToMultiple } from 'hilum';
 *
 * const image = createImage({ width: 100, height: 96, data: new Uint8Array(9600) });
 * padToMultiple(image, { multiple: 16 }).width; // 112
 * ```
 */
export function padToMultiple<Data extends PixelData>(
  image: Image<Data>,
  { multiple = 16, border = 'edge' }: PadToMultipleArgs = {},
): Image<Data> {
  checkInteger('padToMultiple', 'multiple', multiple, 1);
  const grown = (size: number): Int32Array =>
    axis(Math.ceil(size / multiple) * multiple, (i) => (i < size ? i : border === 'edge' ? size - 1 : -1));
  return pickPixels(image, grown(image.width), grown(image.height));
}
