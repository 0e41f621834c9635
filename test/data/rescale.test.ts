import { createImage, rescale } from 'hilum';
import { describe, expect, it } from 'vitest';
import { middleOf } from '../../src/data/rescale';
import { picture } from './reference';

describe('rescale', () => {
  it('gives (x − 127) / 127 at 8 bits, the scale of the reference pipeline', () => {
    const image = picture([16, 16], { seed: 4 });
    const { data, depth } = rescale(image);
    expect(depth).toBe(32);
    image.data.forEach((x, i) => expect(data[i]).toBe(Math.fround((x - 127) / 127)));
  });

  it('brings black to −1 and the middle to 0 at every depth', () => {
    for (const data of [Uint8Array.of(0, 127), Uint16Array.of(0, 32767), Float32Array.of(0, 0.5)]) {
      expect([...rescale(createImage({ width: 2, height: 1, data })).data]).toEqual([-1, 0]);
    }
  });

  it('takes other numbers', () => {
    const image = createImage({ width: 2, height: 1, data: Uint8Array.of(0, 255) });
    expect([...rescale(image, { subtract: 0, divide: 255 }).data]).toEqual([0, 1]);
  });

  it('refuses to divide by 0', () => {
    expect(() => rescale(picture([1, 1], { seed: 1 }), { divide: 0 })).toThrow(
      'rescale: divide must be finite and not 0, got 0.',
    );
  });
});

describe('middleOf', () => {
  it('is half of white, rounded down', () => {
    expect([8, 16, 32].map((depth) => middleOf(picture([1, 1], { depth, seed: 1 })))).toEqual([
      127, 32767, 0.5,
    ]);
  });
});
