import type { Augmentation } from '../sample';
import { maybe } from './compose';
import { createAugmentation } from './plan';

/** How often {@link flipHorizontal} and {@link flipVertical} flip. */
export interface FlipArgs {
  /** 0 (never) to 1 (always). Default 0.5. */
  probability?: number | undefined;
}

/**
 * Mirrors image and mask left to right. The heart changes sides: fine for a mask of both lungs, wrong where
 * left and right are told apart.
 *
 * @throws RangeError when the probability is outside 0 to 1
 * @example
 * ```ts
 * import { createImage, createRandom, flipHorizontal } from 'hilum';
 *
 * const image = createImage({ width: 3, height: 1, data: new Uint8Array([1, 2, 3]) });
 * const flip = flipHorizontal({ probability: 1 });
 * flip({ name: 'a.png', image, mask: image }, createRandom(1)).image.data; // 3, 2, 1
 * ```
 */
export function flipHorizontal({ probability = 0.5 }: FlipArgs = {}): Augmentation {
  return maybe(
    probability,
    createAugmentation({
      name: 'flipHorizontal',
      change: () => ({
        geometry: (size) => ({ size, from: [-1, 0, size.width - 1, 0, 1, 0, 0, 0, 1] }),
      }),
    }),
  );
}

/**
 * Mirrors image and mask top to bottom. Chests do not stand on their heads: of use for other images.
 *
 * @throws RangeError when the probability is outside 0 to 1
 * @example
 * ```ts
 * import { createImage, createRandom, flipVertical } from 'hilum';
 *
 * const image = createImage({ width: 1, height: 3, data: new Uint8Array([1, 2, 3]) });
 * const flip = flipVertical({ probability: 1 });
 * flip({ name: 'a.png', image, mask: image }, createRandom(1)).image.data; // 3, 2, 1
 * ```
 */
export function flipVertical({ probability = 0.5 }: FlipArgs = {}): Augmentation {
  return maybe(
    probability,
    createAugmentation({
      name: 'flipVertical',
      change: () => ({
        geometry: (size) => ({ size, from: [1, 0, 0, 0, -1, size.height - 1, 0, 0, 1] }),
      }),
    }),
  );
}
