import { zlibSync } from 'fflate';
import { check } from '../core/check';
import type { Image } from '../data/image';
import { crc32 } from './crc';
import { pngSignature } from './png-chunks';
import { paeth } from './png-rows';

const colorTypes: readonly (number | undefined)[] = [undefined, 0, 4, 2, 6];

/** What {@link encodePng} may be told. */
export interface EncodePngArgs {
  /** Packs bytes into a zlib stream. Default: plain JavaScript; `hilum/node` hands in zlib's own. */
  deflate?: ((bytes: Uint8Array) => Uint8Array) | undefined;
}

const deflatePlain = (bytes: Uint8Array): Uint8Array => zlibSync(bytes, { level: 4 });

/**
 * Encodes an image of 8 or 16 bits and 1 (grey), 2 (grey and alpha), 3 (RGB) or 4 (RGB and alpha) channels as a PNG,
 * without loss.
 *
 * The same image always gives the same bytes.
 *
 * @throws RangeError when the image holds floats or has more than 4 channels
 *
 * @example
 * ```ts
 * import { createImage } from 'hilum';
 * import { encodePng } from 'hilum/codecs';
 *
 * const mask = createImage({ width: 2, height: 2, data: new Uint8Array([0, 255, 255, 0]) });
 * const url = URL.createObjectURL(new Blob([encodePng(mask).slice()], { type: 'image/png' }));
 * console.log(url.startsWith('blob:')); // true
 * ```
 */
export function encodePng(image: Image, { deflate = deflatePlain }: EncodePngArgs = {}): Uint8Array {
  const { width, height, channels, depth, data } = image;
  check(
    depth !== 32,
    'encodePng: an image must have 8 or 16 bits, got floats. Round it to a Uint8Array first.',
  );
  const colorType = colorTypes[channels];
  check(
    colorType !== undefined,
    `encodePng: an image must have 1 to 4 channels, got ${channels}. Pick a channel.`,
  );

  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header[8] = depth;
  header[9] = colorType!;

  const rows = depth === 8 ? (data as Uint8Array) : bigEndian(data);
  const step = (channels * depth) / 8;
  const filtered = filter(rows, height, width * step, step);
  const parts = [
    new Uint8Array(pngSignature),
    chunk('IHDR', header),
    chunk('IDAT', deflate(filtered)),
    chunk('IEND', new Uint8Array(0)),
  ];
  const file = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}

function bigEndian(data: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(data.length * 2);
  for (let i = 0; i < data.length; i++) {
    bytes[2 * i] = data[i]! >> 8;
    bytes[2 * i + 1] = data[i]!;
  }
  return bytes;
}

/** Gives every row the filter with the smallest sum of differences, the choice that the PNG specification recommends. */
function filter(rows: Uint8Array, height: number, rowBytes: number, step: number): Uint8Array {
  const filtered = new Uint8Array(height * (rowBytes + 1));
  // A margin of zeros: what lies left of the first pixel and above the first row.
  let line = new Uint8Array(step + rowBytes);
  let above = new Uint8Array(step + rowBytes);
  // Signed, because a difference of 255 is one of −1.
  const tries = Array.from({ length: 5 }, () => new Int8Array(rowBytes));
  const [none, sub, up, average, nearest] = tries as [Int8Array, Int8Array, Int8Array, Int8Array, Int8Array];
  for (let y = 0; y < height; y++) {
    line.set(rows.subarray(y * rowBytes, (y + 1) * rowBytes), step);
    for (let i = 0; i < rowBytes; i++) {
      const value = line[i + step]!;
      const left = line[i]!;
      const top = above[i + step]!;
      none[i] = value;
      sub[i] = value - left;
      up[i] = value - top;
      average[i] = value - ((left + top) >> 1);
      nearest[i] = value - paeth(left, top, above[i]!);
    }
    const sums = tries.map(sumOfSizes);
    const best = sums.indexOf(Math.min(...sums));
    filtered[y * (rowBytes + 1)] = best;
    filtered.set(tries[best]!, y * (rowBytes + 1) + 1);
    [line, above] = [above, line];
  }
  return filtered;
}

function sumOfSizes(differences: Int8Array): number {
  let sum = 0;
  for (let i = 0; i < differences.length; i++) sum += Math.abs(differences[i]!);
  return sum;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) bytes[4 + i] = type.charCodeAt(i);
  bytes.set(data, 8);
  view.setUint32(data.length + 8, crc32(bytes, 4, data.length + 8));
  return bytes;
}
