import { toDepth8 } from './depth';
import { equalizeHistogram } from './equalize';
import { toGrey } from './grey';
import type { Image } from './image';
import { resizeBilinear } from './resize-bilinear';
import { threshold } from './threshold';

/** The size a network sees. */
export interface PrepareArgs {
  width: number;
  height: number;
}

/**
 * The reference preprocessing of a chest X-ray: grey → bilinear resize → histogram equalisation, so that exposure
 * and detector matter less. The same for training and for {@link segment}. 16-bit images keep their depth until
 * they are equalised.
 *
 * @param image any size, channels and depth
 * @returns an 8-bit grey image of the size asked for
 * @throws RangeError when width or height is not a positive integer
 * @example
 * ```ts
 * import { chestPhantom, prepareImage } from 'hilum';
 *
 * prepareImage(chestPhantom({ seed: 1, size: 64 }).image, { width: 32, height: 32 });
 * ```
 */
export function prepareImage(image: Image, size: PrepareArgs): Image<Uint8Array> {
  const grey = toGrey(image.depth === 32 ? toDepth8(image) : image);
  return toDepth8(equalizeHistogram(resizeBilinear(grey, size)));
}

/**
 * The reference preprocessing of a mask: grey → bilinear resize → above 127.
 *
 * @param mask any size, channels and depth; white is inside
 * @returns an 8-bit mask of the size asked for, values 0 and 255
 * @throws RangeError when width or height is not a positive integer
 * @example
 * ```ts
 * import { chestPhantom, prepareMask } from 'hilum';
 *
 * prepareMask(chestPhantom({ seed: 1, size: 64 }).mask, { width: 32, height: 32 });
 * ```
 */
export function prepareMask(mask: Image, size: PrepareArgs): Image<Uint8Array> {
  return threshold(resizeBilinear(toGrey(mask), size));
}
