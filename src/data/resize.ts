import { checkInteger } from '../core/check';
import type { Image, PixelData } from './image';
import { createImage, whiteOf } from './image';
import { pixelsLike, saturate } from './pixels';

/** The size that `resizeBilinear`, `resizeArea` and `resizeNearest` bring an image to, in pixels. */
export interface ResizeArgs {
  width: number;
  height: number;
}

/** For each position along one axis of the result, the first of two neighbours and the weight of the second. */
export interface Taps {
  readonly first: Int32Array;
  readonly weight: Float32Array;
}

/** Requires a size of whole positive pixels. */
export function checkSize(caller: string, { width, height }: ResizeArgs): void {
  checkInteger(caller, 'width', width, 1);
  checkInteger(caller, 'height', height, 1);
}

/** Pixels of the old image a pixel of the new one, with OpenCV's two roundings. */
export function scaleOf(from: number, to: number): number {
  return 1 / (to / from);
}

/**
 * An image blended from two neighbours along each axis, first along rows, then along columns, in the arithmetic
 * of OpenCV: 11-bit integer weights at 8 bits, float32 otherwise. Both axes may reach outside the image: there
 * a row continues with its last value, and a column's two neighbours both become the last row.
 */
export function interpolate<Data extends PixelData>(
  image: Image<Data>,
  columns: Taps,
  rows: Taps,
): Image<Data> {
  const { channels, data } = image;
  const width = columns.first.length;
  const height = rows.first.length;
  const out = pixelsLike(data, width * height * channels);
  const step = width * channels;
  const exact = image.depth === 8;
  const lineOf = () => (exact ? new Int32Array(step) : new Float32Array(step));

  // Offsets and weights along a row, one for each value of the result.
  const left = new Int32Array(step);
  const right = new Int32Array(step);
  const weights = [lineOf(), lineOf()] as const;
  for (let i = 0; i < step; i++) {
    const x = (i / channels) | 0;
    const at = columns.first[x]!;
    const inside = at >= 0 && at < image.width - 1;
    const weight = inside ? columns.weight[x]! : 0;
    left[i] = clamp(at, image.width) * channels + (i % channels);
    right[i] = inside ? left[i]! + channels : left[i]!;
    weights[0][i] = fixed(1 - weight, exact);
    weights[1][i] = fixed(weight, exact);
  }

  // Two lines are kept with the number of the row they hold: neighbours share one when enlarging.
  let above = lineOf();
  let below = lineOf();
  let aboveRow = -1;
  let belowRow = -1;
  for (let y = 0; y < height; y++) {
    const first = clamp(rows.first[y]!, image.height);
    const second = clamp(rows.first[y]! + 1, image.height);
    if (first === belowRow) {
      [above, below, aboveRow, belowRow] = [below, above, belowRow, aboveRow];
    }
    if (first !== aboveRow) blendRow(data, first * image.width * channels, left, right, weights, above);
    if (second !== belowRow) blendRow(data, second * image.width * channels, left, right, weights, below);
    [aboveRow, belowRow] = [first, second];

    const weight = rows.weight[y]!;
    const p = fixed(1 - weight, exact);
    const q = fixed(weight, exact);
    const start = y * step;
    if (exact) {
      for (let i = 0; i < step; i++) {
        out[start + i] = (((p * (above[i]! >> 4)) >> 16) + ((q * (below[i]! >> 4)) >> 16) + 2) >> 2;
      }
    } else {
      const white = image.depth === 16 ? whiteOf(image) : 0;
      for (let i = 0; i < step; i++) {
        const value = Math.fround(Math.fround(above[i]! * p) + Math.fround(below[i]! * q));
        out[start + i] = white ? saturate(value, white) : value;
      }
    }
  }
  return createImage({ width, height, channels, data: out });
}

function blendRow(
  data: PixelData,
  start: number,
  left: Int32Array,
  right: Int32Array,
  [p, q]: readonly [Int32Array | Float32Array, Int32Array | Float32Array],
  line: Int32Array | Float32Array,
): void {
  if (line instanceof Int32Array) {
    for (let i = 0; i < line.length; i++)
      line[i] = data[start + left[i]!]! * p[i]! + data[start + right[i]!]! * q[i]!;
  } else {
    for (let i = 0; i < line.length; i++) {
      line[i] = Math.fround(data[start + left[i]!]! * p[i]!) + Math.fround(data[start + right[i]!]! * q[i]!);
    }
  }
}

function fixed(weight: number, exact: boolean): number {
  const single = Math.fround(weight);
  // Weights are positive; saturate rounds half to even, as OpenCV does.
  return exact ? saturate(single * 2048, 2048) : single;
}

function clamp(at: number, size: number): number {
  return at < 0 ? 0 : at >= size ? size - 1 : at;
}
