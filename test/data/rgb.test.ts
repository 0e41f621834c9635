import { createImage, toRgb } from 'hilum';
import { describe, expect, it } from 'vitest';

describe('toRgb', () => {
  it('repeats grey in all three channels and leaves alpha out', () => {
    const greyAlpha = createImage({ width: 2, height: 1, channels: 2, data: Uint8Array.of(7, 128, 200, 0) });
    expect([...toRgb(greyAlpha).data]).toEqual([7, 7, 7, 200, 200, 200]);
    const rgba = createImage({
      width: 1,
      height: 2,
      channels: 4,
      data: Uint8Array.of(1, 2, 3, 9, 4, 5, 6, 9),
    });
    expect([...toRgb(rgba).data]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('divides 16 bits by 257, rounding', () => {
    const image = createImage({ width: 4, height: 1, data: Uint16Array.of(0, 128, 129, 65535) });
    // 128 / 257 = 0.498 and 129 / 257 = 0.502
    expect([...toRgb(image).data].filter((_, at) => at % 3 === 0)).toEqual([0, 0, 1, 255]);
  });

  it('holds floats outside 0 to 1 within black and white, and shows NaN as black', () => {
    const image = createImage({ width: 4, height: 1, data: Float32Array.of(-0.5, 0.5, 1.5, NaN) });
    // 127.5 rounds half to even, to 128
    expect([...toRgb(image).data].filter((_, at) => at % 3 === 0)).toEqual([0, 128, 255, 0]);
  });

  it('returns a new RGB image of 8 bits even when it was given one', () => {
    const image = createImage({ width: 1, height: 1, channels: 3, data: Uint8Array.of(1, 2, 3) });
    const shown = toRgb(image);
    expect(shown).toEqual(image);
    expect(shown.data).not.toBe(image.data);
  });

  it('refuses an image of more than four channels', () => {
    const image = createImage({ width: 1, height: 1, channels: 5, data: new Uint8Array(5) });
    expect(() => toRgb(image)).toThrow(RangeError);
    expect(() => toRgb(image)).toThrow('toRgb: image must have 1 to 4 channels, got 5.');
  });
});
