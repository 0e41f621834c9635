import { check, checkIntegers } from '../core/check';
import type { Image, PixelData } from './image';
import { createImage } from './image';
import { pixelsLike, roundHalfEven } from './pixels';
import type { OutsideArgs, RowSampler } from './sampler';
import { bilinearSampler, bilinearSteps, nearestSampler } from './sampler';

/** An affine map of the plane: (x, y) goes to (a·x + b·y + c, d·x + e·y + f). */
export type AffineMatrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** Where {@link warpAffine} and {@link warpAffineNearest} bring an image. */
export interface WarpAffineArgs extends OutsideArgs {
  /** From places in the image to places in the result, in pixels, (0, 0) being the centre of the first one. */
  matrix: AffineMatrix;
  /** Of the result. Default: the image's. */
  width?: number | undefined;
  height?: number | undefined;
}

/**
 * An image turned, scaled, sheared and shifted in one step: each pixel of the result is blended from the four around
 * the place it comes from, found to 1/32 of a pixel.
 *
 * At every depth this is OpenCV 4's `warpAffine` with `INTER_LINEAR` to the bit (up to 4.10; later versions have
 * another method): places in integers of 10 bits, half rounded up at 8 bits; at 16 bits and for floats the blend is
 * float32, and 16 bits round half to even.
 *
 * @param image any channels, any depth, below 32,768 pixels a side
 * @returns a new image of `width` × `height`, same channels and depth
 * @throws RangeError when a size is not a positive integer, or the matrix is not finite
 * @example
 * ```ts
 * import { createImage, warpAffine } from 'hilum';
 *
 * const image = createImage({ width: 3, height: 1, data: new Uint8Array([10, 20, 30]) });
 * warpAffine(image, { matrix: [1, 0, 0.5, 0, 1, 0] }).data; // 5, 15, 25
 * warpAffine(image, { matrix: [1, 0, 0.5, 0, 1, 0], border: 'replicate' }).data; // 10, 15, 25
 * ```
 */
export function warpAffine<Data extends PixelData>(image: Image<Data>, args: WarpAffineArgs): Image<Data> {
  return warp('warpAffine', image, args, bilinearSampler(image, args), bilinearSteps);
}

/**
 * As {@link warpAffine}, but each pixel is copied from the one that lies nearest to where it comes from, so masks and
 * label maps keep their labels. OpenCV's `INTER_NEAREST` to the bit.
 *
 * @throws RangeError when a size is not a positive integer, or the matrix is not finite
 * @example
 * ```ts
 * import { createImage, warpAffineNearest } from 'hilum';
 *
 * const labels = createImage({ width: 3, height: 1, data: new Uint8Array([1, 2, 3]) });
 * warpAffineNearest(labels, { matrix: [-1, 0, 2, 0, 1, 0] }).data; // 3, 2, 1
 * ```
 */
export function warpAffineNearest<Data extends PixelData>(
  image: Image<Data>,
  args: WarpAffineArgs,
): Image<Data> {
  return warp('warpAffineNearest', image, args, nearestSampler(image, args), 1);
}

/** Places are found in 1024ths of a pixel and rounded to `steps` a pixel. */
function warp<Data extends PixelData>(
  caller: string,
  image: Image<Data>,
  { matrix, width = image.width, height = image.height }: WarpAffineArgs,
  sample: RowSampler,
  steps: number,
): Image<Data> {
  checkIntegers(caller, { width, height }, 1);
  check(
    matrix.every(Number.isFinite),
    `${caller}: matrix must hold finite numbers, got [${matrix.join(', ')}].`,
  );
  const [a, b, c, d, e, f] = invertAffine(matrix);
  const along = (step: number): Float64Array =>
    Float64Array.from({ length: width }, (_, x) => roundHalfEven(step * x * 1024));
  const [alongX, alongY] = [along(a), along(d)];
  const [xs, ys] = [new Int32Array(width), new Int32Array(width)];
  const out = pixelsLike(image.data, width * height * image.channels);
  for (let y = 0; y < height; y++) {
    placesOfRow(roundHalfEven((b * y + c) * 1024), alongX, steps, xs);
    placesOfRow(roundHalfEven((e * y + f) * 1024), alongY, steps, ys);
    sample(xs, ys, out, y * width);
  }
  return createImage({ width, height, channels: image.channels, data: out });
}

/** Places in 1024ths, rounded to `steps` a pixel; whole pixels are kept within 16 bits, as OpenCV does. */
function placesOfRow(start: number, along: Float64Array, steps: number, places: Int32Array): void {
  const unit = 1024 / steps;
  const first = start + unit / 2;
  const ends = [along[0]!, along[along.length - 1]!];
  // Sums lie between those at the ends; within 15 bits of pixels they need no bound, and fit in integers.
  if (ends.every((end) => Math.abs(first + end) < 32767 * 1024)) {
    const shift = 31 - Math.clz32(unit);
    for (let x = 0; x < places.length; x++) places[x] = (first + along[x]!) >> shift;
  } else {
    const [low, high] = [-32768 * steps, 32768 * steps - 1];
    for (let x = 0; x < places.length; x++)
      places[x] = Math.min(Math.max(Math.floor((first + along[x]!) / unit), low), high);
  }
}

/**
 * The map that undoes `matrix`; one that folds the plane into a line gives zeros, as in OpenCV.
 *
 * @example
 * ```ts
 * import { invertAffine } from 'hilum';
 *
 * invertAffine([2, 0, 10, 0, 4, 20]); // [0.5, 0, −5, 0, 0.25, −5]
 * ```
 */
export function invertAffine([a, b, c, d, e, f]: AffineMatrix): AffineMatrix {
  const determinant = a * e - b * d;
  const scale = determinant === 0 ? 0 : 1 / determinant;
  const [p, q, r, s] = [e * scale, b * -scale, d * -scale, a * scale];
  return [p, q, -p * c - q * f, r, s, -r * c - s * f];
}
