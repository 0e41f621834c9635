import { copyAgain } from './decode-args';
import type { Fail } from './decode-args';

/** One data element of a DICOM file. */
export interface DicomElement {
  /** Two letters, or `''` where the file leaves them out (implicit VR). */
  vr: string;
  bytes: Uint8Array;
  /** Of a sequence: its items. */
  items: DicomElements[];
  /** Of encapsulated pixel data: the offset table, then the fragments. */
  fragments: Uint8Array[];
}

/** Elements by their tag, group · 65,536 + element. */
export type DicomElements = ReadonlyMap<number, DicomElement>;

/** How the elements of a part of a file are written. */
export interface DicomWriting {
  explicit: boolean;
  littleEndian: boolean;
}

/**
 * All that is ever read of a DICOM file. Nothing in it tells who the patient is: not the name, not the identifiers, not
 * dates, not free text.
 */
export const tags = {
  transferSyntax: 0x0002_0010,
  imagerPixelSpacing: 0x0018_1164,
  viewPosition: 0x0018_5101,
  laterality: 0x0020_0060,
  imageLaterality: 0x0020_0062,
  samplesPerPixel: 0x0028_0002,
  photometric: 0x0028_0004,
  planar: 0x0028_0006,
  frames: 0x0028_0008,
  rows: 0x0028_0010,
  columns: 0x0028_0011,
  pixelSpacing: 0x0028_0030,
  bitsAllocated: 0x0028_0100,
  bitsStored: 0x0028_0101,
  highBit: 0x0028_0102,
  signed: 0x0028_0103,
  padding: 0x0028_0120,
  paddingLimit: 0x0028_0121,
  windowCenter: 0x0028_1050,
  windowWidth: 0x0028_1051,
  rescaleIntercept: 0x0028_1052,
  rescaleSlope: 0x0028_1053,
  voiFunction: 0x0028_1056,
  modalityLut: 0x0028_3000,
  lutDescriptor: 0x0028_3002,
  lutData: 0x0028_3006,
  voiLut: 0x0028_3010,
  pixelData: 0x7fe0_0010,
} as const;

const wanted: ReadonlySet<number> = /* @__PURE__ */ new Set(Object.values(tags));
const item = 0xfffe_e000;
const itemEnd = 0xfffe_e00d;
const sequenceEnd = 0xfffe_e0dd;
const unknownLength = 0xffff_ffff;
// Real files nest five deep; each level is a call.
const maxDepth = 32;

/** The VRs whose length takes four bytes. */
const longVrs = 'OB OD OF OL OV OW SQ SV UC UN UR UT UV';

/** Reads the elements of `bytes` from `start` on, until `until` says so of a tag, the pixel data or the end. */
export function readElements(
  bytes: Uint8Array,
  start: number,
  writing: DicomWriting,
  fail: Fail,
  until: (tag: number) => boolean = () => false,
): { elements: DicomElements; end: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const cutOff = (): never => fail(`is cut off after ${bytes.length} bytes. ${copyAgain}`);
  let at = start;

  function tagAt({ littleEndian }: DicomWriting): number {
    if (at + 8 > bytes.length) cutOff();
    return view.getUint16(at, littleEndian) * 65_536 + view.getUint16(at + 2, littleEndian);
  }

  function readDataset(end: number, how: DicomWriting, depth: number): DicomElements {
    if (depth > maxDepth) fail(`is damaged: its sequences nest more than ${maxDepth} deep. ${copyAgain}`);
    const elements = new Map<number, DicomElement>();
    while (at < end) {
      const tag = tagAt(how);
      if (tag === itemEnd) {
        at += 8;
        break;
      }
      if (depth === 0 && until(tag)) break;
      const element = readElement(tag, end, how, depth);
      if (wanted.has(tag)) elements.set(tag, element);
      if (depth === 0 && tag === tags.pixelData) break;
    }
    return elements;
  }

  function readElement(tag: number, end: number, how: DicomWriting, depth: number): DicomElement {
    const { littleEndian } = how;
    const begin = at;
    let vr = '';
    let length: number;
    if (how.explicit) {
      vr = String.fromCharCode(bytes[at + 4]!, bytes[at + 5]!);
      if (!/^[A-Z]{2}$/.test(vr)) fail(`is damaged at byte ${at}: no element begins there. ${copyAgain}`);
      const long = longVrs.includes(vr);
      if (long && at + 12 > bytes.length) cutOff();
      length = long ? view.getUint32(at + 8, littleEndian) : view.getUint16(at + 6, littleEndian);
      at += long ? 12 : 8;
    } else {
      length = view.getUint32(at + 4, littleEndian);
      at += 8;
    }
    const element: DicomElement = { vr, bytes: bytes.subarray(at, at), items: [], fragments: [] };
    if (length === unknownLength) {
      if (tag === tags.pixelData) element.fragments = readFragments();
      // An unknown VR of unknown length holds items in implicit VR (PS3.5 6.2.2).
      else element.items = readItems(end, vr === 'UN' ? { ...how, explicit: false } : how, depth);
      return element;
    }
    if (at + length > bytes.length) cutOff();
    if (at + length > end) fail(`is damaged at byte ${begin}: an element leaves its sequence. ${copyAgain}`);
    if (tag === tags.modalityLut || tag === tags.voiLut) element.items = readItems(at + length, how, depth);
    else {
      element.bytes = bytes.subarray(at, at + length);
      at += length;
    }
    return element;
  }

  function readItems(end: number, how: DicomWriting, depth: number): DicomElements[] {
    const items: DicomElements[] = [];
    while (at < end) {
      const tag = tagAt(how);
      const length = view.getUint32(at + 4, how.littleEndian);
      if (tag !== item && tag !== sequenceEnd)
        fail(`is damaged at byte ${at}: no item begins there. ${copyAgain}`);
      at += 8;
      if (tag === sequenceEnd) break;
      if (length !== unknownLength && at + length > end) cutOff();
      items.push(readDataset(length === unknownLength ? end : at + length, how, depth + 1));
    }
    return items;
  }

  /** Encapsulated pixel data: items of plain bytes, always in little endian. */
  function readFragments(): Uint8Array[] {
    const fragments: Uint8Array[] = [];
    for (;;) {
      const tag = tagAt({ explicit: false, littleEndian: true });
      const length = view.getUint32(at + 4, true);
      at += 8;
      if (tag === sequenceEnd) return fragments;
      if (tag !== item) fail(`is damaged at byte ${at - 8}: no fragment begins there. ${copyAgain}`);
      if (at + length > bytes.length) cutOff();
      fragments.push(bytes.subarray(at, at + length));
      at += length;
    }
  }

  return { elements: readDataset(bytes.length, writing, 0), end: at };
}
