import type { Image, PixelData } from './image';
import { createImage, whiteOf } from './image';

/** What makes arrays of the same kind as `data`. */
function kindOf<Data extends PixelData>(data: Data): new (length: number) => Data {
  // Not `data.constructor`: a Node Buffer is a Uint8Array too.
  const kind =
    data instanceof Uint8Array ? Uint8Array : data instanceof Uint16Array ? Uint16Array : Float32Array;
  return kind as never;
}

/** A zeroed typed array of the same kind as `like`. */
export function pixelsLike<Data extends PixelData>(like: Data, length: number): Data {
  return new (kindOf(like))(length);
}

/** Rounds to the nearest whole number, a half to the even one, for |x| < 2^51: what OpenCV does. */
export function roundHalfEven(x: number): number {
  // Beyond 2^52 doubles are whole, so the addition itself rounds.
  return x + 6755399441055744 - 6755399441055744;
}

/** `x` rounded half to even and kept within 0 and `white`. */
export function saturate(x: number, white: number): number {
  return x <= 0 ? 0 : x >= white ? white : roundHalfEven(x);
}

/** `change` applied to each value, stored as it comes in an array of that `kind`. */
export function mapPixels<Data extends PixelData>(
  image: Image,
  kind: new (length: number) => Data,
  change: (x: number) => number,
): Image<Data> {
  if (image.depth !== 32) {
    const table = new kind(whiteOf(image) + 1);
    for (let x = 0; x < table.length; x++) table[x] = change(x);
    return mapByTable(image, table);
  }
  const { data } = image;
  const out = new kind(data.length);
  for (let i = 0; i < data.length; i++) out[i] = change(data[i]!);
  return createImage({ ...image, data: out });
}

/** Each value x of a whole-numbered image replaced by `table[x]`. */
export function mapByTable<Data extends PixelData>(image: Image, table: Data): Image<Data> {
  const { data } = image;
  const out = pixelsLike(table, data.length);
  if (data instanceof Uint8Array && table instanceof Uint8Array) mapBytes(data, table, out as Uint8Array);
  else for (let i = 0; i < data.length; i++) out[i] = table[data[i]!]!;
  return createImage({ ...image, data: out });
}

/** Four bytes at a time, in whatever order the machine keeps them in a word. */
function mapBytes(data: Uint8Array, table: Uint8Array, out: Uint8Array): void {
  const words = data.byteOffset % 4 ? 0 : data.length >> 2;
  const from = new Int32Array(data.buffer, words && data.byteOffset, words);
  const to = new Int32Array(out.buffer, 0, words);
  for (let i = 0; i < words; i++) {
    const x = from[i]!;
    to[i] =
      table[x & 255]! |
      (table[(x >> 8) & 255]! << 8) |
      (table[(x >> 16) & 255]! << 16) |
      (table[x >>> 24]! << 24);
  }
  for (let i = words * 4; i < data.length; i++) out[i] = table[data[i]!]!;
}

/**
 * `change` applied to each value, the depth kept: whole-numbered images round half to even and saturate at black and
 * white, floats are stored as they come.
 */
export function mapValues<Data extends PixelData>(
  image: Image<Data>,
  change: (x: number) => number,
): Image<Data> {
  const white = whiteOf(image);
  return mapPixels(
    image,
    kindOf(image.data),
    image.depth === 32 ? change : (x) => saturate(change(x), white),
  );
}

/** An image made of pixels of another: (x, y) is taken from (columns[x], rows[y]), −1 is black. */
export function pickPixels<Data extends PixelData>(
  image: Image<Data>,
  columns: Int32Array,
  rows: Int32Array,
): Image<Data> {
  const { channels, data } = image;
  const width = columns.length;
  const height = rows.length;
  const out = pixelsLike(data, width * height * channels);
  for (let y = 0, i = 0; y < height; y++) {
    const row = rows[y]! * image.width;
    for (let x = 0; x < width; x++, i += channels) {
      const column = columns[x]!;
      if (row < 0 || column < 0) continue;
      const from = (row + column) * channels;
      for (let c = 0; c < channels; c++) out[i + c] = data[from + c]!;
    }
  }
  return createImage({ width, height, channels, data: out });
}

/** For each of `length` positions along an axis, where it is taken from. */
export function axis(length: number, from: (i: number) => number): Int32Array {
  return Int32Array.from({ length }, (_, i) => from(i));
}
