import fc from 'fast-check';
import { createImage, resizeCubic } from 'hilum';
import { describe, expect, it } from 'vitest';
import { anyImage } from './images';
import { digest, opencv, picture } from './reference';

describe('resizeCubic', () => {
  const cases = opencv.resize.filter(({ method }) => method === 'cubic');

  it.each(cases)('equals OpenCV for $size → $to, $channels × $depth bits', (answer) => {
    const [width, height] = answer.to as [number, number];
    expect(digest(resizeCubic(picture(answer.size, answer), { width, height }))).toBe(answer.digest);
  });

  it('shows a picture of its own size unchanged', () => {
    fc.assert(
      fc.property(anyImage(), (image) => {
        expect(resizeCubic(image, image)).toEqual(image);
      }),
    );
  });

  // By hand: a = −0.75 at a distance of 0.25 weighs −0.1055, 0.8789, 0.2617, −0.0352.
  it('overshoots floats at an edge and saturates whole numbers', () => {
    const float = createImage({ width: 2, height: 1, data: Float32Array.of(0, 1) });
    const { data } = resizeCubic(float, { width: 4, height: 1 });
    expect(data[0]).toBeCloseTo(-0.1055, 4);
    expect(data[3]).toBeCloseTo(1.1055, 4);
    const whole = createImage({ width: 2, height: 1, data: Uint8Array.of(0, 255) });
    expect([...resizeCubic(whole, { width: 4, height: 1 }).data]).toEqual([0, 58, 197, 255]);
  });

  it('refuses a size that is no positive integer', () => {
    expect(() => resizeCubic(picture([2, 2], { seed: 1 }), { width: 0, height: 4 })).toThrow(
      'resizeCubic: width must be an integer of at least 1, got 0.',
    );
  });
});
