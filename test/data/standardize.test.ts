import fc from 'fast-check';
import { standardize } from 'hilum';
import { describe, expect, it } from 'vitest';
import { anyImage, grey } from './images';
import { opencv, picture } from './reference';

describe('standardize', () => {
  it.each(opencv.standardized)('equals NumPy at $depth bits', ({ depth, seed, values }) => {
    const { data } = standardize(picture([7, 5], { depth, seed }));
    values.forEach((value, i) => expect(data[i]).toBeCloseTo(value, 5));
  });

  it('gives mean 0 and deviation 1, or zeros alone', () => {
    fc.assert(
      fc.property(anyImage(), (image) => {
        const { data } = standardize(image);
        const mean = data.reduce((a, b) => a + b, 0) / data.length;
        const square = data.reduce((a, b) => a + (b - mean) ** 2, 0) / data.length;
        expect(mean).toBeCloseTo(0, 4);
        const isFlat = image.data.every((x: number) => x === image.data[0]);
        expect(square).toBeCloseTo(isFlat ? 0 : 1, 4);
      }),
    );
  });

  // By hand: mean 20 and deviation 10 of 10 and 30.
  it('takes mean and deviation inside the mask and changes all', () => {
    expect([...standardize(grey([10, 30, 50]), { mask: grey([1, 255, 0]) }).data]).toEqual([-1, 1, 3]);
  });

  it('refuses a mask of another size, and an empty one', () => {
    expect(() => standardize(grey([1, 2]), { mask: grey([1]) })).toThrow(
      'standardize: mask must be 2×1 of 1 channel, as the image, got 1×1 of 1.',
    );
    expect(() => standardize(grey([1, 2]), { mask: grey([0, 0]) })).toThrow(/must hold foreground, got none/);
  });
});
