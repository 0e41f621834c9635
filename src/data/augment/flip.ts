import type { Image } from '../image';
import { axis, pickPixels } from '../pixels';
import type { Augmentation, Sample } from '../sample';
import { maybe } from './compose';

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
  return maybe(probability, (sample) => onBoth(sample, mirrorColumns));
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
  return maybe(probability, (sample) => onBoth(sample, mirrorRows));
}

function onBoth(sample: Sample, change: (image: Image) => Image): Sample {
  return { ...sample, image: change(sample.image), mask: change(sample.mask) };
}

function mirrorColumns(image: Image): Image {
  const { width, height } = image;
  return pickPixels(
    image,
    axis(width, (i) => width - 1 - i),
    axis(height, (i) => i),
  );
}

function mirrorRows(image: Image): Image {
  const { width, height } = image;
  return pickPixels(
    image,
    axis(width, (i) => i),
    axis(height, (i) => height - 1 - i),
  );
}
