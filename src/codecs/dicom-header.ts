import type { Image } from '../data/image';
import { copyAgain } from './decode-args';
import type { Fail } from './decode-args';
import { tags } from './dicom-elements';
import type { DicomElement, DicomElements } from './dicom-elements';
import type { DicomFile } from './dicom-file';

/** A table of a modality or VOI LUT sequence. */
export interface DicomLut {
  /** The value that the first entry is for. */
  first: number;
  bits: number;
  entries: Uint16Array;
}

/** What is known of the pixels before they are unpacked. */
export interface DicomHeader {
  width: number;
  height: number;
  samplesPerPixel: 1 | 3;
  photometric: (typeof photometrics)[number];
  /** Colours lie one plane after the other. */
  planar: boolean;
  frames: number;
  bitsAllocated: 8 | 16;
  bitsStored: number;
  /** How far the stored bits lie above the lowest bit. */
  shift: number;
  signed: boolean;
  /** The stored values, from and to, that are no part of the picture. */
  padding: readonly [from: number, to: number] | undefined;
  rescale: { slope: number; intercept: number };
  modalityLut: DicomLut | undefined;
  voiLut: DicomLut | undefined;
  window: { center: number; width: number; shape: (typeof shapes)[number] | undefined } | undefined;
  spacing: Image['spacing'] | undefined;
  laterality: 'L' | 'R' | 'B' | 'U' | undefined;
  viewPosition: string | undefined;
}

const photometrics = [
  ...(['MONOCHROME1', 'MONOCHROME2', 'RGB', 'YBR_FULL', 'YBR_FULL_422', 'YBR_ICT', 'YBR_RCT'] as const),
] as const;
const shapes = ['LINEAR', 'LINEAR_EXACT', 'SIGMOID'] as const;
/** Defined terms of View Position (PS3.3 C.8.1.2, C.8.11.5) and what is common beside them. */
const views = ['AP', 'PA', 'LL', 'RL', 'RLD', 'LLD', 'RLO', 'LLO', 'LATERAL'] as const;

/** Reads and checks the header. No text of the file ever gets into an error: a broken element may hold any other. */
export function readDicomHeader({ elements, littleEndian }: DicomFile, fail: Fail): DicomHeader {
  const read = reader(elements, littleEndian, fail);
  const width = read.short(tags.columns) ?? 0;
  const height = read.short(tags.rows) ?? 0;
  if (!elements.has(tags.pixelData) || !elements.has(tags.rows) || !elements.has(tags.columns))
    fail('holds no picture (a report, or a directory perhaps). Leave it out.');

  const samplesPerPixel = read.short(tags.samplesPerPixel) ?? 1;
  const bitsAllocated = read.short(tags.bitsAllocated) ?? 16;
  const bitsStored = read.short(tags.bitsStored) ?? bitsAllocated;
  const shift = (read.short(tags.highBit) ?? bitsStored - 1) + 1 - bitsStored;
  const photometric = photometrics.find((each) => each === read.text(tags.photometric));
  if (photometric === undefined)
    fail('has colours of a kind that cannot be read (a palette perhaps). Convert it to MONOCHROME2 or RGB.');
  const grey = photometric.startsWith('MONO');
  if (samplesPerPixel !== (grey ? 1 : 3))
    fail(`is damaged: ${samplesPerPixel} values a pixel do not fit its colours. ${copyAgain}`);
  if ((bitsAllocated !== 8 && bitsAllocated !== 16) || (!grey && bitsAllocated !== 8)) {
    fail(
      `has ${bitsAllocated} bits a value; grey of 8 and 16 and colour of 8 can be read. Convert it to one of them.`,
    );
  }
  if (bitsStored < 1 || shift < 0 || shift + bitsStored > bitsAllocated)
    fail(`is damaged: ${bitsStored} bits do not fit into ${bitsAllocated}. ${copyAgain}`);

  const signed = read.short(tags.signed) === 1;
  return {
    ...{ width, height, bitsStored, shift, signed },
    samplesPerPixel: grey ? 1 : 3,
    photometric: photometric,
    planar: read.short(tags.planar) === 1,
    frames: read.numbers(tags.frames)?.[0] ?? 1,
    bitsAllocated: bitsAllocated,
    padding: readPadding(read, signed),
    rescale: {
      slope: read.numbers(tags.rescaleSlope)?.[0] ?? 1,
      intercept: read.numbers(tags.rescaleIntercept)?.[0] ?? 0,
    },
    modalityLut: readLut(elements.get(tags.modalityLut), littleEndian, signed, fail),
    // What goes into the VOI LUT is signed where rescaling may have made it so.
    voiLut: readLut(elements.get(tags.voiLut), littleEndian, signed, fail),
    window: readWindow(read),
    spacing: readSpacing(read),
    laterality: (['L', 'R', 'B', 'U'] as const).find(
      (side) => side === (read.text(tags.imageLaterality) ?? read.text(tags.laterality)),
    ),
    viewPosition: views.find((view) => view === read.text(tags.viewPosition)),
  };
}

