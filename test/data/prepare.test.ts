import {
  createImage,
  createRandom,
  equalizeHistogram,
  prepareImage,
  prepareMask,
  resizeBilinear,
  toGrey,
} from 'hilum';
import { describe, expect, it } from 'vitest';

const random = createRandom(3);
const noise = (length: number, white: number): number[] =>
  Array.from({ length }, () => random.integer(0, white + 1));

describe('prepareImage', () => {
  it('is grey, resize, equalise, in this order', () => {
    const rgb = createImage({ width: 9, height: 7, channels: 3, data: Uint8Array.from(noise(189, 255)) });
    const size = { width: 4, height: 5 };
    expect(prepareImage(rgb, size)).toEqual(equalizeHistogram(resizeBilinear(toGrey(rgb), size)));
  });

  it('keeps what a narrow 16-bit image shows: it is equalised before it is brought to 8 bits', () => {
    const narrow = createImage({
      width: 16,
      height: 16,
      data: Uint16Array.from({ length: 256 }, (_, i) => 500 + i),
    });
    const { depth, data } = prepareImage(narrow, { width: 16, height: 16 });
    expect(depth).toBe(8);
    expect(new Set(data).size).toBeGreaterThan(250);
  });

  it('takes floats from 0 to 1', () => {
    const floats = createImage({ width: 2, height: 1, data: Float32Array.of(0.2, 0.9) });
    expect([...prepareImage(floats, { width: 2, height: 1 }).data]).toEqual([0, 255]);
  });
});

describe('prepareMask', () => {
  it('is binary at any size', () => {
    const mask = createImage({ width: 4, height: 1, data: Uint8Array.of(0, 0, 255, 255) });
    expect([...prepareMask(mask, { width: 8, height: 1 }).data]).toEqual([0, 0, 0, 0, 255, 255, 255, 255]);
  });
});
