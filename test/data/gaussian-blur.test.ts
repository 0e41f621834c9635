import { gaussianBlur } from 'hilum';
import { describe, expect, it } from 'vitest';
import { grey } from './images';
import { digest, opencv, picture, scene } from './reference';

/** OpenCV's 0 is our nothing. */
const argsOf = ({ kernel, sigma }: { kernel: number; sigma: number }) => ({
  kernelSize: kernel || undefined,
  sigma: sigma || undefined,
});

describe('gaussianBlur', () => {
  it.each(opencv.gaussian)(
    'equals OpenCV on $kind of $size, $channels × $depth bits, kernel $kernel, sigma $sigma',
    (answer) => {
      const image = scene(answer.kind, answer.size, answer);
      const before = image.data.slice();
      expect(digest(gaussianBlur(image, argsOf(answer)))).toBe(answer.digest);
      expect(image.data).toEqual(before);
    },
  );

  it.each(opencv.gaussian_floats)(
    'lies within 1e-6 of OpenCV on floats, kernel $kernel, sigma $sigma',
    (answer) => {
      const { data } = gaussianBlur(picture(answer.size, { depth: 32, seed: answer.seed }), argsOf(answer));
      answer.values.forEach((value, i) => expect(Math.abs(data[i]! - value)).toBeLessThan(1e-6));
    },
  );

  it('leaves an image of one level as it is, at any depth', () => {
    for (const depth of [8, 16]) {
      const image = scene('flat', [9, 7], { depth, seed: 0 });
      expect(gaussianBlur(image, { sigma: 2 })).toEqual(image);
    }
  });

  it('refuses nothing at all, even kernels and sigmas that are no width', () => {
    expect(() => gaussianBlur(grey([1]), {})).toThrow(
      'gaussianBlur: sigma must be finite and above 0, got 0.',
    );
    expect(() => gaussianBlur(grey([1]), { sigma: NaN })).toThrow(
      /sigma must be finite and above 0, got NaN/,
    );
    expect(() => gaussianBlur(grey([1]), { sigma: Infinity })).toThrow(/got Infinity/);
    expect(() => gaussianBlur(grey([1]), { kernelSize: 4 })).toThrow(
      'gaussianBlur: kernelSize must be odd, got 4.',
    );
  });
});
