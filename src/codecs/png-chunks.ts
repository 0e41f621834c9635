import { crc32 } from './crc';
import { copyAgain } from './decode-args';
import type { Fail } from './decode-args';

/** The first eight bytes of every PNG. */
export const pngSignature = [137, 80, 78, 71, 13, 10, 26, 10] as const;

/** What IHDR tells. */
export interface PngHeader {
  width: number;
  height: number;
  /** Bits a sample. */
  depth: 1 | 2 | 4 | 8 | 16;
  /** 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha. */
  colorType: 0 | 2 | 3 | 4 | 6;
  interlaced: boolean;
}

/** The parts of a PNG that make its pixels, checked but still compressed. */
export interface PngParts {
  header: PngHeader;
  /** PLTE: three bytes a colour. */
  palette: Uint8Array | undefined;
  /** tRNS: alphas of the palette, or the one colour that is transparent. */
  transparency: Uint8Array | undefined;
  /** All IDAT chunks in one: a zlib stream. */
  compressed: Uint8Array;
}

const depthsOf: Record<PngHeader['colorType'], readonly number[]> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

/** Takes a PNG apart; `whenSized` sees the header first and may refuse it. The CRC of every chunk that counts is checked. */
export function readPngParts(
  bytes: Uint8Array,
  fail: Fail,
  whenSized: (header: PngHeader) => void,
): PngParts {
  if (bytes.length === 0) fail(`is empty (0 bytes). ${copyAgain}`);
  if (pngSignature.some((byte, i) => bytes[i] !== byte)) fail('is not a PNG. Check how the file was made.');

  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let header: PngHeader | undefined;
  let palette: Uint8Array | undefined;
  let transparency: Uint8Array | undefined;
  const pieces: Uint8Array[] = [];

  for (let at = 8; ;) {
    // A chunk is its length, four letters, the data, and the CRC of letters and data.
    const length = at + 8 <= bytes.length ? view.getUint32(at) : 0;
    const end = at + 12 + length;
    if (end > bytes.length) fail(`is cut off after ${bytes.length} bytes. ${copyAgain}`);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (!/^[A-Za-z]{4}$/.test(type))
      fail(`is damaged at byte ${at + 4}: no chunk begins there. ${copyAgain}`);
    // Only what makes pixels has to be whole: capitals, and the transparency.
    const counts = type[0]! <= 'Z' || type === 'tRNS';
    if (counts && crc32(bytes, at + 4, end - 4) !== view.getUint32(end - 4)) {
      fail(`is damaged: the checksum of its ${type} chunk at byte ${at} is wrong. ${copyAgain}`);
    }

    const data = bytes.subarray(at + 8, end - 4);
    if (!header) {
      if (type !== 'IHDR') fail(`is damaged: it begins with ${type}, not with IHDR. ${copyAgain}`);
      header = readHeader(data, fail);
      whenSized(header);
    } else if (type === 'PLTE') palette = data;
    else if (type === 'tRNS') transparency = data;
    else if (type === 'IDAT') pieces.push(data);
    else if (type === 'IEND') return { header, palette, transparency, compressed: join(pieces) };
    else if (counts) fail(`needs the unknown PNG chunk ${type}. Save it again as a plain PNG.`);
    at = end;
  }
}

function readHeader(data: Uint8Array, fail: Fail): PngHeader {
  if (data.length !== 13) fail(`is damaged: its IHDR chunk has ${data.length} bytes, not 13. ${copyAgain}`);
  const view = new DataView(data.buffer, data.byteOffset, 13);
  const [depth, colorType, compression, filter, interlace] = data.subarray(8) as unknown as number[];
  const depths = depthsOf[colorType as PngHeader['colorType']] as readonly number[] | undefined;
  if (!depths?.includes(depth!) || compression !== 0 || filter !== 0 || interlace! > 1) {
    fail(
      `has a header that PNG does not know (depth ${depth!}, colour type ${colorType!}, compression ${compression!}, ` +
        `filter ${filter!}, interlace ${interlace!}). Save it again as a plain PNG.`,
    );
  }
  return {
    width: view.getUint32(0),
    height: view.getUint32(4),
    depth: depth as PngHeader['depth'],
    colorType: colorType as PngHeader['colorType'],
    interlaced: interlace === 1,
  };
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
