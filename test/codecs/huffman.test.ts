import { describe, expect, it } from 'vitest';
import { huffman, longCode } from '../../src/codecs/huffman';

describe('huffman', () => {
  // The example of RFC 1951, 3.2.2: symbols A to H of lengths 3, 3, 3, 3, 3, 2, 4, 4.
  const { table } = huffman(Uint8Array.of(3, 3, 3, 3, 3, 2, 4, 4));

  it.each([
    ['A', '010'],
    ['E', '110'],
    ['F', '00'],
    ['G', '1110'],
    ['H', '1111'],
  ])('finds %s by the code %s, whatever follows it', (letter, code) => {
    for (const rest of ['000000', '111111', '010110']) {
      const bits = Array.from(code + rest)
        .reverse()
        .join('');
      expect(table[Number.parseInt(bits, 2) & 1023]).toBe(((letter.charCodeAt(0) - 65) << 4) | code.length);
    }
  });

  it('refuses more codes than their lengths can tell apart', () => {
    expect(() => huffman(Uint8Array.of(1, 1, 1))).toThrow('more codes than there can be');
  });
});

describe('longCode', () => {
  // Lengths 1, 2, …, 14, 15, 15: the codes are 0, 10, 110, … and two of 15 bits.
  const codes = huffman(Uint8Array.from({ length: 16 }, (_, i) => Math.min(i + 1, 15)));

  it('finds codes that are longer than a look into the table', () => {
    expect(codes.table[1023]).toBe(0);
    expect(longCode(codes, 0b011_1111_1111)).toBe((10 << 4) | 11);
    expect(longCode(codes, 0b011_1111_1111_1111)).toBe((14 << 4) | 15);
    expect(longCode(codes, 0b111_1111_1111_1111)).toBe((15 << 4) | 15);
  });

  it('refuses a code that no symbol has', () => {
    expect(() => longCode(huffman(Uint8Array.of(1)), 1)).toThrow('a code that stands for nothing');
  });
});
