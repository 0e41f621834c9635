import { clahe } from '../clahe';
import { gaussianBlur } from '../gaussian-blur';
import { createImage, whiteOf } from '../image';
import { pixelsLike, saturate } from '../pixels';
import type { Augmentation } from '../sample';
import { createAugmentation } from './plan';
import type { Range } from './range';
import { checkRange, drawFrom } from './range';

/** How far {@link blur} blurs. */
export interface BlurArgs {
  /** Standard deviation in pixels, at least 0.1. Default [0.3, 1.5]. */
  sigmaRange?: Range | undefined;
}

/**
 * Blurs the image by {@link gaussianBlur}. The mask stays.
 *
 * @throws RangeError when the range is not 0.1 ≤ low ≤ high
 * @example
 * ```ts
 * import { blur, chestPhantom, createRandom } from 'hilum';
 *
 * blur({ sigmaRange: [1, 2] })(chestPhantom({ seed: 1, size: 64 }), createRandom(1)).image;
 * ```
 */
export function blur({ sigmaRange = [0.3, 1.5] }: BlurArgs = {}): Augmentation {
  checkRange('blur', 'sigmaRange', sigmaRange, 0.1);
  return createAugmentation({
    name: 'blur',
    draw: (random) => ({ sigma: drawFrom(random, sigmaRange) }),
    change: ({ sigma }) => ({
      sample: (sample) => ({ ...sample, image: gaussianBlur(sample.image, { sigma }) }),
    }),
  });
}

/** How much {@link sharpen} sharpens. */
export interface SharpenArgs {
  /** 0 changes nothing. Default [0.2, 1]. */
  amountRange?: Range | undefined;
  /** Standard deviation in pixels of what is taken away, at least 0.1. Default [1, 1]. */
  sigmaRange?: Range | undefined;
}

/**
 * Sharpens the image by an unsharp mask: x + amount · (x − blurred x), the blur by {@link gaussianBlur}. Saturates at
 * black and white and rounds half to even; floats are neither rounded nor clipped. The mask stays.
 *
 * @throws RangeError when a range is not low ≤ high, an amount is below 0 or a deviation below 0.1
 * @example
 * ```ts
 * import { chestPhantom, createRandom, sharpen } from 'hilum';
 *
 * sharpen()(chestPhantom({ seed: 1, size: 64 }), createRandom(1)).image;
 * ```
 */
export function sharpen({ amountRange = [0.2, 1], sigmaRange = [1, 1] }: SharpenArgs = {}): Augmentation {
  checkRange('sharpen', 'amountRange', amountRange, 0);
  checkRange('sharpen', 'sigmaRange', sigmaRange, 0.1);
  return createAugmentation({
    name: 'sharpen',
    draw: (random) => ({ amount: drawFrom(random, amountRange), sigma: drawFrom(random, sigmaRange) }),
    change: ({ amount, sigma }) => ({
      sample: (sample) => {
        const { image } = sample;
        const blurred = gaussianBlur(image, { sigma }).data;
        const white = whiteOf(image);
        const data = pixelsLike(image.data, image.data.length);
        for (let i = 0; i < data.length; i++) {
          const x = image.data[i]!;
          const sharp = x + amount * (x - blurred[i]!);
          data[i] = image.depth === 32 ? sharp : saturate(sharp, white);
        }
        return { ...sample, image: createImage({ ...image, data }) };
      },
    }),
  });
}

/** How strongly {@link localContrast} may stretch. */
export interface LocalContrastArgs {
  /** As of {@link clahe}, at least 1. Default [1, 4]. */
  clipLimitRange?: Range | undefined;
  /** Tiles across and down. Default [8, 8]. */
  tiles?: readonly [across: number, down: number] | undefined;
}

/**
 * Equalizes the image locally by {@link clahe} (CLAHE): one channel of 8 or 16 bits. The mask stays.
 *
 * @throws RangeError when the range is not 1 ≤ low ≤ high or, applied, the image has several channels or floats
 * @example
 * ```ts
 * import { chestPhantom, createRandom, localContrast } from 'hilum';
 *
 * localContrast()(chestPhantom({ seed: 1, size: 64 }), createRandom(1)).image;
 * ```
 */
export function localContrast({
  clipLimitRange = [1, 4],
  tiles = [8, 8],
}: LocalContrastArgs = {}): Augmentation {
  checkRange('localContrast', 'clipLimitRange', clipLimitRange, 1);
  return createAugmentation({
    name: 'localContrast',
    draw: (random) => ({ clipLimit: drawFrom(random, clipLimitRange) }),
    change: ({ clipLimit }) => ({
      sample: (sample) => ({ ...sample, image: clahe(sample.image, { clipLimit, tiles }) }),
    }),
  });
}
