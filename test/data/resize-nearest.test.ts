import fc from 'fast-check';
import { resizeNearest } from 'hilum';
import { describe, expect, it } from 'vitest';
import { anyImage } from './images';
import { digest, opencv, picture } from './reference';

describe('resizeNearest', () => {
  const cases = opencv.resize.filter(({ method }) => method === 'nearest');

  it.each(cases)('equals OpenCV for $size → $to, $channels × $depth bits', (answer) => {
    const [width, height] = answer.to as [number, number];
    expect(digest(resizeNearest(picture(answer.size, answer), { width, height }))).toBe(answer.digest);
  });

  it('brings no new values', () => {
    fc.assert(
      fc.property(
        anyImage(),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 30 }),
        (image, width, height) => {
          const known = new Set(image.data);
          expect([...resizeNearest(image, { width, height }).data].every((x) => known.has(x))).toBe(true);
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
      expect(resizeNearest(image, size).data).not.toBe(image.data);
    }
    expect(image.data).toEqual(before);
  });

  it('refuses a size that is no positive integer', () => {
    expect(() => resizeNearest(picture([2, 2], { seed: 1 }), { width: 0, height: 4 })).toThrow(
      'resizeNearest: width must be an integer of at least 1, got 0.',
    );
  });
});
