import fc from 'fast-check';
import { patientOf, splitByHash } from 'hilum';
import { describe, expect, it } from 'vitest';

const parts = ['train', 'validation', 'test'] as const;
const names = (count: number) => Array.from({ length: count }, (_, i) => `CHNCXR_${1000 + i}_0.png`);
const self = (name: string) => name;

describe('splitByHash', () => {
  it('never moves an old image when new ones join, in whatever order', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string()),
        fc.uniqueArray(fc.string()),
        fc.integer(),
        (old, more, seed) => {
          const before = splitByHash(old, { group: self, seed });
          const all = [...new Set([...more, ...old])];
          const after = splitByHash(all, { group: self, seed });
          expect(parts.flatMap((part) => after[part]).sort()).toEqual([...all].sort());
          for (const part of parts) expect(after[part]).toEqual(expect.arrayContaining(before[part]));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('keeps a patient together', () => {
    const images = names(100).flatMap((name) => [name, name.replace('_0', '_1')]);
    const split = splitByHash(images, { group: patientOf });
    const patients = parts.flatMap((part) => [...new Set(split[part].map(patientOf))]);
    expect(patients).toHaveLength(100);
  });

  it('meets the fractions as chance allows', () => {
    for (const seed of [0, 1, 'a']) {
      const { train, validation, test } = splitByHash(names(4000), { group: self, seed });
      // Four standard deviations: 4·√(4000·0.7·0.3) = 116 and 4·√(4000·0.15·0.85) = 90.
      expect(Math.abs(train.length - 2800)).toBeLessThan(116);
      expect(Math.abs(validation.length - 600)).toBeLessThan(90);
      expect(Math.abs(test.length - 600)).toBeLessThan(90);
    }
  });

  it('keeps the test part when training and validation trade', () => {
    const args = { group: self, seed: 2 };
    const one = splitByHash(names(300), { ...args, fractions: { train: 0.8, validation: 0, test: 0.2 } });
    const two = splitByHash(names(300), { ...args, fractions: { train: 0.5, validation: 0.3, test: 0.2 } });
    expect(two.test).toEqual(one.test);
    expect(one.validation).toEqual([]);
  });

  it('gives a part of share 0 nothing', () => {
    for (const part of parts) {
      const fractions = { train: 0, validation: 0, test: 0, [part]: 1 };
      expect(splitByHash(names(50), { group: self, fractions })[part]).toHaveLength(50);
    }
    const half = splitByHash(names(50), { group: self, fractions: { train: 0, validation: 0.5, test: 0.5 } });
    expect(half.train).toEqual([]);
  });

  it('puts these names where it always has', () => {
    // Written down when the function was made: a collection that grows for years rests on it.
    const split = splitByHash(names(12), { group: patientOf });
    const numbers = parts.map((part) => split[part].map((name) => Number(name.slice(7, 11)) - 1000));
    expect(numbers).toEqual([[5, 6, 7, 9, 10, 11], [0, 1, 3, 4, 8], [2]]);
  });

  it('refuses fractions that do not add up', () => {
    const fractions = { train: 0.5, validation: 0.2, test: 0.2 };
    expect(() => splitByHash(['a'], { group: self, fractions })).toThrow(
      'splitByHash: fractions must add up to 1, got 0.8999999999999999.',
    );
  });
});
