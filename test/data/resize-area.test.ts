import fc from 'fast-check';
import { createImage, resizeArea, type Image } from 'hilum';
import { describe, expect, it } from 'vitest';
import { anyImage } from './images';
import { digest, opencv, picture } from './reference';

/** Each pixel as a block of `across` × `down`. */
function repeated(image: Image, across: number, down: number): Image {
  const { width, height, channels } = image;
  const data = image.data.constructor as new (length: number) => Image['data'];
  const values = new data(width * across * height * down * channels);
  for (let i = 0; i < values.length; i++) {
    const x = Math.floor((i / channels) % (width * across));
    const y = Math.floor(i / channels / (width * across));
    values[i] =
      image.data[(Math.floor(y / down) * width + Math.floor(x / across)) * channels + (i % channels)]!;
  }
  return createImage({ width: width * across, height: height * down, channels, data: values });
}

describe('resizeArea', () => {
  // Halved floats are left out: they are added in another order, and tested below.
  const isHalf = ({ size, to }: (typeof opencv.resize)[number]) => size.every((n, i) => n === 2 * to[i]!);
  const cases = opencv.resize.filter(
    (answer) => answer.method === 'area' && !(answer.depth === 32 && isHalf(answer)),
  );

  it.each(cases)('equals OpenCV for $size → $to, $channels × $depth bits', (answer) => {
    const [width, height] = answer.to as [number, number];
    expect(digest(resizeArea(picture(answer.size, answer), { width, height }))).toBe(answer.digest);
  });

  it('keeps the mean when both factors are whole', () => {
    const whole = fc.integer({ min: 1, max: 5 });
    fc.assert(
      fc.property(anyImage(4), whole, whole, (small, across, down) => {
        const { width, height } = small;
        const large = repeated(small, across, down);
        const { data } = resizeArea(large, { width, height });
        data.forEach((value, i) => expect(value).toBeCloseTo(small.data[i]!, 5));
      }),
    );
  });

  it('averages floats like a plain loop over each block', () => {
    const image = picture([12, 10], { depth: 32, seed: 3 });
    const { data } = resizeArea(image, { width: 6, height: 5 });
    for (let i = 0; i < 30; i++) {
      let sum = 0;
      for (let k = 0; k < 4; k++) {
        sum += image.data[(Math.floor(i / 6) * 2 + (k >> 1)) * 12 + (i % 6) * 2 + (k & 1)]!;
      }
      expect(data[i]).toBeCloseTo(sum / 4, 6);
    }
  });

  it('leaves what it was given as it is, even when nothing changes', () => {
    const image = picture([6, 4], { seed: 1 });
    const before = image.data.slice();
    for (const size of [
      { width: 6, height: 4 },
      { width: 3, height: 2 },
      { width: 5, height: 3 },
    ]) {
      expect(resizeArea(image, size).data).not.toBe(image.data);
    }
    expect(image.data).toEqual(before);
  });

  it('refuses a size that is no positive integer', () => {
    expect(() => resizeArea(picture([2, 2], { seed: 1 }), { width: 0, height: 4 })).toThrow(
      'resizeArea: width must be an integer of at least 1, got 0.',
    );
  });

  it('refuses to enlarge either axis, and says what does', () => {
    for (const [width, height] of [
      [9, 4],
      [1, 5],
    ] as const) {
      expect(() => resizeArea(picture([6, 4], { seed: 1 }), { width, height })).toThrow(
        new RangeError(
          `resizeArea: width and height must be at most 6 and 4, the image's own, got ${width} and ${height}. ` +
            'Enlarge with resizeBilinear.',
        ),
      );
    }
  });
});
