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
    const { image } = sample;
    const white = whiteOf(image);
    const std = random.uniform(...stdRange) * white;
    // One number decides them all, so what is drawn afterwards does not depend on the size.
    const stream = random.fork('noise', random.integer(0, 2 ** 32));
    const data = pixelsLike(image.data, image.data.length);
    image.data.forEach((x, i) => {
      const noisy = x + stream.normal(0, std);
      data[i] = image.depth === 32 ? noisy : saturate(noisy, white);
    });
    return { ...sample, image: createImage({ ...image, data }) };
  };
}
