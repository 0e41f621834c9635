import fc from 'fast-check';
import { chestPhantom } from 'hilum';
import { describe, expect, it } from 'vitest';
import { componentSizes } from './components';

const seeds = (runs: number): [fc.Arbitrary<number>, { numRuns: number }] => [
  fc.integer(),
  { numRuns: runs },
];

/** Mean of the pixels that `pick` chooses by their index. */
function mean(data: Uint8Array, pick: (p: number) => boolean): number {
  const chosen = data.filter((_, p) => pick(p));
  return chosen.reduce((sum, value) => sum + value, 0) / chosen.length;
}

describe('chestPhantom', () => {
  it('draws the same picture for the same seed, and another one for another', () => {
    const [seed, options] = seeds(8);
    fc.assert(
      fc.property(seed, (s) => {
        const first = chestPhantom({ seed: s, size: 64 });
        expect(chestPhantom({ seed: s, size: 64 })).toEqual(first);
        const next = chestPhantom({ seed: s + 1, size: 64 });
        expect(next.image.data).not.toEqual(first.image.data);
        expect(next.mask.data).not.toEqual(first.mask.data);
      }),
      options,
    );
  });

  it('gives 8 bits of grey at 256 by 256 unless told otherwise, named by seed and label', () => {
    const phantom = chestPhantom({ seed: 'anna' });
    expect(phantom.image).toMatchObject({ width: 256, height: 256, channels: 1, depth: 8 });
    expect(phantom.mask).toMatchObject({ width: 256, height: 256, channels: 1, depth: 8 });
    expect(phantom).toMatchObject({ name: 'phantom-anna_0', label: 0, opacities: [] });
    expect(chestPhantom({ seed: 3, size: 32, tuberculosis: true }).name).toBe('phantom-3_1');
  });

  it('masks exactly two lungs, each in one piece, in 0 and 255', () => {
    const [seed, options] = seeds(40);
    fc.assert(
      fc.property(seed, (s) => {
        const { data } = chestPhantom({ seed: s, size: 64 }).mask;
        expect(new Set(data)).toEqual(new Set([0, 255]));
        const sizes = componentSizes(data, 64);
        expect(sizes.length).toBe(2);
        // The left lung is the smaller one as a rule: the heart takes its place.
        expect(sizes[1]! / sizes[0]!).toBeGreaterThan(0.6);
      }),
      options,
    );
  });

  it('fills with lungs what lungs fill in a chest film, right and left of the middle', () => {
    // The lungs' share of 538 masked films of Montgomery and Shenzhen: mean 0.23, nearly all from 0.10 to 0.36.
    const shares = Array.from({ length: 40 }, (_, seed) => {
      const { data } = chestPhantom({ seed, size: 64 }).mask;
      const left = mean(data, (p) => p % 64 < 32) / 255;
      const right = mean(data, (p) => p % 64 >= 32) / 255;
      expect(left / right).toBeGreaterThan(0.6);
      expect(left / right).toBeLessThan(1.7);
      return (left + right) / 2;
    });
    expect(Math.min(...shares)).toBeGreaterThan(0.1);
    expect(Math.max(...shares)).toBeLessThan(0.36);
    expect(shares.reduce((a, b) => a + b) / shares.length).toBeCloseTo(0.23, 1);
  });

  it('shows lungs darker than the mediastinum between them and the abdomen below', () => {
    const [seed, options] = seeds(20);
    fc.assert(
      fc.property(seed, (s) => {
        const { image, mask } = chestPhantom({ seed: s, size: 64 });
        const lungs = mean(image.data, (p) => mask.data[p] === 255);
        const between = mean(image.data, (p) => {
          const row = p - (p % 64);
          return (
            mask.data[p] === 0 &&
            mask.data.subarray(row, p).includes(255) &&
            mask.data.subarray(p, row + 64).includes(255)
          );
        });
        expect(between - lungs).toBeGreaterThan(25);
      }),
      options,
    );
  });

  it('shows the same patient at every size', () => {
    for (const seed of [1, 2, 3]) {
      const small = chestPhantom({ seed, size: 64 }).mask.data;
      const large = chestPhantom({ seed, size: 256 }).mask.data;
      let both = 0;
      let sum = 0;
      for (let p = 0; p < small.length; p++) {
        // The four large pixels around the centre of a small one.
        const corner = 4 * 256 * Math.floor(p / 64) + 4 * (p % 64) + 256 + 1;
        const inside = [0, 1, 256, 257].filter((step) => large[corner + step] === 255).length >= 2 ? 1 : 0;
        const here = small[p]! / 255;
        both += here * inside;
        sum += here + inside;
      }
      expect((2 * both) / sum).toBeGreaterThan(0.97);
    }
  });

  it('draws two whole lungs at sizes from 32 to 512, odd ones too', () => {
    for (const size of [32, 33, 100, 512])
      for (const seed of [4, 5]) {
        const { image, mask } = chestPhantom({ seed, size });
        expect(image.data.length).toBe(size * size);
        expect(componentSizes(mask.data, size).length).toBe(2);
      }
  });

  it('adds opacities inside the lungs, brightens there, and leaves all else of the patient as it is', () => {
    const [seed, options] = seeds(25);
    fc.assert(
      fc.property(seed, (s) => {
        const healthy = chestPhantom({ seed: s, size: 64 });
        const ill = chestPhantom({ seed: s, size: 64, tuberculosis: true });
        expect(ill.label).toBe(1);
        expect(ill.mask).toEqual(healthy.mask);
        expect(ill.opacities.length).toBeGreaterThanOrEqual(1);
        expect(ill.opacities.length).toBeLessThanOrEqual(3);
        const near = (p: number): boolean =>
          ill.opacities.some(
            ({ x, y, radius }) => Math.hypot((p % 64) - x, Math.floor(p / 64) - y) < radius * 1.6 + 2,
          );
        // An effusion may begin within a pixel of the rim: one of the four pixels around its centre is of the lungs.
        for (const { x, y } of ill.opacities) {
          const around = [0, 1, 64, 65].map(
            (step) => ill.mask.data[Math.floor(y) * 64 + Math.floor(x) + step],
          );
          expect(around).toContain(255);
        }
        ill.image.data.forEach((value, p) => {
          if (value !== healthy.image.data[p]) expect(near(p)).toBe(true);
        });
        const inside = (p: number): boolean => near(p) && ill.mask.data[p] === 255;
        expect(mean(ill.image.data, inside) - mean(healthy.image.data, inside)).toBeGreaterThan(1);
      }),
      options,
    );
  });

  it('refuses a size that is no integer of at least 32', () => {
    for (const size of [31, 64.5, NaN, -64])
      expect(() => chestPhantom({ seed: 1, size })).toThrow(
        `chestPhantom: size must be an integer of at least 32, got ${size}.`,
      );
  });

  it('refuses a missing seed, and a number that is no integer', () => {
    const nothing = {} as Parameters<typeof chestPhantom>[0];
    expect(() => chestPhantom(nothing)).toThrow(TypeError);
    expect(() => chestPhantom(nothing)).toThrow(
      'chestPhantom: seed must be an integer or a string, got undefined.',
    );
    expect(() => chestPhantom({ seed: 0.5 })).toThrow(RangeError);
  });
});
