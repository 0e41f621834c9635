import fc from 'fast-check';
import { kFold, labelOf, patientOf } from 'hilum';
import { describe, expect, it } from 'vitest';

const anyItems = fc
  .array(fc.record({ patient: fc.integer({ min: 0, max: 40 }), label: fc.integer({ min: 0, max: 1 }) }), {
    maxLength: 120,
  })
  .map((list) => list.map(({ patient, label }, id) => ({ id, patient: `p${patient}`, label })));

describe('kFold', () => {
  it('tests on every item once, learns from all others, and divides no patient', () => {
    fc.assert(
      fc.property(anyItems, fc.integer({ min: 2, max: 6 }), fc.integer(), (items, folds, seed) => {
        const patients = new Set(items.map(({ patient }) => patient));
        fc.pre(patients.size >= folds);
        const made = kFold(items, {
          folds,
          group: (item) => item.patient,
          stratify: (item) => item.label,
          seed,
        });
        expect(made.map(({ index }) => index)).toEqual(Array.from({ length: folds }, (_, i) => i));
        const tested = made.flatMap(({ test }) => test.map(({ id }) => id));
        expect(tested.sort((a, b) => a - b)).toEqual(items.map(({ id }) => id));
        for (const { train, test } of made) {
          expect(test.length).toBeGreaterThan(0);
          expect([...train, ...test].map(({ id }) => id).sort((a, b) => a - b)).toEqual(
            items.map(({ id }) => id),
          );
          const inTest = new Set(test.map(({ patient }) => patient));
          expect(train.some(({ patient }) => inTest.has(patient))).toBe(false);
        }
      }),
    );
  });

  it('gives each fold its share of every stratum', () => {
    const names = Array.from({ length: 100 }, (_, i) => `CHNCXR_${1000 + i}_${i % 5 === 0 ? 1 : 0}.png`);
    for (const { test } of kFold(names, { group: patientOf, stratify: labelOf, seed: 3 })) {
      expect(test).toHaveLength(20);
      expect(test.filter((name) => labelOf(name) === 1)).toHaveLength(4);
    }
  });

  it('is the same for the same seed and another for another', () => {
    const items = Array.from({ length: 30 }, (_, i) => i);
    expect(kFold(items, { seed: 1 })).toEqual(kFold(items, { seed: 1 }));
    expect(kFold(items, { seed: 1 })).not.toEqual(kFold(items, { seed: 2 }));
  });

  it('refuses one fold, and fewer groups than folds', () => {
    expect(() => kFold([1, 2], { folds: 1 })).toThrow(
      'kFold: folds must be an integer of at least 2, got 1.',
    );
    expect(() => kFold([1, 2, 3], { folds: 4 })).toThrow(
      'kFold: 4 parts need at least as many groups, got 3. Give more patients, or ask for fewer parts.',
    );
  });
});
