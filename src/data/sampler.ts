import type { Border } from './border';
import { borderIndex } from './border';
import type { Image, PixelData } from './image';
import { saturate } from './pixels';

/** What lies outside the image, for {@link warpAffine} and {@link warpAffineNearest}. */
export interface OutsideArgs {
  /** `'constant'`, `'replicate'` (a a | a b c | c c) or `'reflect101'` (c b | a b c | b a). Default `'constant'`. */
  border?: Border | undefined;
  /** What `'constant'` is, in units of the image's values, the same for each channel. Default 0. */
  value?: number | undefined;
}

/**
 * Fills values of `out`, from pixel `start` on, one pixel for each place (xs[i], ys[i]) of an image: in whole pixels
 * for a nearest sampler and in 32nds of a pixel for a bilinear one.
 */
export type RowSampler = (xs: Int32Array, ys: Int32Array, out: PixelData, start: number) => void;

/** Steps of a pixel that {@link bilinearSampler} tells apart. */
export const bilinearSteps = 32;

/** Copies pixels, so that no new values appear but the constant outside. */
export function nearestSampler(
  { width, height, channels, data }: Image,
  { border = 'constant', value = 0 }: OutsideArgs = {},
): RowSampler {
  return (xs, ys, out, start) => {
    for (let i = 0, to = start * channels; i < xs.length; i++) {
      const x = borderIndex(xs[i]!, width, border);
      const y = borderIndex(ys[i]!, height, border);
      const from = (y * width + x) * channels;
      for (let c = 0; c < channels; c++, to++) out[to] = x < 0 || y < 0 ? value : data[from + c]!;
    }
  };
}

/**
 * Blends the four pixels around each place. As OpenCV's `remap`: at 8 bits in integers, half rounded up; at 16 bits
 * and for floats in float32, 16 bits rounded half to even.
 */
export function bilinearSampler(
  image: Image,
  { border = 'constant', value = 0 }: OutsideArgs = {},
): RowSampler {
  const { width, height, channels, depth, data } = image;
  const blend = depth === 8 ? blendWhole : depth === 16 ? blendRounded : blendFloats;
  const outside = (x: number, y: number, c: number): number => {
    const column = borderIndex(x, width, border);
    const row = borderIndex(y, height, border);
    return column < 0 || row < 0 ? value : data[(row * width + column) * channels + c]!;
  };
  const blendOutside = (x: number, y: number, c: number): number =>
    blend(
      outside(x >> 5, y >> 5, c),
      outside((x >> 5) + 1, y >> 5, c),
      outside(x >> 5, (y >> 5) + 1, c),
      outside((x >> 5) + 1, (y >> 5) + 1, c),
      x & 31,
      y & 31,
    );
  if (channels === 1 && data instanceof Uint8Array) {
    const far = border === 'constant' ? blend(value, value, value, value, 0, 0) : undefined;
    return (xs, ys, out, start) =>
      blendBytes(data, width, height, xs, ys, out as Uint8Array, start, blendOutside, far);
  }
  return (xs, ys, out, start) => {
    for (let i = 0, to = start * channels; i < xs.length; i++) {
      const x = xs[i]! >> 5;
      const y = ys[i]! >> 5;
      const p = xs[i]! & 31;
      const q = ys[i]! & 31;
      if (x >= 0 && y >= 0 && x < width - 1 && y < height - 1) {
        for (let c = 0, at = (y * width + x) * channels; c < channels; c++, at++, to++) {
          const below = at + width * channels;
          out[to] = blend(data[at]!, data[at + channels]!, data[below]!, data[below + channels]!, p, q);
        }
      } else {
        for (let c = 0; c < channels; c++, to++) out[to] = blendOutside(xs[i]!, ys[i]!, c);
      }
    }
  };
}

/**
 * The usual image, grey and of 8 bits: {@link blendWhole} written out, so that nothing is called inside; `far` is what a
 * place has of which all four pixels are outside.
 */
function blendBytes(
  data: Uint8Array,
  width: number,
  height: number,
  xs: Int32Array,
  ys: Int32Array,
  out: Uint8Array,
  start: number,
  blendOutside: (x: number, y: number, c: number) => number,
  far: number | undefined,
): void {
  const right = (width - 1) * bilinearSteps;
  const bottom = (height - 1) * bilinearSteps;
  for (let i = 0; i < xs.length; i++) {
    const x = xs[i]!;
    const y = ys[i]!;
    // Below 0 is far above any side when read without a sign.
    if (x >>> 0 < right && y >>> 0 < bottom) {
      const at = Math.imul(y >> 5, width) + (x >> 5);
      const a = data[at]!;
      const c = data[at + width]!;
      const upper = (a << 5) + Math.imul(data[at + 1]! - a, x & 31);
      const lower = (c << 5) + Math.imul(data[at + width + 1]! - c, x & 31);
      out[start + i] = ((upper << 5) + Math.imul(lower - upper, y & 31) + 512) >> 10;
    } else if (far !== undefined && (x < -31 || y < -31 || x >= right + 32 || y >= bottom + 32)) {
      out[start + i] = far;
    } else out[start + i] = blendOutside(x, y, 0);
  }
}

/** The blend of a square of values, `p` 32nds to the right and `q` down. */
type Blend = (a: number, b: number, c: number, d: number, p: number, q: number) => number;

const blendWhole: Blend = (a, b, c, d, p, q) =>
  ((a * (32 - p) + b * p) * (32 - q) + (c * (32 - p) + d * p) * q + 512) >> 10;

const blendFloats: Blend = (a, b, c, d, p, q) => {
  const f = Math.fround;
  const upper = f(f(a * (((32 - p) * (32 - q)) / 1024)) + f(b * ((p * (32 - q)) / 1024)));
  return f(f(upper + f(c * (((32 - p) * q) / 1024))) + f(d * ((p * q) / 1024)));
};

const blendRounded: Blend = (...square) => saturate(blendFloats(...square), 65535);
