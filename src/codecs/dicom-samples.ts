import { decode as decodeBaseline } from 'jpeg-js';
import { copyAgain } from './decode-args';
import type { Fail } from './decode-args';
import type { DicomElement } from './dicom-elements';
import { explicitLittleEndian, implicitLittleEndian } from './dicom-file';
import type { DicomHeader } from './dicom-header';
import { unpackRle } from './dicom-rle';
import { readJpegHeader } from './jpeg-header';
import { unpackLosslessJpeg } from './jpeg-lossless';
import { CodecMissing, unpackJpeg2000, unpackJpegLs } from './optional-codecs';
import type { UnpackedFrame } from './optional-codecs';

/** Stored values, as wide as the file allots; colours may lie in planes, and JPEG has made RGB of them already. */
export interface DicomSamples extends UnpackedFrame {
  isRgb: boolean;
}

export interface PixelSource {
  element: DicomElement;
  syntax: string;
  littleEndian: boolean;
  /** From 0. */
  frame: number;
}

const uid = '1.2.840.10008.1.2';
const native = [implicitLittleEndian, explicitLittleEndian, `${uid}.2`];

/** Unpacks one frame of any transfer syntax that is known. */
export async function readSamples(
  { element, syntax, littleEndian, frame }: PixelSource,
  header: DicomHeader,
  fail: Fail,
): Promise<DicomSamples> {
  const { width, height, samplesPerPixel: samples, bitsAllocated, planar, photometric } = header;
  if (native.includes(syntax)) {
    if (photometric === 'YBR_FULL_422') fail('has colours of half the width. Convert it to RGB.');
    const size = (width * height * samples * bitsAllocated) / 8;
    const bytes = element.bytes.subarray(frame * size, (frame + 1) * size);
    if (bytes.length < size)
      fail(`is cut off: its pixels take ${size} bytes, ${bytes.length} are there. ${copyAgain}`);
    return {
      values: valuesOf(bytes, bitsAllocated, littleEndian, element.vr),
      planar,
      isRgb: photometric === 'RGB',
    };
  }
  const decoder = decoders.get(syntax);
  if (!decoder) {
    // Only a UID of DICOM's own is repeated: anything else may be any text of the file.
    const known = /^1\.2\.840\.10008\.1\.2[.\d]{0,12}$/.test(syntax) ? ` (${syntax})` : '';
    return fail(`is packed in a way that cannot be read${known}. Convert it to explicit VR little endian.`);
  }
  const bytes = fragmentsOf(element.fragments, header.frames, frame, fail);
  try {
    return await decoder({ ...{ bytes, width, height, samples }, header, fail });
  } catch (cause) {
    if (cause instanceof CodecMissing) return fail(cause.message, cause);
    const reason = cause instanceof Error ? cause.message : String(cause);
    return fail(`is damaged: its pixels cannot be unpacked (${reason}). ${copyAgain}`, cause);
  }
}

interface DecoderArgs {
  bytes: Uint8Array;
  width: number;
  height: number;
  samples: number;
  header: DicomHeader;
  fail: Fail;
}
type Decoder = (args: DecoderArgs) => DicomSamples | Promise<DicomSamples>;

const rle: Decoder = ({ bytes, width, height, samples, header: { bitsAllocated, photometric } }) => ({
  values: valuesOf(
    unpackRle(bytes, width * height, samples, bitsAllocated === 8 ? 1 : 2),
    bitsAllocated,
    true,
  ),
  planar: false,
  isRgb: photometric === 'RGB',
});

const baseline: Decoder = ({ bytes, width, height, samples, header: { photometric } }) => {
  const broken = (problem: string): never => {
    throw new Error(problem);
  };
  readJpegHeader(bytes, broken, (inside) => {
    if (inside.width !== width || inside.height !== height || inside.components !== samples)
      throw new Error(`${inside.width}×${inside.height}×${inside.components} samples inside`);
  });
  const { data } = decodeBaseline(bytes, {
    ...{ useTArray: true, formatAsRGBA: false, maxResolutionInMP: Infinity, maxMemoryUsageInMB: Infinity },
    ...(photometric === 'RGB' && { colorTransform: false }),
  });
  return {
    values: samples === 3 ? data : Uint8Array.from({ length: width * height }, (_, i) => data[3 * i]!),
    ...{ planar: false, isRgb: true },
  };
};

const lossless: Decoder = ({ bytes, width, height, samples, header: { photometric } }) => ({
  values: unpackLosslessJpeg(bytes, { width, height, samples }),
  planar: false,
  isRgb: photometric === 'RGB',
});

const jpegLs: Decoder = async (args) => ({
  ...(await unpackJpegLs(args)),
  isRgb: args.header.photometric === 'RGB',
});

// The transforms of JPEG 2000 are part of the stream: what comes out is RGB unless the header says YBR_FULL.
const jpeg2000: Decoder = async (args) => ({
  ...(await unpackJpeg2000(args)),
  isRgb: !args.header.photometric.startsWith('YBR_FULL'),
});

// A map, because the syntax is any text of the file.
const decoders: ReadonlyMap<string, Decoder> = /* @__PURE__ */ new Map([
  [`${uid}.5`, rle],
  [`${uid}.4.50`, baseline],
  [`${uid}.4.51`, baseline],
  [`${uid}.4.57`, lossless],
  [`${uid}.4.70`, lossless],
  [`${uid}.4.80`, jpegLs],
  [`${uid}.4.81`, jpegLs],
  [`${uid}.4.90`, jpeg2000],
  [`${uid}.4.91`, jpeg2000],
]);

/** Bytes as values; big endian words of 8-bit values come with their bytes swapped. */
function valuesOf(bytes: Uint8Array, bits: 8 | 16, littleEndian: boolean, vr = ''): Uint8Array | Uint16Array {
  if (bits === 8) {
    return littleEndian || vr !== 'OW' ? bytes : Uint8Array.from(bytes, (_, i) => bytes[i ^ 1] ?? 0);
  }
  const values = new Uint16Array(bytes.length >> 1);
  const [low, high] = littleEndian ? [0, 1] : [1, 0];
  for (let i = 0; i < values.length; i++) values[i] = bytes[2 * i + low]! | (bytes[2 * i + high]! << 8);
  return values;
}

/** The bytes of one frame of encapsulated pixel data. */
function fragmentsOf(
  fragments: readonly Uint8Array[],
  frames: number,
  frame: number,
  fail: Fail,
): Uint8Array {
  const [table, ...rest] = fragments;
  if (!table || rest.length === 0) return fail(`is damaged: its pixels are missing. ${copyAgain}`);
  if (frames === 1) return join(rest);
  if (rest.length === frames) return rest[frame]!;
  // Several fragments a frame: the offset table tells where each frame begins, counted from the first fragment.
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  if (table.length < 4 * frames)
    return fail('has frames of several fragments and no offset table. Convert it.');
  const start = view.getUint32(4 * frame, true);
  const end = frame + 1 < frames ? view.getUint32(4 * frame + 4, true) : Infinity;
  let offset = 0;
  return join(
    rest.filter((fragment) => {
      const begin = offset;
      offset += 8 + fragment.length;
      return begin >= start && begin < end;
    }),
  );
}

function join(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0]!;
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
