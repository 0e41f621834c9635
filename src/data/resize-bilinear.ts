import type { Image, PixelData } from './image';
import { createImage, whiteOf } from './image';
import { pixelsLike, roundHalfEven, saturate } from './pixels';
import type { ResizeArgs } from './resize';
import { checkSize, scaleOf } from './resize';
import { resizeArea } from './resize-area';

/**
 * An image brought to another size by bilinear interpolation with half-pixel centres and no antialiasing:
 * position (d + 0.5) · old / new − 0.5 along each axis, its two neighbours weighted by nearness.
 *
 * At 8 bits the weights are integers of 11 bits and the result equals OpenCV's `INTER_LINEAR` to the bit; at 16
 * bits and for floats the arithmetic is float32, as in OpenCV 4 (5 fuses multiplying and adding), 16 bits rounded
 * half to even; enlarged floats may differ in their last bit at the border. Shrinking by more than 2 skips pixels:
 * {@link resizeArea} averages them all.
 *
 * @param image any channels, any depth
 * @returns a new image of `width` × `height`, same channels and depth
 * @throws RangeError when a size is not a positive integer
 * @example
 * ```ts
 * import { createImage, resizeBilinear } from 'hilum';
 *
 * const image = createImage({ width: 2, height: 1, data: new Uint8Array([0, 100]) });
 * resizeBilinear(image, { width: 4, height: 1 }).data; // 0, 25, 75, 100
 * ```
 */
export function resizeBilinear<Data extends PixelData>(image: Image<Data>, size: ResizeArgs): Image<Data> {
  checkSize('resizeBilinear', size);
  const { width, height } = size;
  const { channels, data, depth } = image;
  // OpenCV halves by area, which is the same but for the rounding of a half.
  if (depth !== 32 && image.width === 2 * width && image.height === 2 * height)
    return resizeArea(image, size);
  const step = width * channels;
  const columns = neighbours(image.width, width, depth, channels);
  const rows = neighbours(image.height, height, depth, 1);
  const out = pixelsLike(data, height * step);
  // First along the rows, then between two of them. Rows that are neighbours lie in different lines.
  const kind = depth === 8 ? Int32Array : Float32Array;
  const lines = [new kind(step), new kind(step)] as const;
  const held = [-1, -1];
  const lineOf = (row: number): Line => {
    const line = lines[row & 1]!;
    if (held[row & 1] !== row) {
      held[row & 1] = row;
      const start = row * image.width * channels;
      if (line instanceof Int32Array) blendWhole(data, start, columns, line);
      else blendFloats(data, start, columns, line);
    }
    return line;
  };
  for (let y = 0; y < height; y++) {
    const [above, below] = [lineOf(rows.first[y]!), lineOf(rows.second[y]!)];
    const [p, q] = [rows.p[y]!, rows.q[y]!];
    if (above instanceof Int32Array) storeBytes(above, below as Int32Array, p, q, out, y * step);
    else storeFloats(above, below as Float32Array, p, q, out, y * step, whiteOf(image));
  }
  return createImage({ width, height, channels, data: out });
}

/** A row of the image at the columns of the result: in 2048ths at 8 bits. */
type Line = Int32Array | Float32Array;

function blendWhole(
  data: PixelData,
  start: number,
  { first, second, p, q }: Neighbours,
  to: Int32Array,
): void {
  for (let i = 0; i < to.length; i++)
    to[i] = Math.imul(data[start + first[i]!]!, p[i]!) + Math.imul(data[start + second[i]!]!, q[i]!);
}

function blendFloats(
  data: PixelData,
  start: number,
  { first, second, p, q }: Neighbours,
  to: Float32Array,
): void {
  for (let i = 0; i < to.length; i++)
    to[i] = Math.fround(data[start + first[i]!]! * p[i]!) + Math.fround(data[start + second[i]!]! * q[i]!);
}

function storeBytes(
  above: Int32Array,
  below: Int32Array,
  p: number,
  q: number,
  out: PixelData,
  start: number,
): void {
  for (let i = 0; i < above.length; i++) {
    const upper = Math.imul(p, above[i]! >> 4) >> 16;
    const lower = Math.imul(q, below[i]! >> 4) >> 16;
    out[start + i] = (upper + lower + 2) >> 2;
  }
}

function storeFloats(
  above: Float32Array,
  below: Float32Array,
  p: number,
  q: number,
  out: PixelData,
  start: number,
  white: number,
): void {
  const whole = out instanceof Uint16Array;
  for (let i = 0; i < above.length; i++) {
    const value = Math.fround(Math.fround(above[i]! * p) + Math.fround(below[i]! * q));
    out[start + i] = whole ? saturate(value, white) : value;
  }
}

/** What each value along an axis is blended from: places in the image and their weights, 2048ths at 8 bits. */
interface Neighbours {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly p: Line;
  readonly q: Line;
}

/** For `to` positions of `channels` values each: outside, the border goes on. */
function neighbours(from: number, to: number, depth: number, channels: number): Neighbours {
  const scale = scaleOf(from, to);
  const inside = (i: number): number => Math.min(Math.max(i, 0), from - 1);
  const kind = depth === 8 ? Int32Array : Float32Array;
  const weigh = depth === 8 ? (share: number) => roundHalfEven(share * 2048) : Math.fround;
  const length = to * channels;
  const [first, second] = [new Int32Array(length), new Int32Array(length)];
  const [p, q] = [new kind(length), new kind(length)];
  for (let i = 0; i < length; i++) {
    const position = Math.fround((Math.floor(i / channels) + 0.5) * scale - 0.5);
    const left = Math.floor(position);
    const share = Math.fround(position - left);
    first[i] = inside(left) * channels + (i % channels);
    second[i] = inside(left + 1) * channels + (i % channels);
    p[i] = weigh(1 - share);
    q[i] = weigh(share);
  }
  return { first, second, p, q };
}
