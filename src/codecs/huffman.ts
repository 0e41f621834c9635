/** Codes up to this long are found by one look into a table. */
export const rootBits = 10;

/** The codes of deflate, which begin with their highest bit. */
export interface Huffman {
  /** For the next {@link rootBits} bits, as they come: symbol · 16 + length of its code; 0 where that is longer. */
  readonly table: Uint16Array;
  /** How many codes have each length, 1 to 15. */
  readonly counts: Uint16Array;
  /** Symbols in the order of their codes. */
  readonly symbols: Uint16Array;
}

/**
 * Codes by their lengths, 0 where a symbol has none.
 *
 * Source: RFC 1951, DEFLATE Compressed Data Format Specification, section 3.2.2.
 *
 * @throws Error when there are more codes than their lengths can tell apart
 */
export function huffman(lengths: Uint8Array): Huffman {
  const counts = new Uint16Array(16);
  for (let i = 0; i < lengths.length; i++) counts[lengths[i]!]!++;
  counts[0] = 0;
  const starts = new Uint16Array(17);
  let room = 1;
  for (let length = 1; length < 16; length++) {
    room = 2 * room - counts[length]!;
    if (room < 0) throw new Error('more codes than there can be');
    starts[length + 1] = starts[length]! + counts[length]!;
  }
  const symbols = new Uint16Array(starts[16]!);
  for (let symbol = 0; symbol < lengths.length; symbol++)
    if (lengths[symbol]) symbols[starts[lengths[symbol]!]!++] = symbol;

  const table = new Uint16Array(1 << rootBits);
  for (let length = 1, code = 0, i = 0; length <= rootBits; length++, code <<= 1) {
    for (let end = i + counts[length]!; i < end; i++, code++) {
      const entry = (symbols[i]! << 4) | length;
      // Whatever follows the code.
      for (let at = reversed(code, length); at < table.length; at += 1 << length) table[at] = entry;
    }
  }
  return { table, counts, symbols };
}

/** The entry of {@link Huffman.table} for a longer code, which the next bits, as they come, begin with. */
export function longCode({ counts, symbols }: Huffman, bits: number): number {
  let code = 0;
  let first = 0;
  let index = 0;
  for (let length = 1, rest = bits; length < 16; length++, rest >>>= 1) {
    code |= rest & 1;
    const count = counts[length]!;
    if (code - first < count) return (symbols[index + code - first]! << 4) | length;
    index += count;
    first = (first + count) << 1;
    code <<= 1;
  }
  throw new Error('a code that stands for nothing');
}

function reversed(code: number, length: number): number {
  let bits = 0;
  for (let i = 0; i < length; i++) bits |= ((code >> i) & 1) << (length - 1 - i);
  return bits;
}
