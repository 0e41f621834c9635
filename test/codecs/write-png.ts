import { deflateSync } from 'node:zlib';

/** A PNG writer of its own for tests: every colour type, depth and filter, interlaced or not, and made wrong on purpose. */
export interface WritePngArgs {
  width: number;
  height: number;
  depth: number;
  colorType: number;
  /** Samples as stored, channels innermost. */
  samples: ArrayLike<number>;
  interlaced?: boolean;
  /** The filter of every row; default: row y gets filter y modulo 5. */
  filter?: number;
  palette?: readonly number[];
  transparency?: readonly number[];
  /** How many IDAT chunks the pixels are divided into. */
  pieces?: number;
  /** Instead of the zlib stream of the samples. */
  compressed?: Uint8Array;
}

const channelsOf: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

export function writePng(args: WritePngArgs): Uint8Array {
  const { width, height, depth, colorType, interlaced = false, palette, transparency, pieces = 1 } = args;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, colorType, 0, 0, interlaced ? 1 : 0], 8);
  const stream = args.compressed ?? deflateSync(scanlines(args));
  const size = Math.ceil(stream.length / pieces);
  return new Uint8Array(
    Buffer.concat([
      Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
      chunk('IHDR', header),
      ...(palette ? [chunk('PLTE', Buffer.from(palette))] : []),
      ...(transparency ? [chunk('tRNS', Buffer.from(transparency))] : []),
      ...Array.from({ length: pieces }, (_, i) => chunk('IDAT', stream.subarray(i * size, (i + 1) * size))),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  );
}

export function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const crc = Buffer.alloc(4);
  crc.writeUInt32BE(bitwiseCrc(body));
  return Buffer.concat([length, body, crc]);
}

/** Bit by bit as the specification defines it, so that the tables of the library are checked against something else. */
export function bitwiseCrc(bytes: Uint8Array): number {
  let c = 0xffffffff;
  for (const byte of bytes) {
    c ^= byte;
    for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  }
  return (c ^ 0xffffffff) >>> 0;
}

function scanlines({ width, height, depth, colorType, samples, interlaced, filter }: WritePngArgs): Buffer {
  const channels = channelsOf[colorType] ?? 1;
  const step = Math.max(1, (depth * channels) >> 3);
  const rows: Buffer[] = [];
  for (const [x0, y0, stepX, stepY] of interlaced ? adam7 : ([[0, 0, 1, 1]] as const)) {
    if (x0 >= width) continue;
    let above: Buffer | undefined;
    for (let y = y0, row = 0; y < height; y += stepY, row++) {
      let bits = '';
      for (let x = x0; x < width; x += stepX) {
        for (let c = 0; c < channels; c++) {
          bits += samples[(y * width + x) * channels + c]!.toString(2).padStart(depth, '0');
        }
      }
      const line = Buffer.from((bits.match(/.{1,8}/g) ?? []).map((byte) => parseInt(byte.padEnd(8, '0'), 2)));
      rows.push(filtered(line, above, filter ?? row % 5, step));
      above = line;
    }
  }
  return Buffer.concat(rows);
}

function filtered(line: Buffer, above: Buffer | undefined, filter: number, step: number): Buffer {
  const row = Buffer.alloc(line.length + 1);
  row[0] = filter;
  line.forEach((value, i) => {
    const a = line[i - step] ?? 0;
    const b = above?.[i] ?? 0;
    const c = i < step ? 0 : (above?.[i - step] ?? 0);
    // Paeth in the words of the specification: the nearest to a + b − c, ties in the order a, b, c.
    const nearest = [a, b, c].sort((p, q) => Math.abs(a + b - c - p) - Math.abs(a + b - c - q))[0]!;
    row[i + 1] = value - [0, a, b, (a + b) >> 1, nearest][filter]!;
  });
  return row;
}
