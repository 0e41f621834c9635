import { check, checkInteger } from '../core/check';
import { borderIndex } from './border';
import type { Image, PixelData } from './image';
import { createImage, whiteOf } from './image';
import { medianByCounts, medianOfNine } from './median-bytes';
import { pixelsLike } from './pixels';

/** The window of {@link medianBlur}. */
export interface MedianBlurArgs {
  /** Side of the square window, odd. Default 3. */
  size?: number | undefined;
}

/**
 * Each value replaced by the median of the square window around it, channel by channel; outside, the border pixels go
 * on. Single wrong pixels vanish, edges stay. Equal to OpenCV's `medianBlur` to the bit, which has only sizes 3 and 5
 * for 16 bits and floats.
 *
 * A histogram slides along each row, so the time grows with `size`, not with its square; 3×3 windows of 8 and 16 bits
 * are sorted instead. 16 bits give 16 bits, floats are compared as they are and keep their values.
 *
 * @param image any channels, any depth, no NaN
 * @returns a new image of the same size, channels and depth
 * @throws RangeError when `size` is not a positive odd integer
 * @example
 * ```ts
 * import { createImage, medianBlur } from 'hilum';
 *
 * const image = createImage({ width: 5, height: 1, data: new Uint8Array([10, 10, 255, 12, 12]) });
 * medianBlur(image, { size: 3 }).data; // 10, 10, 12, 12, 12
 * ```
 *
 * Huang, Yang and Tang, "A fast two-dimensional median filtering algorithm", IEEE TASSP 1979.
 */
export function medianBlur<Data extends PixelData>(
  image: Image<Data>,
  { size = 3 }: MedianBlurArgs = {},
): Image<Data> {
  checkInteger('medianBlur', 'size', size, 1);
  check(size % 2 === 1, `medianBlur: size must be odd, got ${size}.`);
  const { width, height, channels, data } = image;
  const out = pixelsLike(data, data.length);
  const result = createImage({ width, height, channels, data: out });
  if (size === 3 && (data instanceof Uint8Array || data instanceof Uint16Array)) {
    medianOfNine<Uint8Array | Uint16Array>({ width, height, channels, data, out: out as typeof data });
    return result;
  }
  if (data instanceof Uint8Array) {
    medianByCounts({ width, height, channels, data, out: out as typeof data }, size);
    return result;
  }
  // Floats are counted by their rank among the values that occur.
  const values = image.depth === 32 ? distinct(data) : undefined;
  const levels = values ? ranks(data, values) : (data as ArrayLike<number>);
  const count = values ? values.length : whiteOf(image) + 1;
  const reach = size >> 1;
  const rowOf = axisOf(height, reach);
  const columnOf = axisOf(width, reach).map((x) => x * channels);
  const shift = Math.ceil(Math.log2(count) / 2);
  const fine = new Int32Array(count + 1);
  const coarse = new Int32Array((count >> shift) + 1);
  const half = (size * size) >> 1;

  for (let y = 0; y < height; y++) {
    for (let c = 0; c < channels; c++) {
      fine.fill(0);
      coarse.fill(0);
      const rows = rowOf.subarray(y, y + size).map((row) => row * width * channels + c);
      for (let k = 0; k < size; k++) slide(levels, rows, columnOf[k]!, 1, shift, fine, coarse);
      for (let x = 0; x < width; x++) {
        let bucket = 0;
        let below = 0;
        while (below + coarse[bucket]! <= half) below += coarse[bucket++]!;
        let level = bucket << shift;
        while (below + fine[level]! <= half) below += fine[level++]!;
        out[(y * width + x) * channels + c] = values ? values[level]! : level;
        if (x === width - 1) break;
        slide(levels, rows, columnOf[x]!, -1, shift, fine, coarse);
        slide(levels, rows, columnOf[x + size]!, 1, shift, fine, coarse);
      }
    }
  }
  return result;
}

/** Adds a column of the window to the counts, or takes it away. */
function slide(
  levels: ArrayLike<number>,
  rows: Int32Array,
  column: number,
  by: 1 | -1,
  shift: number,
  fine: Int32Array,
  coarse: Int32Array,
): void {
  for (let k = 0; k < rows.length; k++) {
    const level = levels[rows[k]! + column]!;
    fine[level]! += by;
    coarse[level >> shift]! += by;
  }
}

/** The places −reach … size − 1 + reach of an axis, brought inside. */
function axisOf(size: number, reach: number): Int32Array {
  return Int32Array.from({ length: size + 2 * reach }, (_, i) => borderIndex(i - reach, size, 'replicate'));
}

function distinct(data: PixelData): Float32Array {
  const sorted = Float32Array.from(data).sort();
  return sorted.filter((x, i) => i === 0 || x !== sorted[i - 1]);
}

/** The place of each value in `sorted`. */
function ranks(data: PixelData, sorted: Float32Array): Uint32Array {
  return Uint32Array.from(data, (x) => {
    let low = 0;
    for (let high = sorted.length - 1; low < high;) {
      const middle = (low + high) >> 1;
      if (sorted[middle]! < x) low = middle + 1;
      else high = middle;
    }
    return low;
  });
}
