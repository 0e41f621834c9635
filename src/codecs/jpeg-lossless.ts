import { readFrameHeader, walkSegments } from './jpeg-frame';
import type { JpegFrame } from './jpeg-frame';

/**
 * Unpacks a lossless JPEG (process 14, Huffman coded, all seven predictors, point transform, restart intervals).
 *
 * @returns a value a sample, the samples of a pixel side by side
 * @throws Error when it is cut off, damaged or of another kind
 *
 * Source: ITU-T T.81, annex H.
 */
export function unpackLosslessJpeg(
  bytes: Uint8Array,
  expected: { width: number; height: number; samples: number },
): Uint16Array {
  const { width, height, samples } = expected;
  const tables = new Map<number, Uint8Array>();
  const done = new Set<number>();
  let frame: JpegFrame | undefined;
  let output: Uint16Array | undefined;
  let interval = 0;
  walkSegments(bytes, (marker, data, next) => {
    if (marker === 0xc4) readTables(data, tables);
    else if (marker === 0xdd) interval = data[0]! * 256 + data[1]!;
    else if (marker === 0xc3) {
      frame = readFrameHeader(marker, data);
      const { components, precision, subsampled } = frame;
      if (frame.width !== width || frame.height !== height || components.length !== samples)
        throw new Error(`${frame.width}×${frame.height}×${components.length} samples inside`);
      if (precision < 2 || precision > 16 || subsampled) throw new Error('a rare kind of lossless JPEG');
    } else if (marker === 0xda) {
      if (!frame) throw new Error('a scan without a frame');
      // A sample takes a bit at least: what a header promises is no reason to take memory.
      if (width * height * samples > bytes.length * 8) throw new Error('it ends early');
      output ??= new Uint16Array(width * height * samples);
      const scan = readScan(data, frame, tables, interval);
      for (const { component } of scan.parts) {
        if (done.has(component)) throw new Error('a component comes twice');
        done.add(component);
      }
      return unpackScan(bytes, next, scan, expected, output);
    } else if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc8 && marker !== 0xcc)
      throw new Error(`it is no lossless JPEG (SOF${marker - 0xc0})`);
    return next;
  });
  if (!output || done.size < samples) throw new Error('it ends early');
  return output;
}

/** Counts of codes of 1 to 16 bits, then their values; kept as they are until a scan needs them. */
function readTables(data: Uint8Array, tables: Map<number, Uint8Array>): void {
  for (let at = 0; at < data.length;) {
    const id = data[at]! & 15;
    const count = data.subarray(at + 1, at + 17).reduce((sum, n) => sum + n, 0);
    const end = at + 17 + count;
    if (end > data.length || count > 17) throw new Error('a broken Huffman table');
    tables.set(id, data.subarray(at + 1, end));
    at = end;
  }
}

interface Scan {
  /** Which components, and by which table. */
  parts: { component: number; codes: Uint16Array }[];
  predictor: number;
  /** The value before the first. */
  first: number;
  shift: number;
  interval: number;
}

function readScan(
  data: Uint8Array,
  { components, precision }: JpegFrame,
  tables: Map<number, Uint8Array>,
  interval: number,
): Scan {
  const count = data[0] ?? 0;
  const [predictor, , transform] = data.subarray(1 + 2 * count);
  if (count === 0 || predictor === undefined || transform === undefined)
    throw new Error('a broken scan header');
  const shift = transform & 15;
  if (predictor < 1 || predictor > 7 || shift >= precision)
    throw new Error(`predictor ${predictor} is unknown`);
  const parts = Array.from({ length: count }, (_, i) => {
    const component = components.indexOf(data[1 + 2 * i]!);
    const table = tables.get(data[2 + 2 * i]! >> 4);
    if (component < 0 || !table) throw new Error('a broken scan header');
    return { component, codes: lookup(table) };
  });
  return { parts, predictor, first: 1 << (precision - shift - 1), shift, interval };
}

