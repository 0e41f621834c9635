import { bilinearSteps } from '../sampler';
import type { Pieces } from './pieces';

/** A grey image of 8 bits and its mask, and the results of their size or another: black, which stays outside. */
export interface Bytes {
  readonly width: number;
  readonly height: number;
  readonly image: Uint8Array;
  readonly mask: Uint8Array;
  readonly blended: Uint8Array;
  readonly copied: Uint8Array;
}

/**
 * Blends an image and copies a mask at the same places, in pixels: `bilinearSampler` and `nearestSampler` to the bit, in
 * one pass over places. The results go from pixel `start` on.
 */
export function sampleBytes(bytes: Bytes, xs: Float64Array, ys: Float64Array, start: number): void {
  for (let i = 0; i < xs.length; i++) sampleAt(bytes, xs[i]!, ys[i]!, start + i);
}

/** Pixels of which only the ends are looked at: where both are inside, so are those between. */
const stretch = 16;

/** As {@link sampleBytes}, to the bit, for places on straight pieces. */
export function samplePieces(bytes: Bytes, pieces: Pieces, start: number): void {
  const { width, height } = bytes;
  // Up to here a place rounds to one with a pixel on its right and below.
  const [right, bottom] = [width - 1 - 1 / bilinearSteps, height - 1 - 1 / bilinearSteps];
  for (let k = 0, from = 0; k < pieces.count; k++) {
    const startX = pieces.startX[k]!;
    const slopeX = pieces.slopeX[k]!;
    const startY = pieces.startY[k]!;
    const slopeY = pieces.slopeY[k]!;
    const end = pieces.ends[k]!;
    while (from < end) {
      const to = Math.min(from + stretch, end);
      const firstX = startX + slopeX * from;
      const firstY = startY + slopeY * from;
      const lastX = startX + slopeX * (to - 1);
      const lastY = startY + slopeY * (to - 1);
      const lowX = Math.min(firstX, lastX);
      const lowY = Math.min(firstY, lastY);
      const highX = Math.max(firstX, lastX);
      const highY = Math.max(firstY, lastY);
      if (lowX >= 0 && lowY >= 0 && highX <= right && highY <= bottom)
        sampleInside(bytes, startX, slopeX, startY, slopeY, from, to, start);
      else if (highX > -1 && highY > -1 && lowX < width && lowY < height)
        for (let x = from; x < to; x++) sampleAt(bytes, startX + slopeX * x, startY + slopeY * x, start + x);
      from = to;
    }
  }
}

/** A stretch of which all four pixels around each place are inside. */
function sampleInside(
  { width, image, mask, blended, copied }: Bytes,
  startX: number,
  slopeX: number,
  startY: number,
  slopeY: number,
  from: number,
  to: number,
  start: number,
): void {
  // One pixel further, as in sampleAt, so that `at` is the lower right one of the four.
  const toUpper = width;
  const toUpperLeft = width + 1;
  const shift = bilinearSteps + 0.5;
  for (let i = from; i < to; i++) {
    const x = ((startX + slopeX * i) * bilinearSteps + shift) | 0;
    const y = ((startY + slopeY * i) * bilinearSteps + shift) | 0;
    const p = x & 31;
    const q = y & 31;
    const at = Math.imul(y >> 5, width) + (x >> 5);
    const a = image[at - toUpperLeft]!;
    const c = image[at - 1]!;
    const upper = (a << 5) + Math.imul(image[at - toUpper]! - a, p);
    const lower = (c << 5) + Math.imul(image[at]! - c, p);
    blended[start + i] = ((upper << 5) + Math.imul(lower - upper, q) + 512) >> 10;
    // From the middle between two pixels on it is the further one.
    copied[start + i] = mask[at - toUpperLeft + (p >> 4) + (width & -(q >> 4))]!;
  }
}

/** One pixel, wherever it comes from. */
function sampleAt(
  { width, height, image, mask, blended, copied }: Bytes,
  placeX: number,
  placeY: number,
  to: number,
): void {
  if (!(placeX > -1 && placeY > -1 && placeX < width && placeY < height)) return;
  // In 32nds of a pixel, half rounded up; one pixel further, where cutting off rounds down.
  const x = ((placeX * bilinearSteps + (bilinearSteps + 0.5)) | 0) - bilinearSteps;
  const y = ((placeY * bilinearSteps + (bilinearSteps + 0.5)) | 0) - bilinearSteps;
  blended[to] = blend(image, width, height, x, y);
  const column = (x + bilinearSteps / 2) >> 5;
  const row = (y + bilinearSteps / 2) >> 5;
  // Below 0 is far above any side when read without a sign.
  if (column >>> 0 < width && row >>> 0 < height) copied[to] = mask[Math.imul(row, width) + column]!;
}

/** The blend of four pixels, of which some may be outside, and black. */
function blend(image: Uint8Array, width: number, height: number, x: number, y: number): number {
  const p = x & 31;
  const q = y & 31;
  const at = Math.imul(y >> 5, width) + (x >> 5);
  // A place may round to the pixel after the last.
  const left = x >= 0 && x < width * bilinearSteps;
  const right = x < (width - 1) * bilinearSteps;
  const top = y >= 0 && y < height * bilinearSteps;
  const bottom = y < (height - 1) * bilinearSteps;
  const a = left && top ? image[at]! : 0;
  const b = right && top ? image[at + 1]! : 0;
  const c = left && bottom ? image[at + width]! : 0;
  const d = right && bottom ? image[at + width + 1]! : 0;
  const upper = a * (32 - p) + b * p;
  const lower = c * (32 - p) + d * p;
  return (upper * (32 - q) + lower * q + 512) >> 10;
}
