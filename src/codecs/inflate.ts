import { huffman, longCode, rootBits } from './huffman';
import type { Huffman } from './huffman';

/**
 * Unpacks a zlib stream that must hold exactly `size` bytes, and throws otherwise;
 * never takes much more memory than `size`, whatever the stream holds.
 */
export type Inflate = (compressed: Uint8Array, size: number) => Uint8Array;

/**
 * {@link Inflate} in plain JavaScript, straight into its result. The Adler-32 at the end of the stream is not checked:
 * PNG has its own checksums.
 *
 * Source: RFC 1950 and 1951.
 */
export const inflate: Inflate = (compressed, size) => {
  const [method = 0, flags = 0] = compressed;
  if ((method & 15) !== 8 || (method * 256 + flags) % 31 !== 0 || flags & 32)
    throw new Error('not a zlib stream');
  // Deflate grows at most 1,032-fold: what a header promises is no reason to take memory.
  if (size > compressed.length * 1032) throw new Error(`fewer than ${size} bytes`);
  const bytes = new Uint8Array(compressed.length + 8);
  bytes.set(compressed);
  const output = new Uint8Array(size);
  const stream = { bytes, length: compressed.length, at: 2, bits: 0, count: 0, output, to: 0 };
  for (let last = 0; !last;) {
    last = take(stream, 1);
    const kind = take(stream, 2);
    if (kind === 0) copy(stream);
    else if (kind === 3) throw new Error('a block of no kind');
    else if (kind === 1) unpack(stream, fixedCodes(), fixedDistances());
    else {
      const [codes, distances] = readCodes(stream);
      unpack(stream, codes, distances);
    }
  }
  if (stream.to < size) throw new Error(`${stream.to} of ${size} bytes`);
  return output;
};

const rootMask = (1 << rootBits) - 1;

/** The bits of a stream, lowest first, and what they unpack to. */
interface BitStream {
  /** A few zeros behind the end, so that two bytes can always be taken; whether they were used is looked at after. */
  readonly bytes: Uint8Array;
  readonly length: number;
  at: number;
  /** Taken from the bytes and not yet used. */
  bits: number;
  count: number;
  readonly output: Uint8Array;
  to: number;
}

/** How many more bits tell a length of 3 to 258 by its code, and a distance of 1 to 32,768. */
const moreOfLength = (code: number): number => (code < 8 || code === 28 ? 0 : (code >> 2) - 1);
const moreOfDistance = (code: number): number => (code < 4 ? 0 : (code >> 1) - 1);
const leastLength = (code: number, more: number): number =>
  code === 28 ? 258 : code < 8 ? code + 3 : ((4 + (code & 3)) << more) + 3;
const leastDistance = (code: number, more: number): number =>
  code < 4 ? code + 1 : ((2 + (code & 1)) << more) + 1;

function checkEnd({ at, count, length, to, output }: BitStream): void {
  if (at - (count >> 3) > length) throw new Error(`${to} of ${output.length} bytes`);
}

/** The next bits as a number, at most 15. */
function take(stream: BitStream, wanted: number): number {
  if (stream.count < 16) {
    const { bytes, at } = stream;
    stream.bits |= (bytes[at]! | (bytes[at + 1]! << 8)) << stream.count;
    stream.at += 2;
    stream.count += 16;
  }
  const taken = stream.bits & ((1 << wanted) - 1);
  stream.bits >>>= wanted;
  stream.count -= wanted;
  checkEnd(stream);
  return taken;
}

function takeSymbol(stream: BitStream, codes: Huffman): number {
  take(stream, 0);
  const entry = codes.table[stream.bits & rootMask]! || longCode(codes, stream.bits);
  take(stream, entry & 15);
  return entry >> 4;
}

function checkRoom({ to, output }: BitStream, length: number): void {
  if (to + length > output.length) throw new Error(`more than ${output.length} bytes`);
}

