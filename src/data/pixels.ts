import type { Image, PixelData } from './image';
import { createImage, whiteOf } from './image';

/** A zeroed typed array of the same kind as `like`. */
export function pixelsLike<Data extends PixelData>(like: Data, length: number): Data {
  // Not `like.constructor`: a Node Buffer is a Uint8Array too.
  const kind =
    like instanceof Uint8Array ? Uint8Array : like instanceof Uint16Array ? Uint16Array : Float32Array;
  return new kind(length) as Data;
}

/** Rounds to the nearest whole number, a half to the even one, for |x| < 2^51: what OpenCV does. */
export function roundHalfEven(x: number): number {
  // Beyond 2^52 doubles are whole, so the addition itself rounds.
  return x + 6755399441055744 - 6755399441055744;
}

/**
 * `change` applied to each value. Whole-numbered images round half to even and saturate at black and white;
 * floats are stored as they come.
 */
export function mapValues<Data extends PixelData>(
  image: Image<Data>,
  change: (x: number) => number,
): Image<Data> {
  const { data } = image;
  const out = pixelsLike(data, data.length);
  if (image.depth === 32) {
    for (let i = 0; i < data.length; i++) out[i] = change(data[i]!);
  } else {
    const white = whiteOf(image);
    const table = pixelsLike(data, white + 1);
    for (let x = 0; x <= white; x++) table[x] = saturate(change(x), white);
    for (let i = 0; i < data.length; i++) out[i] = table[data[i]!]!;
  }
  return createImage({ ...image, data: out });
}

/** `x` rounded half to even and kept within 0 and `white`. */
export function saturate(x: number, white: number): number {
  return x <= 0 ? 0 : x >= white ? white : roundHalfEven(x);
}
