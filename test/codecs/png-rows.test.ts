import fc from 'fast-check';
import { expect, test } from 'vitest';
import { paeth, unfilter, unpack } from '../../src/codecs/png-rows';

test('every filter is undone as the PNG specification defines it', () => {
  // Two pixels of one byte a row, worked out by hand: raw 10 20 / 30 40 / 50 60 / 70 80 / 90 100.
  const filtered = Uint8Array.from([
    ...[0, 10, 20], // none
    ...[1, 30, 10], // sub: 30, 40 − 30
    ...[2, 20, 20], // up: 50 − 30, 60 − 40
    ...[3, 45, 15], // average: 70 − ⌊50/2⌋, 80 − ⌊(70 + 60)/2⌋
    ...[4, 20, 10], // Paeth: 90 − 70; 90 + 80 − 70 = 100 is nearest to 90: 100 − 90
  ]);
  expect([...unfilter(filtered, 0, 5, 2, 1)]).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
});

test('Paeth takes left before top before corner where they are equally near', () => {
  expect(paeth(5, 5, 5)).toBe(5);
  expect(paeth(1, 3, 2)).toBe(2); // the estimate is 2, the corner itself
  expect(paeth(0, 2, 2)).toBe(0); // the estimate is 0, the left itself
  expect(paeth(2, 0, 2)).toBe(0);
  expect(paeth(10, 20, 20)).toBe(10);
});

test('an unknown filter is refused', () => {
  expect(() => unfilter(Uint8Array.of(0, 1, 7, 1), 0, 2, 1, 1)).toThrow('row 1 has the unknown filter 7');
});

test('packed samples come apart, most significant first, and rows begin at whole bytes', () => {
  expect([...unpack(Uint8Array.of(0b10110000, 0b01000000), 3, 2, 1)]).toEqual([1, 0, 1, 0, 1, 0]);
  expect([...unpack(Uint8Array.of(0b00011011), 4, 1, 2)]).toEqual([0, 1, 2, 3]);
  expect([...unpack(Uint8Array.of(0x1f, 0x20), 3, 1, 4)]).toEqual([1, 15, 2]);
  expect(unpack(Uint8Array.of(1, 2, 255, 0), 2, 1, 16)).toEqual(Uint16Array.of(258, 65_280));
});

test('the samples of a depth are all below 2 to the depth', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 2, maxLength: 40 }),
      fc.constantFrom(1 as const, 2, 4),
      (rows, depth) => {
        const samples = unpack(rows, (rows.length * 8) / depth, 1, depth);
        expect(samples).toHaveLength((rows.length * 8) / depth);
        expect(Math.max(...samples)).toBeLessThan(2 ** depth);
      },
    ),
  );
});
