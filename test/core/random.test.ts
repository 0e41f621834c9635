import fc from 'fast-check';
import { createRandom } from 'hilum';
import { describe, expect, it } from 'vitest';

const draw = (seed: number | string, count = 5): number[] => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random.uniform());
};

describe('createRandom', () => {
  it('gives the same numbers for the same seed, and others for another', () => {
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
    expect(draw('1')).toEqual(draw(1));
  });

  it('draws evenly from [0, 1) or from the range it is given', () => {
    const random = createRandom(7);
    const values = Array.from({ length: 20_000 }, () => random.uniform(-1, 3));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-1);
    expect(Math.max(...values)).toBeLessThan(3);
    // The mean of 20,000 numbers with deviation 4 / √12 is 1 ± 4 · 0.0082.
    expect(Math.abs(values.reduce((sum, x) => sum + x, 0) / values.length - 1)).toBeLessThan(0.033);
  });

  it('fills an array with bits, each of them as often set as not, from the same stream', () => {
    const [random, same] = [createRandom(5), createRandom(5)];
    const words = new Uint32Array(20_000);
    random.bits(words);
    for (let bit = 0; bit < 32; bit++) {
      const set = words.reduce((sum, word) => sum + ((word >>> bit) & 1), 0);
      // 20,000 coins: 10,000 ± 5 · 70.7.
      expect(Math.abs(set - 10_000)).toBeLessThan(354);
    }
    // A number is made of two words: the higher 27 bits of the first are the higher ones of the number.
    expect(Math.floor(same.uniform() * 2 ** 27)).toBe(words[0]! >>> 5);
  });

  it('draws normal numbers of the mean and deviation it is told', () => {
    const random = createRandom(3);
    const values = Array.from({ length: 20_000 }, () => random.normal(2, 0.5));
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length);
    // ± 4 · 0.5 / √20,000, and ± 4 · 0.5 / √40,000.
    expect(Math.abs(mean - 2)).toBeLessThan(0.0142);
    expect(Math.abs(deviation - 0.5)).toBeLessThan(0.01);
  });

  it('draws whole numbers from low to below high, each of them', () => {
    const random = createRandom(5);
    const values = new Set(Array.from({ length: 200 }, () => random.integer(-2, 3)));
    expect([...values].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2]);
  });

  it('shuffles into a new list with the same items', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
        const before = [...items];
        const shuffled = createRandom(seed).shuffle(items);
        expect(items).toEqual(before);
        expect(shuffled.sort((a, b) => a - b)).toEqual(before.sort((a, b) => a - b));
      }),
    );
  });

  it('forks streams that depend on seed and keys alone, not on what was drawn before', () => {
    const fresh = createRandom(9);
    const used = createRandom(9);
    used.uniform();
    expect(used.fork('epoch', 3).uniform()).toBe(fresh.fork('epoch', 3).uniform());
    expect(fresh.fork('epoch', 3).uniform()).not.toBe(fresh.fork('epoch', 4).uniform());
  });

  it('refuses a fractional seed', () => {
    expect(() => createRandom(0.5)).toThrow('createRandom: seed must be an integer');
  });
});