/** For each 16 bits that may come next: the length of the code that they begin with · 32 + its value; 0 for none. */
function lookup(table: Uint8Array): Uint16Array {
  const codes = new Uint16Array(65_536);
  let at = 16;
  let from = 0;
  for (let length = 1; length <= 16; length++) {
    const span = 1 << (16 - length);
    for (let i = 0; i < table[length - 1]!; i++, from += span) {
      const value = table[at++]!;
      if (value > 16 || from + span > 65_536) throw new Error('a broken Huffman table');
      codes.fill(length * 32 + value, from, from + span);
    }
  }
  return codes;
}

/** Unpacks the samples of one scan into `output`; gives where the next marker begins. */
function unpackScan(
  bytes: Uint8Array,
  start: number,
  { parts, predictor, first, shift, interval }: Scan,
  { width, height, samples }: { width: number; height: number; samples: number },
  output: Uint16Array,
): number {
  if (interval % width !== 0) throw new Error('a restart inside a row');
  let at = start;
  let bits = 0; // the lowest `count` of them are still to be read
  let count = 0;
  let missing = 0;

  const fill = (): void => {
    while (count <= 16) {
      let byte = bytes[at];
      if (byte === 0xff && bytes[at + 1] !== 0) byte = undefined; // a marker: the scan is over
      if (byte === undefined) {
        // A decoder may look ahead of the last code, never by more than four bytes.
        if (++missing > 4) throw new Error('its pixels end early');
        byte = 0;
      } else at += byte === 0xff ? 2 : 1;
      bits = ((bits << 8) | byte) & 0xff_ffff;
      count += 8;
    }
  };

  const difference = (codes: Uint16Array): number => {
    fill();
    const code = codes[(bits >> (count - 16)) & 0xffff]!;
    if (code === 0) throw new Error('an unknown code');
    count -= code >> 5;
    const size = code & 31;
    if (size === 0) return 0;
    if (size === 16) return 32_768;
    fill();
    count -= size;
    const value = (bits >> count) & ((1 << size) - 1);
    return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
  };

  const rowStep = width * samples;
  let untilRestart = interval;
  let afterRestart = true;
  for (let y = 0; y < height; y++) {
    if (interval > 0 && untilRestart === 0) {
      // What is left of the last byte is padding.
      at = bytes.indexOf(0xff, Math.max(start, at - (count >> 3)));
      while (at >= 0 && bytes[at + 1] === 0) at = bytes.indexOf(0xff, at + 2);
      if (at < 0 || (bytes[at + 1]! & 0xf8) !== 0xd0) throw new Error('a restart is missing');
      at += 2;
      bits = count = missing = 0;
      untilRestart = interval;
      afterRestart = true;
    }
    for (let x = 0; x < width; x++) {
      for (const { component, codes } of parts) {
        const to = y * rowStep + x * samples + component;
        let guess: number;
        if (afterRestart) guess = x === 0 ? first : output[to - samples]!;
        else if (x === 0) guess = output[to - rowStep]!;
        else
          guess = predict(
            predictor,
            output[to - samples]!,
            output[to - rowStep]!,
            output[to - rowStep - samples]!,
          );
        output[to] = guess + difference(codes);
      }
    }
    afterRestart = false;
    untilRestart -= width;
  }
  if (shift > 0)
    for (const { component } of parts)
      for (let i = component; i < output.length; i += samples) output[i]! <<= shift;
  for (at = bytes.indexOf(0xff, Math.max(start, at - 3)); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1]!;
    if (next !== 0 && next !== 0xff && (next & 0xf8) !== 0xd0) return at;
  }
  return bytes.length;
}

function predict(predictor: number, left: number, top: number, corner: number): number {
  switch (predictor) {
    case 1:
      return left;
    case 2:
      return top;
    case 3:
      return corner;
    case 4:
      return left + top - corner;
    case 5:
      return left + ((top - corner) >> 1);
    case 6:
      return top + ((left - corner) >> 1);
    default:
      return (left + top) >> 1;
  }
}
