import { check } from '../core/check';
import type { Image } from './image';
import { whiteOf } from './image';
import { mapPixels } from './pixels';

/** What {@link rescale} subtracts and divides by, in units of the image's values. */
export interface RescaleArgs {
  /** Default ⌊white / 2⌋: 127 at 8 bits, 32,767 at 16, and 0.5 for floats. */
  subtract?: number | undefined;
  /** Default the same. */
  divide?: number | undefined;
}

/**
 * The values of an image as floats for a network: (x − subtract) / divide.
 *
 * The defaults give −1 … 1 (white at 8 bits: 1.008), the same for every image: they never depend on the values
 * that happen to occur.
 *
 * @param image any channels, any depth
 * @returns a new float image of the same size and channels
 * @throws RangeError when `divide` is 0 or not finite
 * @example
 * ```ts
 * import { createImage, rescale } from 'hilum';
 *
 * const image = createImage({ width: 3, height: 1, data: new Uint8Array([0, 127, 254]) });
 * rescale(image).data; // −1, 0, 1
 * rescale(image, { subtract: 0, divide: 255 }).data; // 0 … 1
 * ```
 */
export function rescale(
  image: Image,
  { subtract = middleOf(image), divide = middleOf(image) }: RescaleArgs = {},
): Image<Float32Array> {
  check(divide !== 0 && Number.isFinite(divide), `rescale: divide must be finite and not 0, got ${divide}.`);
  return mapPixels(image, Float32Array, (x) => (x - subtract) / divide);
}

/** The middle of the range: 127, 32,767, or 0.5 for floats. */
export function middleOf(image: Image): number {
  return image.depth === 32 ? 0.5 : whiteOf(image) >> 1;
}
