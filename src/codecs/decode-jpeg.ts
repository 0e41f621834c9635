import { decode } from 'jpeg-js';
import { createImage } from '../data/image';
import type { Image } from '../data/image';
import { checkPixels, copyAgain, defaultMaxPixels, defaultName, failer } from './decode-args';
import type { DecodeArgs } from './decode-args';
import { readJpegHeader } from './jpeg-header';
import { applyOrientation } from './orientation';

/**
 * Decodes a JPEG of 8 bits, baseline or progressive: a grey one to 1 channel, colour and CMYK to RGB.
 *
 * JPEG leaves the last bit to the decoder: grey values may differ by 2 from those of libjpeg. Colour that was stored
 * at half size is enlarged by repeating pixels, where libjpeg blends them; grey pictures stored as colour are not
 * touched by that. The orientation that a camera noted (EXIF) is applied. JPEG has no checksums: damage inside the
 * picture may pass unnoticed.
 *
 * @throws Error when the file is empty, not a JPEG, cut off, damaged, or of a kind that cannot be read (lossless,
 *   JPEG-LS, arithmetic, 12 bits), naming the file as `name`
 * @throws RangeError when it promises more than `maxPixels` pixels, before memory is taken for them; decoding takes
 *   about 15 bytes a pixel of a grey file and 35 of a colour one
 *
 * @example
 * ```ts
 * import { decodeJpeg } from 'hilum/codecs';
 *
 * try {
 *   decodeJpeg(new Uint8Array([0xff, 0xd8]), { name: 'scan.jpg' });
 * } catch (error) {
 *   console.log((error as Error).message); // decodeJpeg: scan.jpg is cut off after 2 bytes. Copy or download it again.
 * }
 * ```
 */
export function decodeJpeg(
  bytes: Uint8Array,
  { name: source, maxPixels = defaultMaxPixels }: DecodeArgs = {},
): Image<Uint8Array> {
  const name = source ?? defaultName;
  const fail = failer('decodeJpeg', name);
  const { components, orientation } = readJpegHeader(bytes, fail, (header) =>
    checkPixels('decodeJpeg', name, header, maxPixels),
  );
  try {
    const stored = decode(bytes, {
      useTArray: true,
      formatAsRGBA: false,
      // The size has been checked above; the library's own limits count in other units.
      maxResolutionInMP: Infinity,
      maxMemoryUsageInMB: Infinity,
    });
    const { width, height, data } = applyOrientation(stored, 3, orientation);
    if (components > 1) return createImage({ width, height, channels: 3, data, source });
    const grey = new Uint8Array(width * height);
    for (let i = 0; i < grey.length; i++) grey[i] = data[3 * i]!;
    return createImage({ width, height, data: grey, source });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return fail(`is damaged: its pixels cannot be unpacked (${reason}). ${copyAgain}`, cause);
  }
}
