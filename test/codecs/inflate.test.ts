import { constants, deflateSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inflate } from '../../src/codecs/inflate';

test('what zlib packed comes out as it went in', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 3000 }), fc.integer({ min: 0, max: 9 }), (bytes, level) => {
      expect(inflate(deflateSync(bytes, { level }), bytes.length)).toEqual(bytes);
    }),
    { numRuns: 50 },
  );
});

test.each([
  ['noise, in blocks not packed', (i: number) => Math.imul(i + 1, 2_654_435_761) >>> 24, 0],
  ['noise', (i: number) => Math.imul(i + 1, 2_654_435_761) >>> 24, 9],
  ['rare values, whose codes are long', (i: number) => Math.clz32(Math.imul(i + 1, 2_654_435_761)) * 7, 9],
  ['long repetitions', (i: number) => (i >> 9) & 255, 1],
  ['far repetitions', (i: number) => (Math.imul(i % 30_011, 2_654_435_761) >>> 24) & 63, 9],
])('long streams come out whole: %s', (_, value, level) => {
  const bytes = Uint8Array.from({ length: 300_000 }, (__, i) => value(i));
  for (const strategy of [constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED, constants.Z_HUFFMAN_ONLY]) {
    const unpacked = inflate(deflateSync(bytes, { level, strategy }), bytes.length);
    // Not toEqual: it takes seconds on so many.
    expect(Buffer.compare(unpacked, bytes)).toBe(0);
  }
});

test('a bomb of 80 MB is refused as soon as it gives more than it may, and takes no memory', () => {
  const compressed = deflateSync(Buffer.alloc(80_000_000));
  const before = process.memoryUsage().arrayBuffers;
  expect(() => inflate(compressed, 100)).toThrow('more than 100 bytes');
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
});

test('what cannot be inside is refused before memory is taken for it', () => {
  expect(() => inflate(deflateSync(Buffer.alloc(10)), 4_000_000_000)).toThrow('fewer than 4000000000 bytes');
});

test('a stream that was changed anywhere gives an error or bytes, and never hangs', () => {
  const bytes = Buffer.from(Array.from({ length: 2_000 }, (_, i) => (i * i) % 251));
  const streams = [0, 6].map((level) => deflateSync(bytes, { level }));
  const reasons = new Set<string>();
  fc.assert(
    fc.property(fc.constantFrom(...streams), fc.nat(), fc.integer({ min: 1, max: 255 }), (stream, at, by) => {
      const changed = Uint8Array.from(stream);
      changed[2 + (at % (stream.length - 2))]! ^= by;
      let known: Uint8Array | undefined;
      try {
        // zlib looks at the sum in the last four bytes, too.
        known = inflateRawSync(changed.subarray(2, -4), { maxOutputLength: 2_000 });
      } catch {
        known = undefined;
      }
      try {
        const unpacked = inflate(changed, 2_000);
        if (known) expect(Buffer.compare(unpacked, known)).toBe(0);
      } catch (error) {
        reasons.add((error as Error).message.replace(/\d+/, 'n'));
        expect(known?.length).not.toBe(2_000);
      }
    }),
    { numRuns: 3_000 },
  );
  expect(reasons.size).toBeGreaterThan(3);
});

test('a stream that ends early, and bytes that are none, are refused', () => {
  const compressed = deflateSync(Buffer.from('lungs, heart, ribs, lungs, heart, ribs'));
  expect(() => inflate(compressed.subarray(0, 12), 38)).toThrow();
  expect(() => inflate(compressed, 39)).toThrow('38 of 39 bytes');
  expect(() => inflate(new Uint8Array(20), 20)).toThrow('not a zlib stream');
  expect(() => inflate(new Uint8Array(0), 20)).toThrow('not a zlib stream');
});