type Reader = ReturnType<typeof reader>;

function reader(elements: DicomElements, littleEndian: boolean, fail: Fail) {
  const text = (tag: number): string | undefined => {
    const bytes = elements.get(tag)?.bytes.subarray(0, 1024);
    const value = bytes && String.fromCharCode(...bytes).replace(/[\0 ]+$/, '');
    return value === undefined ? undefined : value.trim() || undefined;
  };
  return {
    text,
    /** US or SS. */
    short(tag: number, signed = false): number | undefined {
      const bytes = elements.get(tag)?.bytes;
      if (!bytes || bytes.length < 2) return undefined;
      return shortsOf(bytes, littleEndian, signed)[0];
    },
    /** IS or DS: numbers as text, divided by backslashes. */
    numbers(tag: number): number[] | undefined {
      const value = text(tag);
      if (value === undefined) return undefined;
      const numbers = value.split('\\').map((part) => (part.trim() === '' ? NaN : Number(part)));
      if (numbers.every(Number.isFinite)) return numbers;
      return fail(`is damaged: element ${tagName(tag)} is not a number. ${copyAgain}`);
    },
  };
}

function tagName(tag: number): string {
  const digits = tag.toString(16).padStart(8, '0');
  return `(${digits.slice(0, 4)},${digits.slice(4)})`;
}

function shortsOf(bytes: Uint8Array, littleEndian: boolean, signed: boolean): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length >> 1 }, (_, i) =>
    signed ? view.getInt16(2 * i, littleEndian) : view.getUint16(2 * i, littleEndian),
  );
}

function readPadding(read: Reader, signed: boolean): DicomHeader['padding'] {
  const value = read.short(tags.padding, signed);
  if (value === undefined) return undefined;
  const limit = read.short(tags.paddingLimit, signed) ?? value;
  return [Math.min(value, limit), Math.max(value, limit)];
}

/** The first window of the file; there may be several to choose from. */
function readWindow(read: Reader): DicomHeader['window'] {
  const center = read.numbers(tags.windowCenter)?.[0];
  const width = read.numbers(tags.windowWidth)?.[0];
  if (center === undefined || width === undefined) return undefined;
  const shape = shapes.find((each) => each === (read.text(tags.voiFunction) ?? 'LINEAR'));
  return { center, width, shape: shape };
}

/** In the patient where the file tells, on the detector otherwise. */
function readSpacing(read: Reader): Image['spacing'] | undefined {
  for (const tag of [tags.pixelSpacing, tags.imagerPixelSpacing]) {
    const [down = 0, across = 0] = read.numbers(tag) ?? [];
    if (down > 0 && across > 0) return [down, across];
  }
  return undefined;
}

/** The first table of a sequence. */
function readLut(
  sequence: DicomElement | undefined,
  littleEndian: boolean,
  signed: boolean,
  fail: Fail,
): DicomLut | undefined {
  const table = sequence?.items[0];
  if (!table) return undefined;
  const descriptor = table.get(tags.lutDescriptor)?.bytes ?? new Uint8Array();
  const data = table.get(tags.lutData)?.bytes ?? new Uint8Array();
  const [count = 0, firstUnsigned = 0, bits = 0] = shortsOf(descriptor, littleEndian, false);
  const length = count || 65_536;
  // Tables of 8 bits come as bytes or as words.
  const bytes = bits <= 8 && data.length < 2 * length;
  if (descriptor.length < 6 || bits < 1 || bits > 16 || data.length < (bytes ? 1 : 2) * length)
    fail(`is damaged: its lookup table is not whole. ${copyAgain}`);
  const entries = Uint16Array.from(bytes ? data : shortsOf(data, littleEndian, false)).subarray(0, length);
  const first = signed && firstUnsigned > 32_767 ? firstUnsigned - 65_536 : firstUnsigned;
  return { first, bits, entries };
}
