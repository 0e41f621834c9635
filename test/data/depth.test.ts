import { createImage, toDepth8 } from 'hilum';
import { describe, expect, it } from 'vitest';
import { picture } from './reference';

describe('toDepth8', () => {
  it('rounds each of the 65,536 values of 16 bits by 1 / 257', () => {
    const data = Uint16Array.from({ length: 65536 }, (_, x) => x);
    const image = toDepth8(createImage({ width: 256, height: 256, data }));
    expect(image.depth).toBe(8);
    expect(image.data).toEqual(Uint8Array.from(data, (x) => Math.round(x / 257)));
  });

  it('clips floats to 0 … 1, and rounds half to even', () => {
    const data = Float32Array.of(-3, 0, 0.5, 1.5 / 255, 1, 7, NaN);
    const image = toDepth8(createImage({ width: 7, height: 1, data }));
    expect([...image.data]).toEqual([0, 0, 128, 2, 255, 255, 0]);
  });

  it('returns an 8-bit image as it is', () => {
    const image = picture([3, 2], { seed: 1 });
    expect(toDepth8(image)).toBe(image);
  });
});
