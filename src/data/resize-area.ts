import { check } from '../core/check';
import type { Image, PixelData } from './image';
import { createImage, whiteOf } from './image';
import { pixelsLike, saturate } from './pixels';
import type { ResizeArgs } from './resize';
import { checkSize, scaleOf } from './resize';

/**
 * An image shrunk by averaging the area that each new pixel covers: the choice for shrinking, since every pixel counts
 * and fine patterns do not turn into false ones.
 *
 * It equals OpenCV's `INTER_AREA` to the bit: blocks of whole pixels are summed, in integers at 8 bits and else in
 * float32 by fours, and round half to even (2×2: half up); fractions weigh the pixels at the rim in float32. Floats
 * halved on both axes may differ from OpenCV's in their last bit.
 *
 * @param image any channels, any depth
 * @returns a new image of `width` × `height`, same channels and depth
 * @throws RangeError when a size is not a positive integer, or larger than that of the image
 * @example
 * ```ts
 * import { createImage, resizeArea } from 'hilum';
 *
 * const image = createImage({ width: 3, height: 1, data: new Uint8Array([10, 20, 60]) });
 * resizeArea(image, { width: 1, height: 1 }).data; // 30
 * ```
 */
export function resizeArea<Data extends PixelData>(image: Image<Data>, size: ResizeArgs): Image<Data> {
  checkSize('resizeArea', size);
  const { width, height } = size;
  check(
    width <= image.width && height <= image.height,
    `resizeArea: width and height must be at most ${image.width} and ${image.height}, the image's own, ` +
      `got ${width} and ${height}. Enlarge with resizeBilinear.`,
  );
  const { channels, data, depth } = image;
  const scaleX = scaleOf(image.width, width);
  const scaleY = scaleOf(image.height, height);
  const whole = Number.isInteger(scaleX) && Number.isInteger(scaleY);
  const means = whole
    ? averageBlocks(image, size, scaleX, scaleY)
    : averageSpans(image, spans(image.width, scaleX, width), spans(image.height, scaleY, height));
  const out = pixelsLike(data, means.length);
  if (depth === 32) out.set(means);
  else {
    const white = whiteOf(image);
    // Halving 1, 3 or 4 channels, OpenCV rounds half up instead of half to even.
    const lift = scaleX === 2 && scaleY === 2 && channels !== 2 ? 0.01 : 0;
    for (let i = 0; i < out.length; i++) out[i] = saturate(means[i]! + lift, white);
  }
  return createImage({ width, height, channels, data: out });
}

/** Means of blocks of `across` × `down` whole pixels. */
function averageBlocks(
  { width: oldWidth, channels, data }: Image,
  { width, height }: ResizeArgs,
  across: number,
  down: number,
): Float32Array {
  const step = width * channels;
  const means = new Float32Array(height * step);
  const share = Math.fround(1 / (across * down));
  const places = Int32Array.from(
    { length: across * down },
    (_, k) => (Math.floor(k / across) * oldWidth + (k % across)) * channels,
  );
  const sums = new Float64Array(step);
  const inWords =
    data instanceof Uint8Array && channels === 1 && across % 4 === 0 && data.byteOffset % 4 === 0;
  const words = inWords ? new Int32Array(data.buffer, data.byteOffset, data.length >> 2) : undefined;
  for (let y = 0; y < height; y++) {
    const start = y * down * oldWidth * channels;
    if (words) {
      sums.fill(0);
      for (let row = 0; row < down; row++) addWords(words, (start + row * oldWidth) >> 2, across >> 2, sums);
    } else if (data instanceof Uint8Array) {
      sums.fill(0);
      for (let row = 0; row < down; row++)
        addBlocks(data, start + row * oldWidth * channels, channels, across, sums);
    } else {
      for (let i = 0; i < step; i++)
        sums[i] = sumByFours(data, start + (i - (i % channels)) * across + (i % channels), places);
    }
    for (let i = 0; i < step; i++) means[y * step + i] = Math.fround(sums[i]!) * share;
  }
  return means;
}

