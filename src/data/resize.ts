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
  const white = image.depth === 16 ? whiteOf(image) : 0;

  // Offsets and weights along a row, one for each value of the result. Whole numbers up to 2^24 fit in floats.
  const left = new Int32Array(step);
  const right = new Int32Array(step);
  const [p, q] = [new Float32Array(step), new Float32Array(step)];
  for (let i = 0; i < step; i++) {
    const x = (i / channels) | 0;
    const at = columns.first[x]!;
    const inside = at >= 0 && at < image.width - 1;
    const weight = inside ? columns.weight[x]! : 0;
    left[i] = clamp(at, image.width) * channels + (i % channels);
    right[i] = inside ? left[i]! + channels : left[i]!;
    p[i] = fixed(1 - weight, exact);
    q[i] = fixed(weight, exact);
  }
  const blendRow = (row: number, line: Float32Array): void => {
    const start = row * image.width * channels;
    for (let i = 0; i < step; i++) {
      line[i] = Math.fround(data[start + left[i]!]! * p[i]!) + Math.fround(data[start + right[i]!]! * q[i]!);
    }
  };

  // Two lines are kept with the number of the row they hold: neighbours share one when enlarging.
  let above = new Float32Array(step);
  let below = new Float32Array(step);
  let aboveRow = -1;
  let belowRow = -1;
  for (let y = 0; y < height; y++) {
    const first = clamp(rows.first[y]!, image.height);
    const second = clamp(rows.first[y]! + 1, image.height);
    if (first === belowRow) {
      [above, below, aboveRow, belowRow] = [below, above, belowRow, aboveRow];
    }
    if (first !== aboveRow) blendRow(first, above);
    if (second !== belowRow) blendRow(second, below);
    [aboveRow, belowRow] = [first, second];

    const weight = rows.weight[y]!;
    const upper = fixed(1 - weight, exact);
    const lower = fixed(weight, exact);
    for (let i = 0, at = y * step; i < step; i++, at++) {
      if (exact) {
        out[at] = (((upper * (above[i]! >> 4)) >> 16) + ((lower * (below[i]! >> 4)) >> 16) + 2) >> 2;
      } else {
        const value = Math.fround(above[i]! * upper) + Math.fround(below[i]! * lower);
        out[at] = white ? saturate(Math.fround(value), white) : value;
      }
    }
  }
  return createImage({ width, height, channels, data: out });
}

function fixed(weight: number, exact: boolean): number {
  const single = Math.fround(weight);
  // Weights are positive; saturate rounds half to even, as OpenCV does.
  return exact ? saturate(single * 2048, 2048) : single;
}

function clamp(at: number, size: number): number {
  return at < 0 ? 0 : at >= size ? size - 1 : at;
}
