import type { Image } from '../data/image';
import { defaultName, failer } from './decode-args';
import { decodeDicom } from './decode-dicom';
import type { DecodeDicomArgs } from './decode-dicom';
import { decodeJpeg } from './decode-jpeg';
import { decodePng } from './decode-png';
import type { DecodePngArgs } from './decode-png';
import { sniff } from './sniff';

/** What {@link decodeImage} may be told. */
export interface DecodeImageArgs extends DecodePngArgs, DecodeDicomArgs {}

/**
 * Decodes a picture of any format that is known, PNG, JPEG and DICOM; which one it is follows from its first bytes,
 * whatever its name ends in. See {@link decodePng}, {@link decodeJpeg} and {@link decodeDicom} for what comes out.
 *
 * A promise, because rarer formats load their decoder when the first such file comes.
 *
 * @throws (rejects) Error when the file is empty, text, of another format (which one is said), cut off or damaged,
 *   naming the file as `name`
 * @throws (rejects) RangeError when it promises more than `maxPixels` pixels
 *
 * @example
 * ```ts
 * import { createImage } from 'hilum';
 * import { decodeImage, encodePng } from 'hilum/codecs';
 *
 * const upload = new Blob([encodePng(createImage({ width: 3, height: 2, data: new Uint8Array(6) })).slice()]);
 * const image = await decodeImage(new Uint8Array(await upload.arrayBuffer()), { name: 'upload.png' });
 * console.log(image.width, image.height); // 3 2
 * ```
 */
export function decodeImage(bytes: Uint8Array, args: DecodeImageArgs = {}): Promise<Image> {
  return Promise.resolve().then(() => {
    const { format, words, remedy } = sniff(bytes);
    if (format === 'png') return decodePng(bytes, args);
    if (format === 'jpeg') return decodeJpeg(bytes, args);
    if (format === 'dicom') return decodeDicom(bytes, args);
    return failer('decodeImage', args.name ?? defaultName)(`is ${words}. ${remedy}`);
  });
}
