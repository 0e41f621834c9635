import { checkInRange } from '../../core/check';
import type { Augmentation } from '../sample';

/**
 * Augmentations one after another, each drawing from the same stream.
 *
 * @example
 * ```ts
 * import { affine, compose, contrast, createImage, createRandom, flipHorizontal, gaussianNoise, maybe } from 'hilum';
 *
 * const augment = compose(flipHorizontal(), affine(), contrast(), maybe(0.3, gaussianNoise()));
 * const image = createImage({ width: 8, height: 8, data: new Uint8Array(64).fill(90) });
 * const sample = { name: 'a.png', image, mask: image };
 * augment(sample, createRandom(1)); // the same change for the same seed
 * ```
 */
export function compose(...augmentations: readonly Augmentation[]): Augmentation {
  return (sample, random) => augmentations.reduce((changed, augment) => augment(changed, random), sample);
}

/**
 * An augmentation that happens with the given probability, and otherwise returns the sample as it is.
 *
 * @param probability 0 (never) to 1 (always)
 * @throws RangeError when the probability is outside 0 to 1
 * @example
 * ```ts
 * import { equalizeHistogram, maybe } from 'hilum';
 *
 * // A change of your own is a function of the sample and a random stream.
 * const equalized = maybe(0.5, (sample) => ({ ...sample, image: equalizeHistogram(sample.image) }));
 * ```
 */
export function maybe(probability: number, augmentation: Augmentation): Augmentation {
  checkInRange('maybe', 'probability', probability, 0, 1);
  return (sample, random) => (random.uniform() < probability ? augmentation(sample, random) : sample);
}
