import fc from 'fast-check';
import { invertAffine, warpAffine, warpAffineNearest, type AffineMatrix, type WarpAffineArgs } from 'hilum';
import { describe, expect, it } from 'vitest';
import { anyImage, grey } from './images';
import { digest, opencv, picture } from './reference';

const argsOf = ({ matrix, to, border, value }: (typeof opencv.warp)[number]): WarpAffineArgs => ({
  matrix: matrix as unknown as AffineMatrix,
  width: to[0]!,
  height: to[1]!,
  border: border as 'constant',
  value,
});
const identity: AffineMatrix = [1, 0, 0, 0, 1, 0];

describe('warpAffine and warpAffineNearest', () => {
  it.each(opencv.warp)(
    'equal OpenCV for $size → $to, $channels × $depth bits, $border, $matrix',
    (answer) => {
      const image = picture(answer.size, answer);
      const before = image.data.slice();
      expect(digest(warpAffine(image, argsOf(answer)))).toBe(answer.bilinear);
      expect(digest(warpAffineNearest(image, argsOf(answer)))).toBe(answer.nearest);
      expect(image.data).toEqual(before);
    },
  );

  it('change nothing by the identity', () => {
    fc.assert(
      fc.property(anyImage(), (image) => {
        expect(warpAffine(image, { matrix: identity })).toEqual(image);
        expect(warpAffineNearest(image, { matrix: identity })).toEqual(image);
      }),
    );
  });

  it('bring back what whole steps have moved, where it has not left the image', () => {
    const image = picture([9, 9], { channels: 2, seed: 4 });
    const there: AffineMatrix = [0, -1, 8, 1, 0, 0];
    for (const warp of [warpAffine, warpAffineNearest])
      expect(warp(warp(image, { matrix: there }), { matrix: invertAffine(there) })).toEqual(image);
  });

  it('bring no new values when the nearest is taken and the border goes on', () => {
    fc.assert(
      fc.property(
        anyImage(),
        fc.tuple(...Array.from({ length: 6 }, () => fc.double({ min: -3, max: 3, noNaN: true }))),
        (image, m) => {
          const known = new Set(image.data);
          const { data } = warpAffineNearest(image, {
            matrix: m as unknown as AffineMatrix,
            border: 'replicate',
          });
          expect(data.every((x: number) => known.has(x))).toBe(true);
        },
      ),
    );
  });

  it('refuse sizes and matrices that are none, each in its own name', () => {
    expect(() => warpAffine(grey([1]), { matrix: identity, width: 0 })).toThrow(
      'warpAffine: width must be an integer of at least 1, got 0.',
    );
    expect(() => warpAffineNearest(grey([1]), { matrix: [1, 0, NaN, 0, 1, 0] })).toThrow(
      'warpAffineNearest: matrix must hold finite numbers, got [1, 0, NaN, 0, 1, 0].',
    );
  });
});

describe('invertAffine', () => {
  it('undoes the map', () => {
    const [a, b, c, d, e, f] = invertAffine([0.9, -0.3, 7, 0.28, 1.1, -4]);
    const [x, y] = [0.9 * 5 - 0.3 * 6 + 7, 0.28 * 5 + 1.1 * 6 - 4];
    expect([a * x + b * y + c, d * x + e * y + f].map((v) => Math.round(v * 1e9) / 1e9)).toEqual([5, 6]);
  });

  it('gives zeros for a map onto a line', () => {
    expect(invertAffine([1, 2, 3, 2, 4, 5]).map(Math.abs)).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
