import fc from 'fast-check';
import { createImage, windowPercentiles } from 'hilum';
import { describe, expect, it } from 'vitest';
import { quantile } from '../../src/core/quantile';
import { anyImage, grey } from './images';
import { opencv, picture } from './reference';

describe('windowPercentiles', () => {
  // NumPy's percentile, then the formula in double precision and rint.
  it.each(opencv.window)('equals NumPy at $depth bits between percentiles $low and $high', (answer) => {
    const { low, high, depth, seed } = answer;
    const { data } = windowPercentiles(picture([7, 5], { depth, seed }), { low, high });
    answer.values.forEach((value, i) => expect(data[i]).toBeCloseTo(value, 6));
  });

  it('brings the percentiles to black and white at every depth', () => {
    fc.assert(
      fc.property(anyImage(), (image) => {
        const { data } = windowPercentiles(image, { low: 10, high: 80 });
        const sorted = [...image.data].sort((a, b) => a - b);
        const [low, high] = [quantile(sorted, 10, 100), quantile(sorted, 80, 100)];
        const white = image.depth === 32 ? 1 : 2 ** image.depth - 1;
        image.data.forEach((x, i) => {
          expect(data[i]).toBeGreaterThanOrEqual(0);
          expect(data[i]).toBeLessThanOrEqual(white);
          if (x <= low) expect(data[i]).toBe(0);
          else if (x >= high) expect(data[i]).toBe(white);
        });
      }),
    );
  });

  it('makes an image of one level black, and of two far apart black and white', () => {
    expect([...windowPercentiles(grey([9, 9, 9])).data]).toEqual([0, 0, 0]);
    expect([...windowPercentiles(grey([9, 9, 9, 9, 9, 9, 12]), { low: 0, high: 50 }).data]).toEqual([
      0, 0, 0, 0, 0, 0, 255,
    ]);
  });

  it('refuses percentiles that make no window', () => {
    const image = createImage({ width: 1, height: 1, data: new Uint8Array(1) });
    expect(() => windowPercentiles(image, { low: 50, high: 50 })).toThrow(
      'windowPercentiles: low must be below high, got 50 and 50.',
    );
    expect(() => windowPercentiles(image, { high: 101 })).toThrow(/high must be between 0 and 100, got 101/);
    expect(() => windowPercentiles(image, { low: NaN })).toThrow(/low must be between 0 and 100/);
  });
});
