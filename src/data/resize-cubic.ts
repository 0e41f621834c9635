import type { Image, PixelData } from './image';
import { createImage, whiteOf } from './image';
import { pixelsLike, roundHalfEven, saturate } from './pixels';
import type { ResizeArgs } from './resize';
import { checkSize, scaleOf } from './resize';

/**
 * An image brought to another size by bicubic interpolation (Keys, a = −0.75) with half-pixel centres and no
 * antialiasing: four pixels along each axis, outside the border goes on. Edges come out sharper than bilinear and
 * overshoot: whole numbers saturate at black and white, floats may leave the range of the image.
 *
 * It equals OpenCV's `INTER_CUBIC` to the bit as compiled for SSE2 or NEON: at 8 bits weights of 11 bits along the
 * rows, then float32; else float32, in that version's order. The last (width · channels) mod 8 values of a row, mod 4
 * for floats, come from its other loop: integers at 8 bits, another order else. 16 bits round half to even. Shrinking
 * by more than 2 skips pixels: {@link resizeArea} averages them all.
 *
 * @param image any channels, any depth
 * @returns a new image of `width` × `height`, same channels and depth
 * @throws RangeError when a size is not a positive integer
 * @example
 * ```ts
 * import { createImage, resizeCubic } from 'hilum';
 *
 * const image = createImage({ width: 2, height: 1, data: new Uint8Array([50, 150]) });
 * resizeCubic(image, { width: 4, height: 1 }).data; // 39, 73, 127, 161
 * ```
 *
 * Keys, "Cubic convolution interpolation for digital image processing", IEEE TASSP 1981.
 */
export function resizeCubic<Data extends PixelData>(image: Image<Data>, size: ResizeArgs): Image<Data> {
  checkSize('resizeCubic', size);
  const { width, height } = size;
  const { channels, data, depth } = image;
  const columns = taps(image.width, width, depth === 8);
  const rows = taps(image.height, height, depth === 8);
  const step = width * channels;
  const round = Math.fround;

  // First along the rows. The whole numbers of 8 bits stay below 2^24, so floats hold them.
  const lines = new Float32Array(image.height * step);
  for (let y = 0; y < image.height; y++) {
    const row = data.subarray(y * image.width * channels, (y + 1) * image.width * channels);
    for (let x = 0, i = y * step; x < width; x++) {
      const { places, weights } = columns[x]!;
      for (let c = 0; c < channels; c++, i++) {
        const before = round(row[places[0] * channels + c]! * weights[0]);
        const first = round(row[places[1] * channels + c]! * weights[1]);
        const second = round(row[places[2] * channels + c]! * weights[2]);
        const after = round(row[places[3] * channels + c]! * weights[3]);
        lines[i] = round(round(before + first) + second) + after;
      }
    }
  }

  const out = pixelsLike(data, height * step);
  const white = whiteOf(image);
  const blocks = step - (step % (depth === 32 ? 4 : 8));
  rows.forEach(({ places: [p, q, r, s], weights }, y) => {
    const [a, b, c, d] = depth === 8 ? (weights.map((w) => w / 2 ** 22) as unknown as Four) : weights;
    for (let x = 0; x < step; x++) {
      const before = lines[p * step + x]! * a;
      const first = lines[q * step + x]! * b;
      const second = lines[r * step + x]! * c;
      const after = lines[s * step + x]! * d;
      let value: number;
      if (x < blocks)
        value = round(round(before) + round(round(first) + round(round(second) + round(after))));
      else if (depth === 8) value = Math.floor(before + first + second + after + 0.5);
      else value = round(round(round(round(before) + round(first)) + round(second)) + round(after));
      out[y * step + x] = depth === 32 ? value : saturate(value, white);
    }
  });
  return createImage({ width, height, channels, data: out });
}

type Four = readonly [number, number, number, number];

/** For each of `to` positions along an axis, the four places it is blended from and their weights, as `whole` 2048ths. */
function taps(from: number, to: number, whole: boolean): { places: Four; weights: Four }[] {
  const scale = scaleOf(from, to);
  const inside = (i: number): number => Math.min(Math.max(i, 0), from - 1);
  return Array.from({ length: to }, (_, i) => {
    const position = Math.fround((i + 0.5) * scale - 0.5);
    const first = Math.floor(position);
    const weights = keys(Math.fround(position - first));
    return {
      places: [inside(first - 1), inside(first), inside(first + 1), inside(first + 2)],
      weights: whole ? (weights.map((weight) => roundHalfEven(weight * 2048)) as unknown as Four) : weights,
    };
  });
}

/** The weights of the pixels at −1, 0, 1, 2 for a place `x` beyond 0, with OpenCV's float32 roundings. */
function keys(x: number): Four {
  const f = Math.fround;
  const near = (t: number): number => f(f(f(f(1.25 * t) - 2.25) * t) * t) + 1;
  const y = f(x + 1);
  const before = f(f(f(f(f(f(-0.75 * y) + 3.75) * y) - 6) * y) + 3);
  const first = f(near(x));
  const second = f(near(f(1 - x)));
  return [before, first, second, f(f(f(1 - before) - first) - second)];
}
