import type { Image } from '../image';
import { createImage } from '../image';
import { pixelsLike } from '../pixels';

/** Where a pixel (x, y) of the result comes from: (a·x + b·y + c, d·x + e·y + f). */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/**
 * Each pixel of the result blended from the four pixels around the place it comes from, or, with `'nearest'`, copied
 * from the one it lies in, so that no new values appear but black, which is what lies outside.
 */
export function warp(image: Image, [a, b, c, d, e, f]: Matrix, interpolation: 'bilinear' | 'nearest'): Image {
  const snap = interpolation === 'nearest';
  const { width, height, channels, data } = image;
  const out = pixelsLike(data, data.length);
  // Storing into a whole-numbered array cuts off; all values are positive there.
  const half = image.depth === 32 ? 0 : 0.5;
  const at = (x: number, y: number, channel: number): number =>
    x < 0 || y < 0 || x >= width || y >= height ? 0 : data[(y * width + x) * channels + channel]!;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += channels) {
      const sourceX = a * x + b * y + c;
      const sourceY = d * x + e * y + f;
      const left = Math.floor(snap ? sourceX + 0.5 : sourceX);
      const top = Math.floor(snap ? sourceY + 0.5 : sourceY);
      const fx = snap ? 0 : sourceX - left;
      const fy = snap ? 0 : sourceY - top;
      for (let k = 0; k < channels; k++) {
        const p = at(left, top, k);
        const q = at(left + 1, top, k);
        const r = at(left, top + 1, k);
        const s = at(left + 1, top + 1, k);
        const upper = p + (q - p) * fx;
        out[i + k] = upper + (r + (s - r) * fx - upper) * fy + half;
      }
    }
  }
  return createImage({ ...image, data: out });
}
