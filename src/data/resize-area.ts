import type { Image, PixelData } from './image';
import { createImage, whiteOf } from './image';
import { pixelsLike, saturate } from './pixels';
import type { ResizeArgs, Taps } from './resize';
import { checkSize, interpolate, scaleOf } from './resize';

/**
 * An image brought to another size by averaging the area that each new pixel covers: the choice for shrinking,
 * since every pixel counts and fine patterns do not turn into false ones.
 *
 * At 8 bits it equals OpenCV's `INTER_AREA` to the bit: whole factors sum integers and round half to even (2×2:
 * half up), fractions weigh the pixels at the rim in float32. So at 16 bits, up to blocks of 256 pixels; floats of
 * whole factors are added in another order than OpenCV's. Where an axis grows, both are interpolated as OpenCV
 * does: a pixel of the result blends two neighbours only where it covers both.
 *
 * @param image any channels, any depth
 * @returns a new image of `width` × `height`, same channels and depth
 * @throws RangeError when a size is not a positive integer
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
  const { channels, data, depth } = image;
  const scaleX = scaleOf(image.width, width);
  const scaleY = scaleOf(image.height, height);
  if (scaleX < 1 || scaleY < 1) {
    return interpolate(image, overlaps(image.width, width), overlaps(image.height, height));
  }
  const whole = [scaleX, scaleY].every((scale) => Math.abs(scale - Math.round(scale)) < Number.EPSILON);
  const columns = spans(image.width, width, whole, channels);
  const rows = spans(image.height, height, whole, 1);
  const step = width * channels;
  const out = pixelsLike(data, height * step);
  const line = new Float32Array(step);
  const sums = whole ? new Float64Array(step) : new Float32Array(step);
  const share = whole ? Math.fround(1 / (Math.round(scaleX) * Math.round(scaleY))) : 1;
  const white = depth === 32 ? 0 : whiteOf(image);
  // Halving 1, 3 or 4 channels, OpenCV rounds half up instead of half to even.
  const lift = white && scaleX === 2 && scaleY === 2 && channels !== 2 ? 0.01 : 0;
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    for (let j = rows.begin[y]!; j < rows.begin[y + 1]!; j++) {
      averageRow(data, rows.from[j]! * image.width * channels, columns, line, whole);
      for (let i = 0; i < step; i++) sums[i]! += Math.fround(rows.weight[j]! * line[i]!);
    }
    for (let i = 0, at = y * step; i < step; i++, at++) {
      const mean = Math.fround(Math.fround(sums[i]!) * share);
      out[at] = white ? saturate(mean + lift, white) : mean;
    }
  }
  return createImage({ width, height, channels, data: out });
}

/** Adds up along one row what each new value covers. */
function averageRow(
  data: PixelData,
  start: number,
  { begin, from, weight }: Spans,
  line: Float32Array,
  whole: boolean,
): void {
  for (let i = 0; i < line.length; i++) {
    let sum = 0;
    for (let k = begin[i]!, end = begin[i + 1]!; k < end; k++) {
      const value = data[start + from[k]!]!;
      sum = whole ? sum + value : Math.fround(sum + Math.fround(value * weight[k]!));
    }
    line[i] = sum;
  }
}

/** New value i is made of old values `from[k]`, each weighing `weight[k]`, k from `begin[i]` to before `begin[i + 1]`. */
interface Spans {
  readonly begin: Int32Array;
  readonly from: Int32Array;
  readonly weight: Float32Array;
}

/**
 * Which old pixels each new one covers, and how much of it they make; rims under a thousandth do not count. With
 * `whole` factors all weigh 1.
 */
function spans(size: number, count: number, whole: boolean, channels: number): Spans {
  const begin = [0];
  const from: number[] = [];
  const weight: number[] = [];
  const scale = whole ? size / count : scaleOf(size, count);
  for (let i = 0; i < count * channels; i++) {
    const low = Math.floor(i / channels) * scale;
    const high = low + scale;
    const cell = whole ? 1 : Math.min(scale, size - low);
    const last = Math.min(Math.floor(high), size - 1);
    const first = Math.min(Math.ceil(low), last);
    const add = (pixel: number, share: number): void => {
      from.push(pixel * channels + (i % channels));
      weight.push(share / cell);
    };
    if (first - low > 1e-3) add(first - 1, first - low);
    for (let pixel = first; pixel < last; pixel++) add(pixel, 1);
    if (high - last > 1e-3) add(last, Math.min(high - last, 1, cell));
    begin.push(from.length);
  }
  return { begin: Int32Array.from(begin), from: Int32Array.from(from), weight: Float32Array.from(weight) };
}

/** Neighbours for growing: the weight of the second is the share of the new pixel that lies in it. */
function overlaps(from: number, to: number): Taps {
  const scale = scaleOf(from, to);
  const first = new Int32Array(to);
  const weight = new Float32Array(to);
  for (let i = 0; i < to; i++) {
    first[i] = Math.floor(i * scale);
    const share = Math.fround(i + 1 - (first[i]! + 1) * (to / from));
    weight[i] = share <= 0 ? 0 : share - Math.floor(share);
  }
  return { first, weight };
}
