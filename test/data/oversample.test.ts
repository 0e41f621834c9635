import fc from 'fast-check';
import { oversample } from 'hilum';
import { describe, expect, it } from 'vitest';

const countOf = <T>(items: readonly T[], item: T): number => items.filter((other) => other === item).length;

describe('oversample', () => {
  it('makes all classes as large as the largest and repeats within a class evenly', () => {
    const anyItems = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 40 });
    fc.assert(
      fc.property(anyItems, fc.integer(), (classes, seed) => {
        const items = classes.map((name, id) => ({ name, id }));
        const all = oversample(items, { classOf: ({ name }) => name, seed });
        expect(all.slice(0, items.length)).toEqual(items);
        const sizes = new Set(
          [...new Set(classes)].map((name) => all.filter((item) => item.name === name).length),
        );
        expect(sizes.size).toBeLessThanOrEqual(1);
        for (const name of new Set(classes)) {
          const counts = items.filter((item) => item.name === name).map((item) => countOf(all, item));
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('leaves balanced classes as they are', () => {
    expect(oversample([1, 2, 3, 4], { classOf: (n) => n % 2 })).toEqual([1, 2, 3, 4]);
  });

  it('chooses by seed what is repeated once more', () => {
    const items = Array.from({ length: 30 }, (_, i) => i);
    const repeated = (seed: number) =>
      oversample(items, { classOf: (i) => (i < 20 ? 'many' : 'few'), seed }).slice(30);
    const args = [...repeated(1)].sort((a, b) => a - b);
    // 20 against 10: each of the few once more.
    expect(args).toEqual([20, 21, 22, 23, 24, 25, 26, 27, 28, 29]);
    const odd = (seed: number) =>
      oversample(items, { classOf: (i) => (i < 18 ? 'many' : 'few'), seed }).slice(30);
    expect(odd(1)).toEqual(odd(1));
    expect([2, 3, 4, 5].some((seed) => `${odd(seed)}` !== `${odd(1)}`)).toBe(true);
  });
});
