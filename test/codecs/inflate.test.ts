import { deflateSync } from 'node:zlib';
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

test('a stream longer than one piece comes out whole', () => {
  const bytes = Uint8Array.from({ length: 200_000 }, (_, i) => Math.imul(i + 1, 2_654_435_761) >>> 24);
  const compressed = deflateSync(bytes, { level: 1 });
  expect(compressed.length).toBeGreaterThan(3 * 16_384);
  // Not toEqual: it takes seconds on so many.
  expect(Buffer.compare(inflate(compressed, bytes.length), bytes)).toBe(0);
});

test('a bomb of 80 MB is refused after the first piece', () => {
  const compressed = deflateSync(Buffer.alloc(80_000_000));
  const before = process.memoryUsage().arrayBuffers;
  expect(() => inflate(compressed, 100)).toThrow('more than 100 bytes');
  // A piece gives at most 8.5 MB, in a buffer that doubles until it holds that, and is copied once.
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000_000);
});

test('a stream that ends early, and bytes that are none, are refused', () => {
  const compressed = deflateSync(Buffer.from('lungs, heart, ribs, lungs, heart, ribs'));
  expect(() => inflate(compressed.subarray(0, 12), 38)).toThrow();
  expect(() => inflate(compressed, 39)).toThrow('38 of 39 bytes');
  expect(() => inflate(new Uint8Array(20), 20)).toThrow('not a zlib stream');
  expect(() => inflate(new Uint8Array(0), 20)).toThrow('not a zlib stream');
});
