import { zlibSync } from 'fflate';
import { check } from '../core/check';
import type { Image } from '../data/image';
import { crc32 } from './crc';
import { pngSignature } from './png-chunks';
import { paeth } from './png-rows';

const colorTypes: readonly (number | undefined)[] = [undefined, 0, 4, 2, 6];

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
export function encodePng(image: Image): Uint8Array {
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
    chunk('IDAT', zlibSync(filtered, { level: 6 })),
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
  const tries = Array.from({ length: 5 }, () => new Uint8Array(rowBytes));
  const [none, sub, up, average, nearest] = tries as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  for (let y = 0; y < height; y++) {
    const at = y * rowBytes;
    const sums = [0, 0, 0, 0, 0] as [number, number, number, number, number];
    for (let i = 0; i < rowBytes; i++) {
      const value = rows[at + i]!;
      const left = i < step ? 0 : rows[at + i - step]!;
      const top = y === 0 ? 0 : rows[at + i - rowBytes]!;
      const corner = i < step || y === 0 ? 0 : rows[at + i - rowBytes - step]!;
      sums[0] += size((none[i] = value));
      sums[1] += size((sub[i] = value - left));
      sums[2] += size((up[i] = value - top));
      sums[3] += size((average[i] = value - ((left + top) >> 1)));
      sums[4] += size((nearest[i] = value - paeth(left, top, corner)));
    }
    const best = sums.indexOf(Math.min(...sums));
    filtered[y * (rowBytes + 1)] = best;
    filtered.set(tries[best]!, y * (rowBytes + 1) + 1);
  }
  return filtered;
}

/** A difference as a byte, seen as a number of −128 to 127, without its sign. */
function size(difference: number): number {
  const byte = difference & 0xff;
  return byte < 128 ? byte : 256 - byte;
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
