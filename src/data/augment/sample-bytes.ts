import { bilinearSteps } from '../sampler';

/** A grey image of 8 bits. */
export interface Bytes {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/**
 * Blends an image and copies a mask at the same places, in pixels: `bilinearSampler` and `nearestSampler` to the bit, in
 * one pass over places. What is written into is black, and stays so where a place is outside.
 */
export function sampleBytes(
  xs: Float64Array,
  ys: Float64Array,
  { width, height, data }: Bytes,
  mask: Uint8Array,
  blended: Uint8Array,
  copied: Uint8Array,
  start: number,
): void {
  const [right, bottom] = [(width - 1) * bilinearSteps, (height - 1) * bilinearSteps];
  for (let i = 0; i < xs.length; i++) {
    const placeX = xs[i]!;
    const placeY = ys[i]!;
    if (!(placeX > -1 && placeY > -1 && placeX < width && placeY < height)) continue;
    // In 32nds of a pixel, half rounded up; one pixel further, where cutting off rounds down.
    const x = ((placeX * bilinearSteps + (bilinearSteps + 0.5)) | 0) - bilinearSteps;
    const y = ((placeY * bilinearSteps + (bilinearSteps + 0.5)) | 0) - bilinearSteps;
    // Below 0 is far above any side when read without a sign.
    if (x >>> 0 < right && y >>> 0 < bottom) {
      const at = Math.imul(y >> 5, width) + (x >> 5);
      const a = data[at]!;
      const c = data[at + width]!;
      const p = x & 31;
      const upper = (a << 5) + Math.imul(data[at + 1]! - a, p);
      const lower = (c << 5) + Math.imul(data[at + width + 1]! - c, p);
      blended[start + i] = ((upper << 5) + Math.imul(lower - upper, y & 31) + 512) >> 10;
    } else blended[start + i] = blendAtRim(data, width, height, x, y);
    const column = (x + bilinearSteps / 2) >> 5;
    const row = (y + bilinearSteps / 2) >> 5;
    if (column >>> 0 < width && row >>> 0 < height) copied[start + i] = mask[Math.imul(row, width) + column]!;
  }
}

/** The blend where some of the four pixels are outside, and black. */
function blendAtRim(data: Uint8Array, width: number, height: number, x: number, y: number): number {
  let sum = 512;
  for (let k = 0; k < 4; k++) {
    const column = (x >> 5) + (k & 1);
    const row = (y >> 5) + (k >> 1);
    if (column < 0 || row < 0 || column >= width || row >= height) continue;
    const across = k & 1 ? x & 31 : 32 - (x & 31);
    sum += data[row * width + column]! * across * (k >> 1 ? y & 31 : 32 - (y & 31));
  }
  return sum >> 10;
}
