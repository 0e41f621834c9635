import { isDicom } from './dicom-file';

/** What the first bytes of a file say it is. */
export interface Sniffed {
  /** The three that can be read, or anything else. */
  format: 'png' | 'jpeg' | 'dicom' | 'empty' | 'other';
  /** For a sentence: "it is *a TIFF picture*". */
  words: string;
  /** What to do about a file that cannot be read. */
  remedy: string;
}

const convert = 'Convert it to PNG or JPEG first.';
const convertDeep = 'Convert it to a PNG of 16 bits first.';

/** Format by format: where the letters lie, the letters (as Latin-1), the words for it, the remedy. */
const signs: readonly (readonly [at: number, letters: string, words: string, remedy: string])[] = [
  [0, 'GIF8', 'a GIF picture', convert],
  [0, 'BM', 'a BMP picture', convert],
  [0, 'II*\0', 'a TIFF picture', convert],
  [0, 'MM\0*', 'a TIFF picture', convert],
  [8, 'WEBP', 'a WebP picture', convert],
  [4, 'ftypavif', 'an AVIF picture', convert],
  [4, 'ftyphei', 'a HEIC picture', convert],
  [4, 'ftypmif1', 'a HEIC picture', convert],
  [4, 'jP  ', 'a JPEG 2000 picture', convertDeep],
  [0, '\xffO\xffQ', 'a JPEG 2000 picture', convertDeep],
  [344, 'n+1\0', 'a NIfTI file', convertDeep],
  [0, '\x1f\x8b', 'a gzip archive', 'Unpack it first.'],
  [0, 'PK\x03\x04', 'a zip archive', 'Unpack it first.'],
  [0, '%PDF', 'a PDF document', 'Take the picture out of it first.'],
];

/** Tells what a file is from its first bytes, never from its name. */
export function sniff(bytes: Uint8Array): Sniffed {
  if (bytes.length === 0)
    return { format: 'empty', words: 'empty (0 bytes)', remedy: 'Copy or download it again.' };
  const head = String.fromCharCode(...bytes.subarray(0, 512));
  if (head.startsWith('\x89PNG')) return { format: 'png', words: 'a PNG picture', remedy: '' };
  if (head.startsWith('\xff\xd8')) return { format: 'jpeg', words: 'a JPEG picture', remedy: '' };
  if (isDicom(bytes)) return { format: 'dicom', words: 'a DICOM file', remedy: '' };
  const found = signs.find(([at, letters]) => head.startsWith(letters, at));
  if (found) return { format: 'other', words: found[2], remedy: found[3] };
  // Text has no control bytes but tab, line feeds and carriage returns.
  const isText = bytes.subarray(0, 512).every((byte) => byte >= 32 || [9, 10, 12, 13].includes(byte));
  return {
    format: 'other',
    words: isText ? 'text, not a picture' : 'of a format that is not known',
    remedy: isText ? 'Check how it was made or downloaded.' : convert,
  };
}
