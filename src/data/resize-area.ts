import type { Image, PixelData } from './image';
import { createImage, whiteOf } from './image';
import { pixelsLike, roundHalfEven, saturate } from './pixels';
import type { ResizeArgs, Taps } from './resize';
import { checkSize, interpolate, scaleOf } from './resize';

/**
 * An image brought to another size by averaging the area that each new pixel covers: the choice for shrinking,
 * since every pixel counts and fine patterns do not turn into false ones.
 *
 * At 8 bits it equals OpenCV's `INTER_AREA` to the bit: whole factors sum integers and round half to even (2×2:
 * half up), fractions weigh the pixels at the rim in float32. At 16 bits and for floats sums of whole factors are
 * exact here, where OpenCV adds in float32. Where an axis grows, both are interpolated as OpenCV does: a pixel
 * of the result blends two neighbours only where it covers both.
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
  if (width === image.width && height === image.height)
    return createImage({ ...image, data: image.data.slice() as Data });
  const scaleX = scaleOf(image.width, width);
  const scaleY = scaleOf(image.height, height);
  if (scaleX < 1 || scaleY < 1)
    return interpolate(image, overlaps(image.width, width), overlaps(image.height, height));
  return isWhole(scaleX) && isWhole(scaleY)
    ? averageBlocks(image, size)
    : averageAreas(image, size, spans(image.width, width, scaleX), spans(image.height, height, scaleY));
}

function isWhole(scale: number): boolean {
  return Math.abs(scale - Math.round(scale)) < Number.EPSILON;
}

/** Means of blocks of one size. */
function averageBlocks<Data extends PixelData>(
  image: Image<Data>,
  { width, height }: ResizeArgs,
): Image<Data> {
  const { channels, data, depth } = image;
  const out = pixelsLike(data, width * height * channels);
  const blockWidth = image.width / width;
  const blockHeight = image.height / height;
  const scale = Math.fround(1 / (blockWidth * blockHeight));
  // OpenCV's shortcut for halving, which it takes for 1, 3 and 4 channels.
  const halving = blockWidth === 2 && blockHeight === 2 && channels !== 2;
  const oldRow = image.width * channels;
  const sums = new Float64Array(width * channels);
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    for (let row = y * blockHeight; row < (y + 1) * blockHeight; row++) {
      if (channels === 1) {
        for (let x = 0, at = row * oldRow; x < width; x++) {
          let sum = sums[x]!;
          for (const end = at + blockWidth; at < end; at++) sum += data[at]!;
          sums[x] = sum;
        }
      } else {
        for (let i = 0; i < sums.length; i++) {
          let at = row * oldRow + ((i / channels) | 0) * blockWidth * channels + (i % channels);
          for (let k = 0; k < blockWidth; k++, at += channels) sums[i]! += data[at]!;
        }
      }
    }
    for (let i = 0, at = y * sums.length; i < sums.length; i++, at++) {
      if (depth === 32) out[at] = sums[i]! * scale;
      else if (halving) out[at] = (sums[i]! + 2) >> 2;
      else out[at] = roundHalfEven(Math.fround(Math.fround(sums[i]!) * scale));
    }
  }
  return createImage({ width, height, channels, data: out });
}

/** One weighed pixel of the old axis in one pixel of the new: three parallel lists. */
interface Spans {
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly weight: readonly number[];
}

/** Means of areas that may begin and end inside a pixel, in float32 and in the order of OpenCV. */
function averageAreas<Data extends PixelData>(
  image: Image<Data>,
  { width, height }: ResizeArgs,
  columns: Spans,
  rows: Spans,
): Image<Data> {
  const { channels, data, depth } = image;
  const out = pixelsLike(data, width * height * channels);
  const step = width * channels;
  const from = Int32Array.from(columns.from, (x) => x * channels);
  const to = Int32Array.from(columns.to, (x) => x * channels);
  const weight = Float32Array.from(columns.weight);
  const line = new Float32Array(step);
  const sums = new Float32Array(step);
  for (let j = 0; j < rows.from.length; j++) {
    const start = rows.from[j]! * image.width * channels;
    line.fill(0);
    for (let k = 0; k < from.length; k++) {
      for (let c = 0; c < channels; c++)
        line[to[k]! + c]! += Math.fround(data[start + from[k]! + c]! * weight[k]!);
    }
    const beta = Math.fround(rows.weight[j]!);
    for (let i = 0; i < step; i++) sums[i]! += Math.fround(beta * line[i]!);
    const y = rows.to[j]!;
    if (rows.to[j + 1] !== y) {
      const white = depth === 32 ? 0 : whiteOf(image);
      for (let i = 0, at = y * step; i < step; i++, at++)
        out[at] = white ? saturate(sums[i]!, white) : sums[i]!;
      sums.fill(0);
    }
  }
  return createImage({ width, height, channels, data: out });
}

/** Which old pixels each new one covers, and how much of it they make; rims under a thousandth do not count. */
function spans(size: number, count: number, scale: number): Spans {
  const from: number[] = [];
  const to: number[] = [];
  const weight: number[] = [];
  const add = (source: number, target: number, share: number): void => {
    from.push(source);
    to.push(target);
    weight.push(share);
  };
  for (let i = 0; i < count; i++) {
    const begin = i * scale;
    const end = begin + scale;
    const cell = Math.min(scale, size - begin);
    const last = Math.min(Math.floor(end), size - 1);
    const first = Math.min(Math.ceil(begin), last);
    if (first - begin > 1e-3) add(first - 1, i, (first - begin) / cell);
    for (let s = first; s < last; s++) add(s, i, 1 / cell);
    if (end - last > 1e-3) add(last, i, Math.min(end - last, 1, cell) / cell);
  }
  return { from, to, weight };
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
