import { borderIndex } from './border';
import type { Image } from './image';

/**
 * An image of 8 bits blurred by a symmetric kernel of whole weights that add up to 256, none below 0: down the columns,
 * then along the rows, half rounded up. All is exact in integers, so the order of the sums does not matter.
 *
 * A sum down a column is at most 255 · 256, 16 bits: two columns, from either half of a row, share each integer. Both
 * loops make four sums at once, so that weights and offsets are looked up once for them.
 */
export function blurBytes(
  { width, height, channels, data }: Image<Uint8Array>,
  weights: Float64Array,
): Uint8Array {
  const reach = weights.length >> 1;
  const step = width * channels;
  const out = new Uint8Array(data.length);
  const half = upToFours((step + 1) >> 1);
  // The last rows, in pairs of columns; a row's place among them is kept as long as it is needed.
  const kept = Math.min(weights.length, height);
  const pairs = new Int32Array(kept * half);
  // Where the rows of the window begin, from its top to its middle and from its bottom to its middle.
  const starts = new Int32Array(weights.length);
  const outer = Int32Array.from(weights.subarray(0, reach));
  const middle = weights[reach]!;
  const columns = Int32Array.from({ length: width + 2 * reach }, (_, i) =>
    borderIndex(i - reach, width, 'reflect101'),
  );
  const sums = new Int32Array(2 * half);
  const padded = new Int32Array(upToFours(step) + 2 * reach * channels);
  const row = new Uint8Array(upToFours(step));
  let ready = 0;
  for (let y = 0; y < height; y++) {
    for (; ready <= Math.min(y + reach, height - 1); ready++)
      packRow(data, ready * step, step, pairs, (ready % kept) * half, half);
    for (let k = 0; k < starts.length; k++)
      starts[k] = (borderIndex(y + k - reach, height, 'reflect101') % kept) * half;
    blurColumns(pairs, starts, outer, middle, sums, half);
    // The middle first, then the mirrored ends.
    padded.set(step < sums.length ? sums.subarray(0, step) : sums, reach * channels);
    for (let i = 0; i < reach; i++)
      for (let c = 0; c < channels; c++) {
        padded[i * channels + c] = sums[columns[i]! * channels + c]!;
        const right = reach + width + i;
        padded[right * channels + c] = sums[columns[right]! * channels + c]!;
      }
    blurRow(padded, channels, outer, middle, row);
    out.set(step < row.length ? row.subarray(0, step) : row, y * step);
  }
  return out;
}

function upToFours(length: number): number {
  return (length + 3) & ~3;
}

/** A value from the left half of a row in the low 16 bits, its fellow from the right half in the high ones. */
function packRow(
  data: Uint8Array,
  from: number,
  step: number,
  pairs: Int32Array,
  to: number,
  half: number,
): void {
  const right = Math.max(step - half, 0);
  for (let i = 0; i < right; i++) pairs[to + i] = data[from + i]! | (data[from + half + i]! << 16);
  for (let i = right; i < Math.min(half, step); i++) pairs[to + i] = data[from + i]!;
}

function blurColumns(
  pairs: Int32Array,
  starts: Int32Array,
  outer: Int32Array,
  middle: number,
  sums: Int32Array,
  half: number,
): void {
  const last = starts.length - 1;
  const centre = starts[outer.length]!;
  for (let i = 0; i < half; i += 4) {
    let a = Math.imul(pairs[centre + i]!, middle);
    let b = Math.imul(pairs[centre + i + 1]!, middle);
    let c = Math.imul(pairs[centre + i + 2]!, middle);
    let d = Math.imul(pairs[centre + i + 3]!, middle);
    for (let k = 0; k < outer.length; k++) {
      const weight = outer[k]!;
      const upper = starts[k]! + i;
      const lower = starts[last - k]! + i;
      a = (a + Math.imul(pairs[upper]! + pairs[lower]!, weight)) | 0;
      b = (b + Math.imul(pairs[upper + 1]! + pairs[lower + 1]!, weight)) | 0;
      c = (c + Math.imul(pairs[upper + 2]! + pairs[lower + 2]!, weight)) | 0;
      d = (d + Math.imul(pairs[upper + 3]! + pairs[lower + 3]!, weight)) | 0;
    }
    sums[i] = a & 65535;
    sums[i + 1] = b & 65535;
    sums[i + 2] = c & 65535;
    sums[i + 3] = d & 65535;
    sums[half + i] = a >>> 16;
    sums[half + i + 1] = b >>> 16;
    sums[half + i + 2] = c >>> 16;
    sums[half + i + 3] = d >>> 16;
  }
}

function blurRow(
  padded: Int32Array,
  channels: number,
  outer: Int32Array,
  middle: number,
  row: Uint8Array,
): void {
  const far = 2 * outer.length * channels;
  for (let i = 0; i < row.length; i += 4) {
    const centre = i + outer.length * channels;
    let a = Math.imul(padded[centre]!, middle) + 32768;
    let b = Math.imul(padded[centre + 1]!, middle) + 32768;
    let c = Math.imul(padded[centre + 2]!, middle) + 32768;
    let d = Math.imul(padded[centre + 3]!, middle) + 32768;
    for (let k = 0, left = i, right = i + far; k < outer.length; k++, left += channels, right -= channels) {
      const weight = outer[k]!;
      a = (a + Math.imul(padded[left]! + padded[right]!, weight)) | 0;
      b = (b + Math.imul(padded[left + 1]! + padded[right + 1]!, weight)) | 0;
      c = (c + Math.imul(padded[left + 2]! + padded[right + 2]!, weight)) | 0;
      d = (d + Math.imul(padded[left + 3]! + padded[right + 3]!, weight)) | 0;
    }
    row[i] = a >> 16;
    row[i + 1] = b >> 16;
    row[i + 2] = c >> 16;
    row[i + 3] = d >> 16;
  }
}
