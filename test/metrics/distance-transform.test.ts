import fc from 'fast-check';
import { distanceTransform, type Mask, type Spacing } from 'hilum';
import { describe, expect, it } from 'vitest';
import { mirrored, someMask, maskOf } from './masks';
import reference from '../reference/surfaces.json';

/** By its definition: the nearest of all background pixels. */
function byTrying({ width, height, data }: Mask, [vertical, horizontal]: Spacing): number[] {
  const pixels = Array.from(
    { length: width * height },
    (_, i) => [Math.floor(i / width), i % width] as const,
  );
  const background = pixels.filter((_, i) => data[i] === 0);
  return pixels.map(([y, x]) =>
    Math.min(...background.map(([v, u]) => Math.hypot((y - v) * vertical, (x - u) * horizontal))),
  );
}

describe('distanceTransform', () => {
  it.each(reference.transforms.map((row, i) => ({ ...row, title: `mask ${i}, spacing ${row.spacing}` })))(
    'equals SciPy’s distance_transform_edt: $title',
    ({ mask, spacing, distances }) => {
      const actual = distanceTransform(maskOf(mask), { spacing: spacing as [number, number] });
      expect(actual).toHaveLength(distances.length);
      actual.forEach((distance, i) => expect(distance).toBeCloseTo(distances[i]!, 9));
    },
  );

  it('is the distance to the nearest background pixel, whatever the mask and the spacing', () => {
    const step = fc.double({ min: 0.05, max: 20, noNaN: true });
    fc.assert(
      fc.property(someMask(), fc.tuple(step, step), (mask, spacing) => {
        const expected = byTrying(mask, spacing);
        distanceTransform(mask, { spacing }).forEach((distance, i) => {
          if (expected[i] === Infinity) expect(distance).toBe(Infinity);
          else expect(distance).toBeCloseTo(expected[i]!, 9);
        });
      }),
    );
  });

  it('of a mirrored mask is mirrored', () => {
    fc.assert(
      fc.property(someMask(), (mask) => {
        const distances = { ...mask, data: distanceTransform(mask) };
        expect(distanceTransform(mirrored(mask))).toEqual(Float64Array.from(mirrored(distances).data));
      }),
    );
  });

  it('changes by no more than the step from a pixel to its neighbour', () => {
    fc.assert(
      fc.property(someMask(), (mask) => {
        const distances = distanceTransform({ ...mask, data: [0, ...Array.from(mask.data).slice(1)] });
        distances.forEach((distance, i) => {
          if ((i + 1) % mask.width > 0)
            expect(Math.abs(distances[i + 1]! - distance)).toBeLessThan(1 + 1e-12);
        });
      }),
    );
  });

  it('is Infinity where there is no background, and 0 where there is nothing else', () => {
    expect(distanceTransform(maskOf(['111', '111']))).toEqual(new Float64Array(6).fill(Infinity));
    expect(distanceTransform(maskOf(['000', '000']))).toEqual(new Float64Array(6));
    expect(distanceTransform({ width: 0, height: 0, data: [] })).toHaveLength(0);
  });

  it('takes masks of 0 and 255, and what is above 0.5 for foreground', () => {
    expect(distanceTransform({ width: 3, height: 1, data: Uint8Array.of(0, 255, 255) })).toEqual(
      Float64Array.of(0, 1, 2),
    );
    expect(distanceTransform({ width: 3, height: 1, data: [0.5, 0.51, 1] })).toEqual(
      Float64Array.of(0, 1, 2),
    );
  });

  it('refuses data of another size, and a spacing that is not two positive numbers', () => {
    expect(() => distanceTransform({ width: 2, height: 2, data: new Uint8Array(12) })).toThrow(
      new RangeError(
        'distanceTransform: mask must hold width × height = 4 values, got 12. Take one channel.',
      ),
    );
    const mask = maskOf(['01']);
    expect(() => distanceTransform(mask, { spacing: [1, 0] })).toThrow(
      new RangeError('distanceTransform: spacing must be two positive numbers, got [1, 0].'),
    );
    expect(() => distanceTransform(mask, { spacing: [NaN, 1] })).toThrow(RangeError);
    expect(() => distanceTransform(mask, { spacing: [1] as unknown as Spacing })).toThrow(RangeError);
  });
});