/** As {@link addBlocks} for one channel, four bytes at a time: two sums of two of them lie side by side in a word. */
function addWords(words: Int32Array, start: number, across: number, sums: Float64Array): void {
  let at = start;
  for (let i = 0; i < sums.length; i++) {
    let sum = 0;
    for (const end = at + across; at < end; at++) {
      const word = words[at]!;
      const pairs = (word & 0xff00ff) + ((word >>> 8) & 0xff00ff);
      sum += (pairs & 0xffff) + (pairs >>> 16);
    }
    sums[i]! += sum;
  }
}

/** Adds a row of `across` pixels a block to the sums, one a block and channel. */
function addBlocks(
  data: Uint8Array,
  start: number,
  channels: number,
  across: number,
  sums: Float64Array,
): void {
  for (let i = 0; i < sums.length; i++) {
    const channel = channels === 1 ? 0 : i % channels;
    let at = start + (i - channel) * across + channel;
    const end = at + across * channels;
    let sum = 0;
    for (; at < end; at += channels) sum += data[at]!;
    sums[i]! += sum;
  }
}

/** In float32: four at a time, the rest one by one. */
function sumByFours(data: PixelData, start: number, places: Int32Array): number {
  const at = (k: number): number => data[start + places[k]!]!;
  const fours = places.length & ~3;
  let sum = 0;
  for (let k = 0; k < fours; k += 4) {
    const four = Math.fround(Math.fround(at(k) + at(k + 1)) + at(k + 2));
    sum = Math.fround(sum + Math.fround(four + at(k + 3)));
  }
  for (let k = fours; k < places.length; k++) sum = Math.fround(sum + at(k));
  return sum;
}

/** For each new place along an axis, the old ones it covers: `from[i]` on, weighted by `weights[first[i] … first[i + 1]]`. */
interface Spans {
  readonly from: Int32Array;
  readonly first: Int32Array;
  readonly weights: Float32Array;
}

/** Weights are shares of the new place; rims under a thousandth of a pixel are left out. */
function spans(size: number, scale: number, count: number): Spans {
  const from = new Int32Array(count);
  const first = new Int32Array(count + 1);
  const weights: number[] = [];
  for (let i = 0; i < count; i++) {
    const low = i * scale;
    const high = Math.min(low + scale, size);
    from[i] = Math.floor(low);
    for (let pixel = from[i]!; pixel < high; pixel++) {
      const covered = Math.min(pixel + 1, high) - Math.max(pixel, low);
      weights.push(covered > 1e-3 ? covered / Math.min(scale, size - low) : 0);
    }
    first[i + 1] = weights.length;
  }
  return { from, first, weights: Float32Array.from(weights) };
}

/** Means of areas with fractions of pixels at their rims: along each old row, then over the rows, in float32. */
function averageSpans({ width: oldWidth, channels, data }: Image, columns: Spans, rows: Spans): Float32Array {
  const height = rows.from.length;
  const step = columns.from.length * channels;
  const means = new Float32Array(height * step);
  for (let y = 0; y < height; y++)
    for (let j = rows.first[y]!, row = rows.from[y]!; j < rows.first[y + 1]!; j++, row++)
      addRow(
        data,
        row * oldWidth * channels,
        channels,
        columns,
        rows.weights[j]!,
        means.subarray(y * step, (y + 1) * step),
      );
  return means;
}

function addRow(
  data: PixelData,
  start: number,
  channels: number,
  { from, first, weights }: Spans,
  weight: number,
  sums: Float32Array,
): void {
  for (let i = 0; i < sums.length; i++) {
    const x = channels === 1 ? i : Math.floor(i / channels);
    const end = first[x + 1]!;
    let sum = 0;
    for (
      let k = first[x]!, at = start + from[x]! * channels + (i - x * channels);
      k < end;
      k++, at += channels
    )
      sum = Math.fround(sum + Math.fround(data[at]! * weights[k]!));
    sums[i]! += Math.fround(weight * sum);
  }
}
