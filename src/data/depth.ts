import type { Image } from './image';
import { mapPixels, saturate } from './pixels';

/**
 * An image brought to 8 bits by its full range: 16-bit values are divided by 257 and rounded, so that black
 * stays 0 and white becomes 255; floats are clipped to 0 … 1, multiplied by 255 and rounded half to even. An
 * 8-bit image is returned as it is.
 *
 * The result never depends on the values that happen to occur. A 16-bit file that uses a narrow part of its range
 * turns out dark; {@link equalizeHistogram} before this step keeps its detail.
 *
 * @param image any channels, any depth
 * @returns an 8-bit image of the same size and channels
 * @example
 * ```ts
 * import { createImage, toDepth8 } from 'hilum';
 *
 * toDepth8(createImage({ width: 2, height: 1, data: new Uint16Array([257, 65535]) })).data; // 1, 255
 * ```
 */
export function toDepth8(image: Image): Image<Uint8Array> {
  if (image.depth === 8) return image as Image<Uint8Array>;
  // 257 is odd, so there are no halves to decide; storing cuts off.
  return mapPixels(
    image,
    Uint8Array,
    image.depth === 16 ? (x) => (x + 128) / 257 : (x) => saturate(x * 255, 255),
  );
}
