import { Inflate } from 'fflate';
import { copyAgain } from './decode-args';
import type { Fail } from './decode-args';
import { readElements, tags } from './dicom-elements';
import type { DicomElements, DicomWriting } from './dicom-elements';

/** A DICOM file taken apart as far as it is read at all. */
export interface DicomFile {
  elements: DicomElements;
  /** The UID of the transfer syntax. */
  syntax: string;
  littleEndian: boolean;
}

const uid = '1.2.840.10008.1.2';
/** The transfer syntaxes that name how elements are written; all others are explicit VR little endian. */
export const implicitLittleEndian = uid;
export const explicitLittleEndian = `${uid}.1`;
const deflated = `${uid}.1.99`;
const bigEndian = `${uid}.2`;

const explicit: DicomWriting = { explicit: true, littleEndian: true };
// What may come before the pixels of a deflated file.
const maxHeaderBytes = 16_777_216;

/** True where a file begins as DICOM does: the letters after the preamble, or elements without a preamble. */
export function isDicom(bytes: Uint8Array): boolean {
  if (hasPreamble(bytes)) return true;
  // Group 2 or 8, a small element, and either the letters of a VR or an implicit length below 65,536.
  const [group, groupHigh, , elementHigh, v0 = 0, v1 = 0, l2, l3] = bytes;
  const letters = v0 >= 65 && v0 <= 90 && v1 >= 65 && v1 <= 90;
  return (
    bytes.length > 8 &&
    (group === 2 || group === 8) &&
    groupHigh === 0 &&
    elementHigh === 0 &&
    (letters || (l2 === 0 && l3 === 0))
  );
}

function hasPreamble(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(128, 132)) === 'DICM';
}

/** Reads what is wanted of a file; `maxPixels` bounds what a deflated one may grow to. */
export function readDicomFile(bytes: Uint8Array, maxPixels: number, fail: Fail): DicomFile {
  if (bytes.length === 0) fail(`is empty (0 bytes). ${copyAgain}`);
  if (!isDicom(bytes)) fail('is not a DICOM file. Check how the file was made.');
  let start = hasPreamble(bytes) ? 132 : 0;
  let syntax = '';
  if (bytes[start] === 2 && bytes[start + 1] === 0) {
    // The group of the file itself is always explicit and little endian.
    const meta = readElements(bytes, start, explicit, fail, (tag) => tag >= 0x0003_0000);
    const value = meta.elements.get(tags.transferSyntax)?.bytes;
    // A UID is padded with a zero.
    syntax = value ? String.fromCharCode(...value.subarray(0, 64)).replace(/[\0 ]+$/, '') : '';
    start = meta.end;
  }
  if (syntax === '') {
    const letters = String.fromCharCode(...bytes.subarray(start + 4, start + 6));
    syntax = /^[A-Z]{2}$/.test(letters) ? explicitLittleEndian : implicitLittleEndian;
  }
  const writing = { explicit: syntax !== implicitLittleEndian, littleEndian: syntax !== bigEndian };
  if (syntax !== deflated) {
    const { elements } = readElements(bytes, start, writing, fail);
    return { elements, syntax, littleEndian: writing.littleEndian };
  }
  const { elements } = readElements(
    inflateRaw(bytes.subarray(start), 2 * maxPixels + maxHeaderBytes, fail),
    0,
    writing,
    fail,
  );
  return { elements, syntax: explicitLittleEndian, littleEndian: true };
}

function inflateRaw(compressed: Uint8Array, limit: number, fail: Fail): Uint8Array {
  const pieces: Uint8Array[] = [];
  let size = 0;
  const stream = new Inflate((piece) => {
    size += piece.length;
    if (size > limit) fail(`unpacks to more than ${limit} bytes. Raise maxPixels if you trust the file.`);
    pieces.push(piece);
  });
  try {
    for (let from = 0; from < compressed.length; from += 16_384)
      stream.push(compressed.subarray(from, from + 16_384), from + 16_384 >= compressed.length);
  } catch (cause) {
    if (size > limit) throw cause;
    fail(`is damaged: its elements cannot be unpacked. ${copyAgain}`, cause);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
