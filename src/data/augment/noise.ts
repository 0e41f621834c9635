import { createRandom } from '../../core/random';
import type { Image } from '../image';
import { createImage, whiteOf } from '../image';
import { pixelsLike, saturate } from '../pixels';
import type { Augmentation } from '../sample';
import { addNormals, drawNormals, normalTable } from './normals';
import { createAugmentation } from './plan';
import type { Range } from './range';
import { checkRange, drawFrom, drawLogarithmically, drawSeed } from './range';

/** How strong {@link gaussianNoise} is. */
export interface GaussianNoiseArgs {
  /** Standard deviation, a share of white; one is drawn for each image. Default [0, 0.05]. */
  stdRange?: Range | undefined;
}

/**
 * Adds to each value of the image a normally distributed number of its own (one of 4,096 equally likely levels, within
 * 3.7 standard deviations). Saturates at black and white and rounds half to even; floats are neither rounded nor
 * clipped. The mask stays.
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
  const table = normalTable();
  return createAugmentation({
    name: 'gaussianNoise',
    draw: (random) => ({ std: drawFrom(random, stdRange), seed: drawSeed(random) }),
    change: ({ std, seed }) => ({
      sample: (sample) => {
        const { image } = sample;
        const factor = std * whiteOf(image);
        const scaled = table.map((x) => x * factor);
        const { data } = image;
        const random = createRandom(seed);
        if (!(data instanceof Uint8Array))
          return { ...sample, image: add(image, drawNormals(random, scaled, data.length)) };
        // A clamped array rounds half to even and saturates by itself.
        const sums = new Uint8ClampedArray(data.length);
        addNormals(data, random, scaled, sums);
        return { ...sample, image: createImage({ ...image, data: new Uint8Array(sums.buffer) }) };
      },
    }),
  });
}

/** How strong {@link poissonNoise} is. */
export interface PoissonNoiseArgs {
  /** Photons that make white: the fewer, the more grain. Drawn on a logarithmic scale. Default [100, 2000]. */
  photonsRange?: Range | undefined;
}

/**
 * The grain of few photons: each value becomes white · k / photons, k drawn from Poisson's distribution of mean
 * photons · x / white; above 50 from the normal one it is near, rounded. Dark parts keep still. Saturates at white and
 * rounds half to even; floats are not rounded, and those below 0 count as 0. The mask stays.
 *
 * @throws RangeError when the range is not 1 ≤ low ≤ high
 * @example
 * ```ts
 * import { chestPhantom, createRandom, poissonNoise } from 'hilum';
 *
 * const grain = poissonNoise({ photonsRange: [200, 400] });
 * grain(chestPhantom({ seed: 1, size: 64 }), createRandom(1)).image;
 * ```
 */
export function poissonNoise({ photonsRange = [100, 2000] }: PoissonNoiseArgs = {}): Augmentation {
  checkRange('poissonNoise', 'photonsRange', photonsRange, 1);
  const table = normalTable();
  return createAugmentation({
    name: 'poissonNoise',
    draw: (random) => ({ photons: drawLogarithmically(random, photonsRange), seed: drawSeed(random) }),
    change: ({ photons, seed }) => ({
      sample: (sample) => {
        const { image } = sample;
        const white = whiteOf(image);
        const stream = createRandom(seed);
        const noise = drawNormals(stream, table, image.data.length);
        for (let i = 0; i < noise.length; i++) {
          const x = image.data[i]!;
          const mean = (Math.max(x, 0) / white) * photons;
          const count =
            mean > 50 ? Math.round(mean + Math.sqrt(mean) * noise[i]!) : poisson(mean, stream.uniform());
          noise[i] = (count / photons) * white - x;
        }
        return { ...sample, image: add(image, noise) };
      },
    }),
  });
}

/** The number at which Poisson's cumulative distribution passes `share`. */
function poisson(mean: number, share: number): number {
  let count = 0;
  let term = Math.exp(-mean);
  let sum = term;
  // Beyond 200 the terms are too small to add anything.
  for (; sum < share && count < 200; sum += term) term *= mean / ++count;
  return count;
}

/**
 * The noise of the reference pipeline of chest X-ray segmentation: each value x of the image becomes x + 0.1 · k,
 * k an integer drawn evenly from 0 to 254, in 255ths of white. Saturates at white and rounds half to even; floats are
 * neither rounded nor clipped. The mask stays.
 *
 * @example
 * ```ts
 * import { chestPhantom, createRandom, referenceNoise } from 'hilum';
 *
 * referenceNoise()(chestPhantom({ seed: 1, size: 64 }), createRandom(1)).image;
 * ```
 */
export function referenceNoise(): Augmentation {
  return createAugmentation({
    name: 'referenceNoise',
    draw: (random) => ({ seed: drawSeed(random) }),
    change: ({ seed }) => ({
      sample: (sample) => {
        const { image } = sample;
        const stream = createRandom(seed);
        const unit = (0.1 * whiteOf(image)) / 255;
        const noise = new Float32Array(image.data.length);
        for (let i = 0; i < noise.length; i++) noise[i] = stream.integer(0, 255) * unit;
        return { ...sample, image: add(image, noise) };
      },
    }),
  });
}

function add(image: Image, noise: Float32Array): Image {
  const { data } = image;
  const out = pixelsLike(data, data.length);
  if (data instanceof Uint8Array) addToBytes(data, noise, new Uint8ClampedArray(out.buffer));
  else if (image.depth === 32) for (let i = 0; i < out.length; i++) out[i] = data[i]! + noise[i]!;
  else {
    const white = whiteOf(image);
    for (let i = 0; i < out.length; i++) out[i] = saturate(data[i]! + noise[i]!, white);
  }
  return createImage({ ...image, data: out });
}

/** A clamped array rounds half to even and saturates by itself. */
function addToBytes(data: Uint8Array, noise: Float32Array, out: Uint8ClampedArray): void {
  for (let i = 0; i < out.length; i++) out[i] = data[i]! + noise[i]!;
}
