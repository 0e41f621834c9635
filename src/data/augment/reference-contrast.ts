import { adjustBrightnessContrast, scaleIntensity } from '../intensity';
import type { Augmentation } from '../sample';
import { createAugmentation } from './plan';
import type { Range } from './range';
import { checkRange, drawFrom } from './range';

/** How far {@link brightnessContrast} turns the two knobs of image editors. */
export interface BrightnessContrastArgs {
  /** Within −255 (black) and 255 (white). Default [−40, −40]. */
  brightnessRange?: Range | undefined;
  /** Within −127 (all grey) and 130. Default [−120, −120]. */
  contrastRange?: Range | undefined;
}

/**
 * Brightness, then contrast, on the scale of image editors, by {@link adjustBrightnessContrast}; by default the first
 * contrast variant of the reference pipeline of chest X-ray segmentation. The mask stays.
 *
 * @throws RangeError when a range is not low ≤ high within its bounds
 * @example
 * ```ts
 * import { brightnessContrast, chestPhantom, createRandom } from 'hilum';
 *
 * brightnessContrast()(chestPhantom({ seed: 1, size: 64 }), createRandom(1)).image; // nearly grey
 * ```
 */
export function brightnessContrast({
  brightnessRange = [-40, -40],
  contrastRange = [-120, -120],
}: BrightnessContrastArgs = {}): Augmentation {
  checkRange('brightnessContrast', 'brightnessRange', brightnessRange, -255, 255);
  checkRange('brightnessContrast', 'contrastRange', contrastRange, -127, 130);
  return createAugmentation({
    name: 'brightnessContrast',
    draw: (random) => ({
      brightness: drawFrom(random, brightnessRange),
      contrast: drawFrom(random, contrastRange),
    }),
    change: (knobs) => ({
      sample: (sample) => ({ ...sample, image: adjustBrightnessContrast(sample.image, knobs) }),
    }),
  });
}

/** The line that {@link gainBias} draws. */
export interface GainBiasArgs {
  /** Default [1.5, 1.5]. */
  gainRange?: Range | undefined;
  /** In units of the image's values. Default [0.7, 0.7]. */
  biasRange?: Range | undefined;
}

/**
 * gain · x + bias by {@link scaleIntensity}; by default the second contrast variant of the reference pipeline of chest
 * X-ray segmentation. The mask stays.
 *
 * @throws RangeError when a range is not low ≤ high
 * @example
 * ```ts
 * import { createImage, createRandom, gainBias } from 'hilum';
 *
 * const image = createImage({ width: 3, height: 1, data: new Uint8Array([0, 100, 200]) });
 * gainBias()({ name: 'a.png', image, mask: image }, createRandom(1)).image.data; // 1, 151, 255
 * ```
 */
export function gainBias({
  gainRange = [1.5, 1.5],
  biasRange = [0.7, 0.7],
}: GainBiasArgs = {}): Augmentation {
  checkRange('gainBias', 'gainRange', gainRange);
  checkRange('gainBias', 'biasRange', biasRange);
  return createAugmentation({
    name: 'gainBias',
    draw: (random) => ({ gain: drawFrom(random, gainRange), bias: drawFrom(random, biasRange) }),
    change: (line) => ({
      sample: (sample) => ({ ...sample, image: scaleIntensity(sample.image, line) }),
    }),
  });
}
