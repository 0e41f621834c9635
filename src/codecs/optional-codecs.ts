import { firstFrame } from './jpeg-frame';

/** A frame that is to be unpacked, and what the file promises about it. */
export interface PackedFrame {
  bytes: Uint8Array;
  width: number;
  height: number;
  samples: number;
}

/** Values as stored, and how they lie. */
export interface UnpackedFrame {
  values: Uint8Array | Uint16Array;
  /** Colours lie one plane after the other. */
  planar: boolean;
}

interface Decoder {
  getEncodedBuffer(length: number): Uint8Array;
  decode(): void;
  getDecodedBuffer(): Uint8Array;
  getFrameInfo(): { width: number; height: number; bitsPerSample: number; componentCount: number };
  getInterleaveMode?(): number;
  delete(): void;
}

type Codec = Readonly<Record<string, new () => Decoder>>;

const loaded = new Map<string, Promise<Codec>>();

type Missing = (cause: unknown) => never;

/** Loads a codec once; the error names the package that is missing. */
function load(name: string, kind: string, load: (missing: Missing) => Promise<unknown>): Promise<Codec> {
  let codec = loaded.get(name);
  if (codec) return codec;
  codec = load((cause) => {
    throw new CodecMissing(`is ${kind}, which takes a package more. Install it: npm install ${name}.`, {
      cause,
    });
  }).then((module) => {
    // What require() gives, import() gives as its default.
    const { default: start = module } = module as { default?: unknown };
    // Without these a codec writes to the console.
    const silent = (): void => undefined;
    return (start as (args: object) => Promise<Codec>)({ print: silent, printErr: silent });
  });
  loaded.set(name, codec);
  codec.catch(() => loaded.delete(name));
  return codec;
}

// The packages bring no types: `as string` keeps TypeScript from asking for them, and bundlers still see a plain name.
// A catch right behind each import tells bundlers that the package may be missing when they build.
/* eslint-disable @typescript-eslint/no-unnecessary-type-assertion */

/** Node finds the WebAssembly beside the code; a page would have to be told where it lies, so it takes plain JavaScript. */
function inNode(): boolean {
  return (globalThis as { process?: { versions?: { node?: string } } }).process?.versions?.node !== undefined;
}

/** Thrown where a file needs a package that is not installed. */
export class CodecMissing extends Error {}

/** Unpacks JPEG 2000 by OpenJPEG. */
export async function unpackJpeg2000(frame: PackedFrame): Promise<UnpackedFrame> {
  checkJpeg2000(frame);
  const name = '@cornerstonejs/codec-openjpeg';
  const codec = await load(name, 'JPEG 2000', (missing) =>
    inNode()
      ? import('@cornerstonejs/codec-openjpeg/decodewasmjs' as string).catch(missing)
      : import('@cornerstonejs/codec-openjpeg/decode' as string).catch(missing),
  );
  return unpack(name, codec, 'J2KDecoder', frame);
}

/** Unpacks JPEG-LS by CharLS. */
export async function unpackJpegLs(frame: PackedFrame): Promise<UnpackedFrame> {
  const { marker, width, height, components } = firstFrame(frame.bytes);
  if (marker !== 0xf7) throw new Error('it is no JPEG-LS');
  checkSize(frame, { width, height, samples: components.length });
  const name = '@cornerstonejs/codec-charls';
  const codec = await load(name, 'JPEG-LS', (missing) =>
    inNode()
      ? import('@cornerstonejs/codec-charls/decodewasmjs' as string).catch(missing)
      : import('@cornerstonejs/codec-charls/decode' as string).catch(missing),
  );
  return unpack(name, codec, 'JpegLSDecoder', frame);
}

function unpack(name: string, codec: Codec, className: string, frame: PackedFrame): UnpackedFrame {
  const decoder = new codec[className]!();
  try {
    decoder.getEncodedBuffer(frame.bytes.length).set(frame.bytes);
    decoder.decode();
    const { width, height, bitsPerSample, componentCount } = decoder.getFrameInfo();
    checkSize(frame, { width, height, samples: componentCount });
    // The decoder's memory is used again: a copy.
    const bytes = decoder.getDecodedBuffer().slice();
    const values = bitsPerSample <= 8 ? bytes : new Uint16Array(bytes.buffer, 0, bytes.length >> 1);
    if (values.length < width * height * componentCount) throw new Error('its pixels end early');
    const planar = componentCount > 1 && decoder.getInterleaveMode?.() === 0;
    decoder.delete();
    return { values, planar };
  } catch (cause) {
    // What a broken file left behind in the decoder's memory goes with it; the next file gets a new one.
    loaded.delete(name);
    throw cause instanceof Error ? cause : new Error('the decoder gave up', { cause });
  }
}

function checkSize(promised: Omit<PackedFrame, 'bytes'>, inside: Omit<PackedFrame, 'bytes'>): void {
  const { width, height, samples } = inside;
  if (width !== promised.width || height !== promised.height || samples !== promised.samples)
    throw new Error(`${width}×${height}×${samples} samples inside`);
}

// A decoder takes memory for each tile.
const maxTiles = 4096;

/** Reads the size inside a JPEG 2000 codestream, in its file format or without, before a decoder sees it. */
function checkJpeg2000(frame: PackedFrame): void {
  const { bytes } = frame;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at + 40 < Math.min(bytes.length, 4096) && view.getUint32(at) !== 0xff4f_ff51) at++;
  if (at + 42 > bytes.length || view.getUint32(at) !== 0xff4f_ff51) throw new Error('it is no JPEG 2000');
  const [right, bottom, x, y, tileWidth, tileHeight] = Array.from({ length: 6 }, (_, i) =>
    view.getUint32(at + 8 + 4 * i),
  ) as [number, number, number, number, number, number];
  checkSize(frame, { width: right - x, height: bottom - y, samples: view.getUint16(at + 40) });
  const tiles = Math.ceil(right / tileWidth) * Math.ceil(bottom / tileHeight);
  if (!(tiles <= maxTiles)) throw new Error(`more than ${maxTiles} tiles`);
}
