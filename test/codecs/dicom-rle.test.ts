import { expect, test } from 'vitest';
import { unpackRle } from '../../src/codecs/dicom-rle';

/** Segments behind the table that PS3.5 G.5 describes. */
function frame(...segments: number[][]): Uint8Array {
  const table = new DataView(new ArrayBuffer(64));
  table.setUint32(0, segments.length, true);
  let at = 64;
  segments.forEach((segment, i) => {
    table.setUint32(4 + 4 * i, at, true);
    at += segment.length;
  });
  return Uint8Array.of(...new Uint8Array(table.buffer), ...segments.flat());
}

test('a copy, a run and nothing, as PS3.5 G.3.1 defines them', () => {
  // 2 + 1 bytes as they are, no operation, one byte 257 − 254 times.
  expect([...unpackRle(frame([2, 7, 8, 9, 128, 254, 5]), 6, 1, 1)]).toEqual([7, 8, 9, 5, 5, 5]);
});

test('the high bytes come first and the samples of a pixel lie side by side', () => {
  expect([...unpackRle(frame([1, 1, 2], [1, 3, 4]), 2, 1, 2)]).toEqual([3, 1, 4, 2]);
  expect([...unpackRle(frame([1, 1, 2], [1, 3, 4], [1, 5, 6]), 2, 3, 1)]).toEqual([1, 3, 5, 2, 4, 6]);
});

test('a segment that ends early and another number of segments are refused', () => {
  expect(() => unpackRle(frame([2, 7, 8]), 3, 1, 1)).toThrow('ends early');
  expect(() => unpackRle(frame([254]), 3, 1, 1)).toThrow('ends early');
  expect(() => unpackRle(frame([0, 1]), 1, 1, 2)).toThrow('1 segments, not 2');
  expect(() => unpackRle(new Uint8Array(10), 1, 1, 1)).toThrow('cut off');
});
