import { expect, test } from 'vitest';
import { failer } from '../../src/codecs/decode-args';
import { readPngParts } from '../../src/codecs/png-chunks';
import { writePng } from './write-png';

const fail = failer('test', 'a.png');
const args = { width: 3, height: 2, depth: 4, colorType: 3, samples: [0, 1, 0, 1, 0, 1] };

test('the header, the palette, its alphas and the joined pixels come out', () => {
  const file = writePng({
    ...args,
    palette: [1, 2, 3, 4, 5, 6],
    transparency: [7],
    pieces: 3,
    interlaced: true,
  });
  const whole = writePng({ ...args, interlaced: true });
  const parts = readPngParts(file, fail, () => undefined);
  expect(parts.header).toEqual({ width: 3, height: 2, depth: 4, colorType: 3, interlaced: true });
  expect([...parts.palette!]).toEqual([1, 2, 3, 4, 5, 6]);
  expect([...parts.transparency!]).toEqual([7]);
  expect(parts.compressed).toEqual(readPngParts(whole, fail, () => undefined).compressed);
});

test('the header is shown before anything else is looked at', () => {
  const file = writePng(args).subarray(0, 40); // cut off in the pixels
  expect(() =>
    readPngParts(file, fail, ({ width }) => {
      throw new RangeError(`width ${width}`);
    }),
  ).toThrow('width 3');
});

test('a file that does not begin with its header is damaged', () => {
  const file = writePng(args);
  const without = new Uint8Array([...file.subarray(0, 8), ...file.subarray(33)]);
  expect(() => readPngParts(without, fail, () => undefined)).toThrow('begins with IDAT, not with IHDR');
});

test('bytes after the end are not looked at', () => {
  const file = new Uint8Array([...writePng(args), 1, 2, 3]);
  expect(readPngParts(file, fail, () => undefined).header.width).toBe(3);
});
