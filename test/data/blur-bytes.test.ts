import fc from 'fast-check';
import { createImage } from 'hilum';
import { expect, it } from 'vitest';
import { blurBytes } from '../../src/data/blur-bytes';
import { borderIndex } from '../../src/data/border';

const shape = fc.tuple(
  fc.integer({ min: 1, max: 11 }),
  fc.integer({ min: 1, max: 7 }),
  fc.integer({ min: 1, max: 3 }),
);
/** The outer half of a kernel, of which the whole adds up to 256. */
const outer = fc.array(fc.integer({ min: 0, max: 32 }), { maxLength: 4 });

it('sums the square of the kernel around each value, mirrored outside, half rounded up', () => {
  const white = fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constant(255));
  const values = fc.array(white, { minLength: 231, maxLength: 231 });
  fc.assert(
    fc.property(shape, values, outer, ([width, height, channels], x, half) => {
      const rest = 256 - 2 * half.reduce((sum, weight) => sum + weight, 0);
      const weights = Float64Array.from([...half, rest, ...[...half].reverse()]);
      const data = Uint8Array.from(x.slice(0, width * height * channels));
      const expected = Array.from(data, (_, i) => {
        const [c, column] = [i % channels, Math.floor(i / channels) % width];
        const row = Math.floor(i / channels / width);
        let sum = 0;
        weights.forEach((down, j) => {
          const v = borderIndex(row + j - half.length, height, 'reflect101');
          weights.forEach((across, k) => {
            const u = borderIndex(column + k - half.length, width, 'reflect101');
            sum += down * across * data[(v * width + u) * channels + c]!;
          });
        });
        return Math.floor(sum / 65536 + 0.5);
      });
      expect([...blurBytes(createImage({ width, height, channels, data }), weights)]).toEqual(expected);
    }),
  );
});