/** A block that was not packed. */
function copy(stream: BitStream): void {
  const { bytes, output } = stream;
  stream.at -= stream.count >> 3;
  stream.bits = stream.count = 0;
  const at = stream.at;
  const length = bytes[at]! | (bytes[at + 1]! << 8);
  if ((length ^ 65_535) !== (bytes[at + 2]! | (bytes[at + 3]! << 8))) throw new Error('a broken block');
  stream.at += 4 + length;
  checkEnd(stream);
  checkRoom(stream, length);
  output.set(bytes.subarray(at + 4, at + 4 + length), stream.to);
  stream.to += length;
}

/** A block of codes, up to the one that ends it. */
function unpack(stream: BitStream, codes: Huffman, distances: Huffman): void {
  for (;;) {
    const code = unpackLiterals(stream, codes);
    if (code === 256) break;
    repeat(stream, code - 257, distances);
  }
  checkEnd(stream);
}

/** Bytes that stand for themselves, up to the next other code; nearly all of an image with noise. */
function unpackLiterals(stream: BitStream, codes: Huffman): number {
  const { bytes, output, length } = stream;
  const { table } = codes;
  // Local names stay in registers.
  let { at, bits, count, to } = stream;
  let code = 256;
  for (;;) {
    if (count < 16) {
      if (at > length + 4) break;
      bits |= (bytes[at]! | (bytes[at + 1]! << 8)) << count;
      at += 2;
      count += 16;
    }
    const entry = table[bits & rootMask]! || longCode(codes, bits);
    code = entry >> 4;
    bits >>>= entry & 15;
    count -= entry & 15;
    if (code >= 256) break;
    if (to === output.length) throw new Error(`more than ${output.length} bytes`);
    output[to++] = code;
  }
  stream.at = at;
  stream.bits = bits;
  stream.count = count;
  stream.to = to;
  checkEnd(stream);
  return code;
}

/** Repeats what came out before. */
function repeat(stream: BitStream, code: number, distances: Huffman): void {
  if (code > 28) throw new Error('a code that stands for nothing');
  const more = moreOfLength(code);
  const length = leastLength(code, more) + take(stream, more);
  const far = takeSymbol(stream, distances);
  if (far > 29) throw new Error('a code that stands for nothing');
  const further = moreOfDistance(far);
  const distance = leastDistance(far, further) + take(stream, further);
  const { output, to } = stream;
  if (distance > to) throw new Error('a repetition of nothing');
  checkRoom(stream, length);
  if (distance === 1) output.fill(output[to - 1]!, to, to + length);
  else for (let i = to, stop = to + length; i < stop; i++) output[i] = output[i - distance]!;
  stream.to += length;
}

/** The codes of a block that brings its own. */
function readCodes(stream: BitStream): [codes: Huffman, distances: Huffman] {
  const codes = take(stream, 5) + 257;
  const distances = take(stream, 5) + 1;
  const order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
  const own = new Uint8Array(19);
  for (let i = 0, given = take(stream, 4) + 4; i < given; i++) own[order[i]!] = take(stream, 3);
  const coded = huffman(own);
  const lengths = new Uint8Array(codes + distances);
  for (let i = 0; i < lengths.length;) {
    const symbol = takeSymbol(stream, coded);
    if (symbol < 16) {
      lengths[i++] = symbol;
      continue;
    }
    // Runs: of the length before, or of nothing.
    if (symbol === 16 && i === 0) throw new Error('a repetition of nothing');
    const value = symbol === 16 ? lengths[i - 1]! : 0;
    const run =
      symbol === 16 ? take(stream, 2) + 3 : symbol === 17 ? take(stream, 3) + 3 : take(stream, 7) + 11;
    if (i + run > lengths.length) throw new Error('more codes than there can be');
    lengths.fill(value, i, (i += run));
  }
  return [huffman(lengths.subarray(0, codes)), huffman(lengths.subarray(codes))];
}

/** The codes of a block that brings none. */
function fixedCodes(): Huffman {
  return huffman(Uint8Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)));
}

function fixedDistances(): Huffman {
  return huffman(new Uint8Array(30).fill(5));
}
