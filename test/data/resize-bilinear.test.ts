import fc from 'fast-check';
import { resizeBilinear } from 'hilum';
import { describe, expect, it } from 'vitest';
import { anyImage } from './images';
import { digest, opencv, picture } from './reference';

describe('resizeBilinear', () => {
  const cases = opencv.resize.filter(({ method }) => method === 'bilinear');

  it.each(cases)('equals OpenCV for $size → $to, $channels × $depth bits', (answer) => {
    const [width, height] = answer.to as [number, number];
    expect(digest(resizeBilinear(picture(answer.size, answer), { width, height }))).toBe(answer.digest);
  });

  it('shows a picture of its own size unchanged', () => {
    fc.assert(
      fc.property(anyImage(), (image) => {
        expect(resizeBilinear(image, image)).toEqual(image);
      }),
    );
  });

  it('stays within the values of the image', () => {
    fc.assert(
      fc.property(
        anyImage(),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 30 }),
        (image, width, height) => {
          const { data } = resizeBilinear(image, { width, height });
          const slack = image.depth === 32 ? 1e-6 : 0;
          expect(Math.min(...data)).toBeGreaterThanOrEqual(Math.min(...image.data) - slack);
          expect(Math.max(...data)).toBeLessThanOrEqual(Math.max(...image.data) + slack);
        },
      ),
    );
  });

  it('leaves what it was given as it is, even when nothing changes', () => {
    const image = picture([6, 4], { seed: 1 });
    const before = image.data.slice();
    for (const size of [
      { width: 6, height: 4 },
      { width: 3, height: 2 },
      { width: 9, height: 9 },
    ]) {
      expect(resizeBilinear(image, size).data).not.toBe(image.data);
    }
    expect(image.data).toEqual(before);
  });

  it('refuses a size that is no positive integer', () => {
    expect(() => resizeBilinear(picture([2, 2], { seed: 1 }), { width: 0, height: 4 })).toThrow(
      'resizeBilinear: width must be an integer of at least 1, got 0.',
    );
  });
});
