import { check, checkInteger, checkIntegers } from '../core/check';
import { createImage } from '../data/image';
import type { Image } from '../data/image';
import { checkPixels, defaultMaxPixels, defaultName, failer } from './decode-args';
import type { DecodeArgs } from './decode-args';

/** What {@link decodeRaw} must be told, because the file does not tell it. */
export interface DecodeRawArgs extends DecodeArgs {
  width: number;
  height: number;
  /** Bits that a value uses, 1 to 16; up to 8 take one byte, more take two. Default 16. */
  bits?: number | undefined;
  /** Whether the lower of two bytes comes first. Default `false`. */
  littleEndian?: boolean | undefined;
  /** Whether the largest value is black, as on a scanned film. Default `false`. */
  inverted?: boolean | undefined;
  /** Millimetres from pixel to pixel, down and across. Default: not known. */
  spacing?: Image['spacing'] | undefined;
}

/**
 * Decodes grey values that lie row by row in a file without any header, stretched so that 2^bits − 1 becomes white:
 * 255 for up to 8 bits, 65,535 for more.
 *
 * The radiographs of JSRT are 2048 × 2048 values of 12 bits, high byte first, the film's black the largest, 0.175 mm
 * apart.
 *
 * @throws Error when the file has another size, or holds a value of more than `bits` bits
 * @throws RangeError when `width`, `height` or `bits` is not possible, or there are more than `maxPixels` pixels
 *
 * @example
 * ```ts
 * import { decodeRaw, type DecodeRawArgs } from 'hilum/codecs';
 *
 * const jsrt: DecodeRawArgs = { width: 2048, height: 2048, bits: 12, inverted: true, spacing: [0.175, 0.175] };
 *
 * const tiny = decodeRaw(Uint8Array.of(0x0f, 0xff, 0, 0), { ...jsrt, width: 2, height: 1 });
 * console.log(tiny.data); // Uint16Array(2) [ 0, 65535 ]
 * ```
 */
export function decodeRaw(bytes: Uint8Array, args: DecodeRawArgs): Image {
  const { width, height, bits = 16, littleEndian = false, inverted = false, spacing } = args;
  const { name = defaultName, maxPixels = defaultMaxPixels } = args;
  checkIntegers('decodeRaw', { width, height }, 1);
  checkInteger('decodeRaw', 'bits', bits, 1);
  check(bits <= 16, `decodeRaw: bits must be at most 16, got ${bits}.`);
  checkPixels('decodeRaw', name, { width, height }, maxPixels);
  const fail = failer('decodeRaw', name);
  const pixels = width * height;
  const bytesEach = bits > 8 ? 2 : 1;
  if (bytes.length !== pixels * bytesEach) {
    fail(
      `has ${bytes.length} bytes, ${width}×${height} values of ${bits} bits take ${pixels * bytesEach}. ` +
        'Check width, height and bits.',
    );
  }
  const white = bytesEach === 2 ? 65_535 : 255;
  const top = 2 ** bits - 1;
  const [low, high] = littleEndian ? [0, 1] : [1, 0];
  const data = bytesEach === 2 ? new Uint16Array(pixels) : new Uint8Array(pixels);
  for (let i = 0; i < pixels; i++) {
    const value = bytesEach === 2 ? bytes[2 * i + low]! + 256 * bytes[2 * i + high]! : bytes[i]!;
    if (value > top)
      fail(`holds the value ${value}, which ${bits} bits cannot. Check bits and littleEndian.`);
    data[i] = Math.round(((inverted ? top - value : value) / top) * white);
  }
  return createImage({ width, height, data, spacing, source: args.name });
}
