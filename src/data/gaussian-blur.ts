import { check, checkInteger } from '../core/check';
import { blurBytes } from './blur-bytes';
import { borderIndex } from './border';
import type { Image, PixelData } from './image';
import { createImage } from './image';
import { pixelsLike, roundHalfEven } from './pixels';

/** How far {@link gaussianBlur} blurs: one of the two, or both. */
export interface GaussianBlurArgs {
  /** Standard deviation in pixels. Default 0.15 · kernelSize + 0.35; for sizes up to 9 then a fixed kernel. */
  sigma?: number | undefined;
  /** Side of the kernel, odd. Default 2 · 3σ + 1 at 8 bits and 2 · 4σ + 1 else, rounded and made odd. */
  kernelSize?: number | undefined;
}

/**
 * An image blurred by a Gaussian, along the rows and then along the columns; outside, it is mirrored at the centres of
 * the border pixels.
 *
 * At 8 bits the weights are 256ths and at 16 bits 65,536ths, the error of rounding carried from the rim to the centre;
 * everything after is exact, and half is rounded up at the end: OpenCV's `GaussianBlur` to the bit. Floats are summed
 * in double precision and agree with OpenCV's to 6 digits.
 *
 * @param image any channels, any depth
 * @returns a new image of the same size, channels and depth
 * @throws RangeError when neither is given, `sigma` is not above 0, or `kernelSize` is not odd
 * @example
 * ```ts
 * import { createImage, gaussianBlur } from 'hilum';
 *
 * const image = createImage({ width: 5, height: 1, data: new Uint8Array([0, 0, 160, 0, 0]) });
 * gaussianBlur(image, { kernelSize: 3 }).data; // 0, 40, 80, 40, 0
 * ```
 */
export function gaussianBlur<Data extends PixelData>(
  image: Image<Data>,
  { sigma = 0, kernelSize }: GaussianBlurArgs,
): Image<Data> {
  const { width, height, channels, depth, data } = image;
  check(
    (sigma > 0 && sigma < Infinity) || (sigma === 0 && kernelSize !== undefined),
    `gaussianBlur: sigma must be finite and above 0, got ${sigma}. Or give kernelSize alone.`,
  );
  const size = kernelSize ?? roundHalfEven(sigma * (depth === 8 ? 3 : 4) * 2 + 1) | 1;
  checkInteger('gaussianBlur', 'kernelSize', size, 1);
  check(size % 2 === 1, `gaussianBlur: kernelSize must be odd, got ${size}.`);
  const bits = depth === 32 ? 0 : depth;
  const weights = kernel(size, sigma, bits);
  // A centre that takes all of the error of rounding may fall below 0 where the kernel is very wide.
  if (data instanceof Uint8Array && weights[size >> 1]! >= 0) {
    const blurred: PixelData = blurBytes({ ...image, data }, weights);
    return createImage({ ...image, data: blurred as Data });
  }
  const reach = size >> 1;
  const step = width * channels;
  const out = pixelsLike(data, data.length);

  // Blurred along the row, only the last `size` rows are kept.
  const lines = Array.from({ length: Math.min(size, height) }, () => new Float64Array(step));
  const padded = new Float64Array(step + 2 * reach * channels);
  const columns = Int32Array.from({ length: width + 2 * reach }, (_, i) =>
    borderIndex(i - reach, width, 'reflect101'),
  );
  const sums = new Float64Array(step);
  let ready = 0;
  for (let y = 0; y < height; y++) {
    for (; ready <= Math.min(y + reach, height - 1); ready++) {
      const row = data.subarray(ready * step, (ready + 1) * step);
      for (let x = 0, i = 0; x < columns.length; x++)
        for (let c = 0; c < channels; c++, i++) padded[i] = row[columns[x]! * channels + c]!;
      const line = lines[ready % lines.length]!;
      line.fill(0);
      weights.forEach((weight, k) => addScaled(line, padded, k * channels, weight));
    }
    sums.fill(0);
    weights.forEach((weight, k) =>
      addScaled(sums, lines[borderIndex(y + k - reach, height, 'reflect101') % lines.length]!, 0, weight),
    );
    store(sums, out, y * step, 2 ** (-2 * bits));
  }
  return createImage({ width, height, channels, data: out });
}

function addScaled(sums: Float64Array, values: Float64Array, from: number, weight: number): void {
  for (let i = 0; i < sums.length; i++) sums[i]! += weight * values[from + i]!;
}

/** Fixed-point numbers round half up, floats are stored as they come. */
function store(sums: Float64Array, out: PixelData, start: number, unit: number): void {
  // Storing into a whole-numbered array cuts off.
  const half = unit === 1 ? 0 : 0.5;
  for (let i = 0; i < sums.length; i++) out[start + i] = sums[i]! * unit + half;
}

/** OpenCV's kernels of small sizes without a sigma, in 256ths: the outer half up to the centre. */
const small: Readonly<Record<number, readonly number[]>> = {
  1: [256],
  3: [64, 128],
  5: [16, 64, 96],
  7: [8, 28, 56, 72],
  9: [4, 13, 30, 51, 60],
};

/** Weights that add up to 1, or to 2^bits in whole numbers. */
function kernel(size: number, sigma: number, bits: number): Float64Array {
  const middle = size >> 1;
  const weights = new Float64Array(size);
  const deviation = sigma || 0.15 * size + 0.35;
  const fixed = sigma ? undefined : small[size];
  for (let i = 0; i <= middle; i++)
    weights[i] = weights[size - 1 - i] = fixed ? fixed[i]! : Math.exp(-0.5 * ((i - middle) / deviation) ** 2);
  const sum = weights.reduce((a, b) => a + b, 0);
  for (let i = 0; i < size; i++) weights[i]! /= sum;
  if (!bits) return weights;
  let error = 0;
  let centre = 2 ** bits;
  for (let i = 0; i < middle; i++) {
    const exact = weights[i]! * 2 ** bits + error;
    const whole = roundHalfEven(exact);
    error = exact - whole;
    centre -= 2 * whole;
    weights[i] = weights[size - 1 - i] = whole;
  }
  weights[middle] = centre;
  return weights;
}
