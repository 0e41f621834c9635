import type { Image } from '../image';
import { createImage, whiteOf } from '../image';
import { pixelsLike, saturate } from '../pixels';
import type { Augmentation } from '../sample';
import { createAugmentation } from './plan';
import type { Range } from './range';
import { checkRange, drawFrom } from './range';

/** How strong {@link biasField} is. */
export interface BiasFieldArgs {
  /** Of each of the nine coefficients; 0.1 is about a tenth brighter or darker. Default [−0.1, 0.1]. */
  coefficientRange?: Range | undefined;
}

/**
 * Multiplies the image by a smooth field, as of uneven exposure or a heel effect: exp of a polynomial of degree 3,
 * Σ c_ij · P_i(x) · P_j(y) with Legendre's P, 1 ≤ i + j ≤ 3, and x and y from −1 to 1. Saturates at white and rounds
 * half to even; floats are neither rounded nor clipped. The mask stays.
 *
 * @throws RangeError when the range is not low ≤ high within ±10
 * @example
 * ```ts
 * import { biasField, chestPhantom, createRandom } from 'hilum';
 *
 * biasField({ coefficientRange: [-0.2, 0.2] })(chestPhantom({ seed: 1, size: 64 }), createRandom(1)).image;
 * ```
 */
export function biasField({ coefficientRange = [-0.1, 0.1] }: BiasFieldArgs = {}): Augmentation {
  checkRange('biasField', 'coefficientRange', coefficientRange, -10, 10);
  return createAugmentation({
    name: 'biasField',
    draw: (random) => ({ coefficients: Array.from({ length: 9 }, () => drawFrom(random, coefficientRange)) }),
    change: ({ coefficients }) => ({
      sample: (sample) => ({ ...sample, image: multiplyByField(sample.image, coefficients) }),
    }),
  });
}

/** The degrees of x and y of each coefficient. */
const degrees = [
  ...([
    [1, 0],
    [0, 1],
    [2, 0],
    [1, 1],
    [0, 2],
  ] as const),
  ...([
    [3, 0],
    [2, 1],
    [1, 2],
    [0, 3],
  ] as const),
] as const;

function multiplyByField(image: Image, coefficients: readonly number[]): Image {
  const { width, height, channels, data } = image;
  const white = whiteOf(image);
  const out = pixelsLike(data, data.length);
  const across = Array.from({ length: width }, (_, x) => legendre(place(x, width)));
  for (let y = 0, i = 0; y < height; y++) {
    const down = legendre(place(y, height));
    // The polynomial in x of this row, by degree.
    const row = [0, 0, 0, 0];
    degrees.forEach(([dx, dy], k) => (row[dx]! += coefficients[k]! * down[dy]));
    const [a, b, c, d] = row as [number, number, number, number];
    for (const [, p1, p2, p3] of across) {
      const factor = Math.exp(a + b * p1 + c * p2 + d * p3);
      for (const end = i + channels; i < end; i++) {
        const x = data[i]! * factor;
        out[i] = image.depth === 32 ? x : saturate(x, white);
      }
    }
  }
  return createImage({ ...image, data: out });
}

const place = (i: number, size: number): number => (size > 1 ? (2 * i) / (size - 1) - 1 : 0);

const legendre = (x: number) => [1, x, (3 * x * x - 1) / 2, (5 * x * x * x - 3 * x) / 2] as const;
