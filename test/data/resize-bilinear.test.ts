import fc from 'fast-check';
import { createImage, resizeBilinear } from 'hilum';
import { describe, expect, it } from 'vitest';
import { anyImage } from './images';
import { digest, opencv, picture } from './reference';

describe('resizeBilinear', () => {
  // Enlarged floats are left out: at the border they may differ in their last bit.
  const enlarges = ({ size, to }: (typeof opencv.resize)[number]) => size.some((n, i) => to[i]! > n);
  const cases = opencv.resize.filter(
    (answer) => answer.method === 'bilinear' && !(answer.depth === 32 && enlarges(answer)),
  );

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

  it('blends the two nearest pixels along each axis and continues with the border', () => {
    const image = createImage({ width: 2, height: 2, data: Float32Array.of(0, 4, 8, 12) });
    expect([...resizeBilinear(image, { width: 4, height: 2 }).data]).toEqual([0, 1, 3, 4, 8, 9, 11, 12]);
    expect([...resizeBilinear(image, { width: 2, height: 4 }).data]).toEqual([0, 4, 2, 6, 6, 10, 8, 12]);
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
