import fc from 'fast-check';
import { createImage, type Displacement, type Image, type Matrix, type Sample } from 'hilum';
import { describe, expect, it } from 'vitest';
import { warp } from '../../../src/data/augment/warp';
import { warpAffine, warpAffineNearest } from '../../../src/data/warp-affine';
import { anyImage, grey } from '../images';
import { sampleOf, withImage } from './samples';

const shift = (x: number, y: number): Matrix => [1, 0, x, 0, 1, y, 0, 0, 1];
const by =
  (from: Matrix | Displacement) =>
  (size: { width: number; height: number }): { size: typeof size; from: Matrix | Displacement } => ({
    size,
    from,
  });
const blended = (image: Image, ...from: (Matrix | Displacement)[]): Image =>
  warp(withImage(image), from.map(by)).image;
const copied = (image: Image, ...from: (Matrix | Displacement)[]): Image =>
  warp(withImage(image), from.map(by)).mask;
const number = fc.double({ min: -20, max: 20, noNaN: true });
const matrices = fc
  .tuple(number, number, number, number, number, number)
  .map(([a, b, c, d, e, f]): Matrix => [a, b, c, d, e, f, 0, 0, 1]);

describe('warp', () => {
  it('blends four pixels, or takes the one a place lies in', () => {
    const image = grey([0, 100], [100, 200]);
    expect(blended(image, shift(0.25, 0.5)).data[0]).toBe(75);
    expect(copied(image, shift(0.4, 0.6)).data[0]).toBe(100);
  });

  it('fades to black outside', () => {
    const image = grey([10, 20, 30]);
    expect([...blended(image, shift(-2, 0)).data]).toEqual([0, 0, 10]);
    expect([...blended(image, shift(2.5, 0)).data]).toEqual([15, 0, 0]);
  });

  it('brings no value outside those of the image and black, and no new one into masks', () => {
    fc.assert(
      fc.property(anyImage(), matrices, (image, m) => {
        const { data } = blended(image, m);
        const slack = image.depth === 32 ? 1e-6 : 0;
        expect(Math.min(...data)).toBeGreaterThanOrEqual(Math.min(0, ...image.data) - slack);
        expect(Math.max(...data)).toBeLessThanOrEqual(Math.max(0, ...image.data) + slack);
        const known = new Set([0, ...image.data]);
        expect([...copied(image, m).data].every((x) => known.has(x))).toBe(true);
      }),
    );
  });

  it('agrees with warpAffine, which is OpenCV’s, but for places between two 32nds of a pixel', () => {
    const size = 64;
    // Along a ramp of 3 a pixel a place that is a 32nd further changes a value by at most 1.
    const data = Uint8Array.from({ length: size * size }, (_, i) => (i % size) * 2 + Math.floor(i / size));
    const image = createImage({ width: size, height: size, data });
    for (const degrees of [-30, -7, 3, 45, 170]) {
      const [cos, sin] = [Math.cos((degrees * Math.PI) / 180) * 1.3, Math.sin((degrees * Math.PI) / 180)];
      const back: Matrix = [cos, -sin, 20.3, sin, cos, -3.7, 0, 0, 1];
      const det = cos * cos + sin * sin;
      // warpAffine takes the way there.
      const [c, f] = [(-cos * 20.3 - sin * -3.7) / det, (sin * 20.3 - cos * -3.7) / det];
      const matrix = [cos / det, sin / det, c, -sin / det, cos / det, f] as const;
      const ours = warp(withImage(image), [by(back)]);
      const theirs = warpAffine(image, { matrix }).data;
      const far = ours.image.data.filter((x, i) => Math.abs(x - theirs[i]!) > 1).length;
      // At the rim, where the image falls to black, one step is up to 255 / 32.
      expect(far).toBeLessThan(4 * size * 0.1);
      expect(ours.image.data.every((x, i) => Math.abs(x - theirs[i]!) <= 9)).toBe(true);
      const nearest = warpAffineNearest(image, { matrix }).data;
      expect(ours.mask.data.filter((x, i) => x !== nearest[i]!).length).toBeLessThan(0.05 * data.length);
    }
  });

  it('follows places back through all of them, the last one first', () => {
    const image = grey([1, 2, 3, 4, 5]);
    const double: Matrix = [2, 0, 0, 0, 1, 0, 0, 0, 1];
    expect([...blended(image, double, shift(1, 0)).data]).toEqual([3, 5, 0, 0, 0]);
    expect([...blended(image, shift(1, 0), double).data]).toEqual([2, 4, 0, 0, 0]);
    const aside: Displacement = { columns: 2, rows: 2, offsets: new Float32Array([1, 0, 1, 0, 1, 0, 1, 0]) };
    expect(blended(image, double, aside)).toEqual(blended(image, double, shift(1, 0)));
    expect(blended(image, aside, double)).toEqual(blended(image, shift(1, 0), double));
  });

  it('treats one channel of bytes as any other', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 42, maxLength: 42 }), matrices, (data, m) => {
        const one = withImage(createImage({ width: 7, height: 6, data }));
        const two = withImage(createImage({ width: 7, height: 6, channels: 2, data: double(data) }));
        const [a, b] = [warp(one, [by(m)]), warp(two, [by(m)])];
        for (const key of ['image', 'mask'] as const)
          expect(b[key].data.filter((_, i) => i % 2 === 0)).toEqual(a[key].data);
      }),
    );
  });

  it('moves every target with its own interpolation', () => {
    const image = grey([0, 100, 200]);
    const sample: Sample = {
      ...withImage(image),
      targets: {
        labels: { image: grey([1, 2, 3]), interpolation: 'nearest' },
        distance: { image: grey([0, 10, 20]), interpolation: 'bilinear' },
      },
    };
    const { targets } = warp(sample, [by(shift(0.4, 0))]);
    expect([...targets!.labels!.image.data]).toEqual([1, 2, 3]);
    expect([...targets!.distance!.image.data]).toEqual([4, 14, 12]);
    expect(targets!.distance!.interpolation).toBe('bilinear');
  });

  it('refuses a mask of another size', () => {
    const sample = { ...sampleOf(), mask: grey([1, 2]) };
    expect(() => warp(sample, [by(shift(1, 0))])).toThrow(
      'augment: mask must have the size of the image, got [1, 2] and [9, 12] (a.png). Resize it first.',
    );
  });
});

const double = (data: Uint8Array): Uint8Array =>
  Uint8Array.from({ length: data.length * 2 }, (_, i) => data[i >> 1]!);
