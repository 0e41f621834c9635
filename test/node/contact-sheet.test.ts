import { createImage, type Image } from 'hilum';
import { contactSheet } from 'hilum/node';
import { describe, expect, it } from 'vitest';

const tile = (width: number, height: number, value: number): Image =>
  createImage({ width, height, data: new Uint8Array(width * height).fill(value) });

/** The red channel, row by row. */
const reds = ({ width, height, data }: Image): number[][] =>
  Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => data[(y * width + x) * 3]!),
  );

describe('contactSheet', () => {
  it('lays images out row by row with gaps between them and none around', () => {
    const sheet = contactSheet([tile(1, 1, 1), tile(1, 1, 2), tile(1, 1, 3)], { columns: 2, gap: 1 });
    expect(reds(sheet)).toEqual([
      [1, 255, 2],
      [255, 255, 255],
      [3, 255, 255],
    ]);
    expect(sheet).toMatchObject({ channels: 3, depth: 8 });
  });

  it('puts an image in the middle of a cell as large as the largest', () => {
    const sheet = contactSheet([tile(3, 3, 1), tile(1, 1, 2)], { columns: 2, gap: 0, background: [9, 9, 9] });
    expect(reds(sheet)).toEqual([
      [1, 1, 1, 9, 9, 9],
      [1, 1, 1, 9, 2, 9],
      [1, 1, 1, 9, 9, 9],
    ]);
  });

  it('is about as many images wide as high when columns are not given', () => {
    const tiles = (count: number): Image[] => Array.from({ length: count }, () => tile(1, 1, 0));
    const size = (count: number): number[] => {
      const { width, height } = contactSheet(tiles(count), { gap: 0 });
      return [width, height];
    };
    expect([1, 4, 5, 9].map(size)).toEqual([
      [1, 1],
      [2, 2],
      [3, 2],
      [3, 3],
    ]);
  });

  it('refuses an empty list and impossible layouts', () => {
    expect(() => contactSheet([])).toThrow(RangeError);
    expect(() => contactSheet([])).toThrow('contactSheet: images must hold at least one image, got none.');
    expect(() => contactSheet([tile(1, 1, 0)], { columns: 0 })).toThrow('columns must be an integer');
    expect(() => contactSheet([tile(1, 1, 0)], { gap: -1 })).toThrow('gap must be an integer');
  });
});
