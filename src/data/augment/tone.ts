import type { Augmentation } from '../sample';
import { createAugmentation } from './plan';
import type { Range } from './range';
import { checkRange, drawFrom, drawLogarithmically } from './range';

/** How far {@link brightness} moves the values. */
export interface BrightnessArgs {
  /** Shares of white. Default [−0.15, 0.15]. */
  shiftRange?: Range | undefined;
}

/**
 * Adds one number to every value of the image: x + shift · white. Saturates at black and white and rounds half to
 * even; floats are neither rounded nor clipped. The mask stays.
 *
 * @throws RangeError when the range is not low ≤ high
 * @example
 * ```ts
 * import { brightness, createImage, createRandom } from 'hilum';
 *
 * const image = createImage({ width: 2, height: 1, data: new Uint8Array([0, 200]) });
 * const brighter = brightness({ shiftRange: [0.2, 0.2] });
 * brighter({ name: 'a.png', image, mask: image }, createRandom(1)).image.data; // 51, 251
 * ```
 */
export function brightness({ shiftRange = [-0.15, 0.15] }: BrightnessArgs = {}): Augmentation {
  checkRange('brightness', 'shiftRange', shiftRange);
  return createAugmentation({
    name: 'brightness',
    draw: (random) => ({ shift: drawFrom(random, shiftRange) }),
    change: ({ shift }) => ({ tone: (white) => (x) => x + shift * white }),
  });
}

/** How far {@link contrast} stretches the values. */
export interface ContrastArgs {
  /** 1 changes nothing, 0 makes all grey. Default [0.75, 1.25]. */
  factorRange?: Range | undefined;
}

/**
 * Stretches the values of the image about the middle of the range: (x − white/2) · factor + white/2. Saturates at
 * black and white and rounds half to even; floats are neither rounded nor clipped. The mask stays.
 *
 * @throws RangeError when the range is not 0 ≤ low ≤ high
 * @example
 * ```ts
 * import { contrast, createImage, createRandom } from 'hilum';
 *
 * const image = createImage({ width: 2, height: 1, data: new Uint8Array([0, 255]) });
 * const flatter = contrast({ factorRange: [0.5, 0.5] });
 * flatter({ name: 'a.png', image, mask: image }, createRandom(1)).image.data; // 64, 191
 * ```
 */
export function contrast({ factorRange = [0.75, 1.25] }: ContrastArgs = {}): Augmentation {
  checkRange('contrast', 'factorRange', factorRange, 0);
  return createAugmentation({
    name: 'contrast',
    draw: (random) => ({ factor: drawFrom(random, factorRange) }),
    change: ({ factor }) => ({ tone: (white) => (x) => (x - white / 2) * factor + white / 2 }),
  });
}

/** How far {@link gamma} bends the values. */
export interface GammaArgs {
  /** Below 1 brightens, above 1 darkens. Default [0.7, 1.4]. */
  exponentRange?: Range | undefined;
}

/**
 * Bends the values of the image: white · (x / white)^γ, γ drawn evenly on a logarithmic scale, so that brighter
 * and darker are equally likely. Black and white stay; whole numbers round half to even; a float below 0 counts
 * as 0. The mask stays.
 *
 * @throws RangeError when the range is not 0.01 ≤ low ≤ high
 * @example
 * ```ts
 * import { createImage, createRandom, gamma } from 'hilum';
 *
 * const image = createImage({ width: 3, height: 1, data: new Uint8Array([0, 51, 255]) });
 * const darker = gamma({ exponentRange: [2, 2] });
 * darker({ name: 'a.png', image, mask: image }, createRandom(1)).image.data; // 0, 10, 255
 * ```
 */
export function gamma({ exponentRange = [0.7, 1.4] }: GammaArgs = {}): Augmentation {
  checkRange('gamma', 'exponentRange', exponentRange, 0.01);
  return createAugmentation({
    name: 'gamma',
    draw: (random) => ({ exponent: drawLogarithmically(random, exponentRange) }),
    change: ({ exponent }) => ({ tone: (white) => (x) => white * (Math.max(x, 0) / white) ** exponent }),
  });
}
