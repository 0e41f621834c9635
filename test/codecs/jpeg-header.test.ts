import { describe, expect, test } from 'vitest';
import { failer } from '../../src/codecs/decode-args';
import { readJpegHeader } from '../../src/codecs/jpeg-header';

const fail = failer('test', 'a.jpg');
const read = (...bytes: number[]) => readJpegHeader(Uint8Array.from(bytes), fail, () => undefined);

const start = [0xff, 0xd8];
const frame = (marker: number, precision = 8, components = 1): number[] => [
  ...[0xff, marker, 0, 8 + 3 * components, precision, 0, 23, 1, 44, components],
  ...Array.from({ length: components }, (_, i) => [i + 1, 0x11, 0]).flat(),
];
const scan = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0];
const end = [0xff, 0xd9];

test('width, height and components come from the frame', () => {
  expect(read(...start, ...frame(0xc0), ...scan, 1, 2, ...end)).toEqual({
    width: 300,
    height: 23,
    components: 1,
    orientation: 1,
  });
  expect(read(...start, ...frame(0xc2, 8, 3), ...scan, ...end)).toMatchObject({ components: 3 });
});

test('comments, padding, stuffed zeros and restart markers do not disturb', () => {
  const comment = [0xff, 0xfe, 0, 6, 0xff, 0xd9, 0xff, 0xc0];
  expect(
    read(...start, ...comment, 0xff, ...frame(0xc0), ...scan, 5, 0xff, 0, 0xff, 0xd0, 6, 0xff, ...end, 9)
      .width,
  ).toBe(300);
});

describe('what cannot be read is told by its kind', () => {
  test.each([
    ['a lossless JPEG (SOF3)', 0xc3],
    ['a rare kind of JPEG (SOF9)', 0xc9],
    ['a JPEG-LS file (SOF55)', 0xf7],
  ])('%s', (kind, marker) => {
    expect(() => read(...start, ...frame(marker), ...scan, ...end)).toThrow(
      `test: a.jpg is ${kind}, which cannot be read. Convert it to PNG first.`,
    );
  });

  test('12 bits, 2 channels', () => {
    expect(() => read(...start, ...frame(0xc1, 12), ...scan, ...end)).toThrow('is a JPEG of 12 bits, only 8');
    expect(() => read(...start, ...frame(0xc0, 8, 2), ...scan, ...end)).toThrow(
      'is a JPEG of 2 channels, only 1, 3',
    );
  });
});

test('two pictures in one file, none, and a thousand scans are refused', () => {
  expect(() => read(...start, ...frame(0xc0), ...frame(0xc0), ...scan, ...end)).toThrow('several pictures');
  expect(() => read(...start, ...end)).toThrow('it holds no picture');
  expect(() =>
    read(...start, ...frame(0xc2), ...Array.from({ length: 1000 }, () => scan).flat(), ...end),
  ).toThrow('has more than 100 scans');
});

test('a segment that no marker begins, or that is too short, is damage', () => {
  expect(() => read(...start, 1, 2, 3)).toThrow('is damaged at byte 2: no marker is there');
  expect(() => read(...start, 0xff, 0xe0, 0, 1, 0)).toThrow('is damaged at byte 4: a segment of 1 bytes');
});
