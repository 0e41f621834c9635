import type { Image } from './image';
import { mapPixels } from './pixels';
import { middleOf } from './rescale';

/** Where {@link threshold} cuts. */
export interface ThresholdImageArgs {
  /** Values above it become white. Default ⌊white / 2⌋: 127 at 8 bits, 32,767 at 16, and 0.5 for floats. */
  above?: number | undefined;
}

/**
 * A binary mask: 255 where x > above, else 0. Masks that were resized or stored as JPEG become clean with it.
 *
 * @param image any channels, any depth; NaN counts as not above
 * @returns a new 8-bit image of the same size and channels, with values 0 and 255 alone
 * @example
 * ```ts
 * import { createImage, threshold } from 'hilum';
 *
 * const probabilities = createImage({ width: 2, height: 1, data: new Float32Array([0.4, 0.9]) });
 * threshold(probabilities).data; // 0, 255
 * ```
 */
export function threshold(
  image: Image,
  { above = middleOf(image) }: ThresholdImageArgs = {},
): Image<Uint8Array> {
  return mapPixels(image, Uint8Array, (x) => (x > above ? 255 : 0));
}
