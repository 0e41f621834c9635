import { checkInRange } from '../../core/check';
import type { Random } from '../../core/random';
import type { Image } from '../image';
import { createImage, whiteOf } from '../image';
import { pixelsLike, saturate } from '../pixels';
import type { Augmentation } from '../sample';
import type { Range } from './range';
import { checkRange } from './range';

/** How strong {@link gaussianNoise} is. */
export interface GaussianNoiseArgs {
  /** Standard deviation, a share of white; one is drawn for each image. Default [0, 0.05]. */
  stdRange?: Range | undefined;
}

/**
 * Adds to each value of the image a normally distributed number of its own. Saturates at black and white and
 * rounds half to even; floats are neither rounded nor clipped. The mask stays.
 *
 * @throws RangeError when the range is not 0 ≤ low ≤ high
 * @example
 * ```ts
 * import { createImage, createRandom, gaussianNoise } from 'hilum';
 *
 * const image = createImage({ width: 64, height: 64, data: new Uint8Array(4096).fill(128) });
 * const noisy = gaussianNoise({ stdRange: [0.02, 0.05] });
 * noisy({ name: 'a.png', image, mask: image }, createRandom(1)).image;
 * ```
 */
export function gaussianNoise({ stdRange = [0, 0.05] }: GaussianNoiseArgs = {}): Augmentation {
  checkRange('gaussianNoise', 'stdRange', stdRange, 0);
  return (sample, random) => {
    const std = random.uniform(...stdRange) * whiteOf(sample.image);
    return { ...sample, image: addNoise(sample.image, random, (stream) => stream.normal(0, std)) };
  };
}

/** How strong {@link uniformNoise} is. */
export interface UniformNoiseArgs {
  /** The share of the random number that is added, 0 to 1. Default 0.1. */
  amount?: number | undefined;
}

/**
 * Adds to each value of the image amount · n, n a whole number drawn evenly from 0 to white − 1: the noise of the
 * reference pipeline of chest X-ray segmentation, which also brightens by amount / 2 on average. Saturates at
 * white and rounds half to even; for floats n is a real number in [0, 1) and nothing is clipped. The mask stays.
 *
 * @throws RangeError when `amount` is outside 0 to 1
 * @example
 * ```ts
 * import { createImage, createRandom, uniformNoise } from 'hilum';
 *
 * const image = createImage({ width: 64, height: 64, data: new Uint8Array(4096).fill(128) });
 * uniformNoise()({ name: 'a.png', image, mask: image }, createRandom(1)).image; // 128 to 153
 * ```
 */
export function uniformNoise({ amount = 0.1 }: UniformNoiseArgs = {}): Augmentation {
  checkInRange('uniformNoise', 'amount', amount, 0, 1);
  return (sample, random) => {
    const { image } = sample;
    const draw = (stream: Random) =>
      amount * (image.depth === 32 ? stream.uniform() : stream.integer(0, whiteOf(image)));
    return { ...sample, image: addNoise(image, random, draw) };
  };
}

/**
 * Adds a draw to each value. One number taken from `random` decides them all, so what is drawn afterwards does not
 * depend on the size.
 */
function addNoise(image: Image, random: Random, draw: (stream: Random) => number): Image {
  const stream = random.fork('noise', random.integer(0, 2 ** 32));
  const white = image.depth === 32 ? 0 : whiteOf(image);
  const out = pixelsLike(image.data, image.data.length);
  image.data.forEach((x, i) => {
    const value = x + draw(stream);
    out[i] = white ? saturate(value, white) : value;
  });
  return createImage({ ...image, data: out });
}
