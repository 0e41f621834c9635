import fc from 'fast-check';
import { labelOf, patientOf, splitDataset } from 'hilum';
import { describe, expect, it } from 'vitest';

interface Item {
  readonly id: number;
  readonly patient: string;
  readonly label: number;
}
const parts = ['train', 'validation', 'test'] as const;
const byPatient = { group: (item: Item) => item.patient, stratify: (item: Item) => item.label };

/** Items of a few patients and labels; a patient may have several of each. */
const anyItems = fc
  .array(fc.record({ patient: fc.integer({ min: 0, max: 60 }), label: fc.integer({ min: 0, max: 2 }) }), {
    minLength: 1,
    maxLength: 150,
  })
  .map((list): Item[] => list.map(({ patient, label }, id) => ({ id, patient: `p${patient}`, label })));
const anyFractions = fc
  .tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 }))
  .filter((shares) => shares.some((share) => share > 0))
  .map(([a, b, c]) => ({ train: a / (a + b + c), validation: b / (a + b + c), test: c / (a + b + c) }));

describe('splitDataset', () => {
  it('is a partition in the given order, divides no patient and fills every part that has a fraction', () => {
    fc.assert(
      fc.property(anyItems, anyFractions, fc.integer(), (items, fractions, seed) => {
        const wanted = parts.filter((part) => fractions[part] > 0);
        const patients = new Set(items.map(({ patient }) => patient));
        fc.pre(patients.size >= wanted.length);
        const split = splitDataset(items, { ...byPatient, fractions, seed });
        const all = parts.flatMap((part) => split[part]);
        expect(all.map(({ id }) => id).sort((a, b) => a - b)).toEqual(items.map(({ id }) => id));
        const sides = parts.flatMap((part) => [...new Set(split[part].map(({ patient }) => patient))]);
        expect(sides).toHaveLength(patients.size);
        for (const part of parts) {
          expect(split[part].length > 0).toBe(fractions[part] > 0);
          expect(split[part]).toEqual(items.filter((item) => split[part].includes(item)));
        }
      }),
    );
  });

  it('keeps each stratum within one group of its target', () => {
    fc.assert(
      fc.property(anyItems, anyFractions, fc.integer(), (items, fractions, seed) => {
        // One label a patient, and enough patients that no part has to be filled by force.
        const clean = items.map((item) => ({ ...item, label: Number(item.patient.slice(1)) % 3 }));
        const wanted = parts.filter((part) => fractions[part] > 0);
        const sizes = new Map<string, number>();
        for (const { patient } of clean) sizes.set(patient, (sizes.get(patient) ?? 0) + 1);
        const largest = Math.max(...sizes.values());
        fc.pre(wanted.every((part) => fractions[part] * clean.length >= 4 * largest));
        const split = splitDataset(clean, { ...byPatient, fractions, seed });
        for (const label of [0, 1, 2]) {
          const total = clean.filter((item) => item.label === label).length;
          for (const part of parts) {
            const count = split[part].filter((item) => item.label === label).length;
            expect(Math.abs(count - total * fractions[part])).toBeLessThanOrEqual(largest + 1e-6);
          }
        }
      }),
    );
  });

  it('hits the whole split too, although every stratum leaves a remainder', () => {
    // 20 strata of 5: each wants 3.5, 0.75 and 0.75.
    const items = Array.from({ length: 100 }, (_, id) => ({ id, patient: `${id}`, label: id % 20 }));
    const { train, validation, test } = splitDataset(items, byPatient);
    expect([train.length, validation.length, test.length]).toEqual([70, 15, 15]);
  });

  it('shares out source and label of one image a patient: 70, 15 and 15 of 100', () => {
    const images = Array.from({ length: 100 }, (_, i) => `CHNCXR_${1000 + i}_${i % 2}.png`);
    const split = splitDataset(images, { group: patientOf, stratify: labelOf, seed: 3 });
    expect(parts.map((part) => split[part].length)).toEqual([70, 15, 15]);
    for (const part of parts) {
      const ill = split[part].filter((path) => labelOf(path) === 1).length;
      expect(Math.abs(ill - split[part].length / 2)).toBeLessThanOrEqual(1);
    }
  });

  it('gives the same for the same seed and another for another', () => {
    const items = Array.from({ length: 50 }, (_, i) => i);
    expect(splitDataset(items, { seed: 'a' })).toEqual(splitDataset(items, { seed: 'a' }));
    expect(splitDataset(items, { seed: 'a' })).not.toEqual(splitDataset(items, { seed: 'b' }));
  });

  it('does not depend on the order of the items when they are grouped by name', () => {
    const images = Array.from({ length: 40 }, (_, i) => `CHNCXR_${1000 + i}_${i % 2}.png`);
    const args = { group: patientOf, stratify: labelOf, seed: 5 };
    const there = splitDataset(images, args);
    const back = splitDataset([...images].reverse(), args);
    for (const part of parts) expect([...back[part]].reverse()).toEqual(there[part]);
  });

  it('counts a patient with several findings as a mixture', () => {
    const items = Array.from({ length: 60 }, (_, id) => ({
      id,
      patient: `${Math.floor(id / 2)}`,
      label: id % 2,
    }));
    const split = splitDataset(items, {
      ...byPatient,
      fractions: { train: 0.5, validation: 0.25, test: 0.25 },
    });
    for (const part of parts) {
      const ill = split[part].filter(({ label }) => label === 1).length;
      expect(ill).toBe(split[part].length / 2);
    }
  });

  it('fills three parts from three patients, and refuses two', () => {
    const three = splitDataset(['a', 'b', 'c']);
    expect(parts.map((part) => three[part].length)).toEqual([1, 1, 1]);
    expect(() => splitDataset(['a', 'b'])).toThrow(
      'splitDataset: 3 parts need at least as many groups, got 2. Give more patients, or ask for fewer parts.',
    );
    const whole = splitDataset(['a'], { fractions: { train: 1, validation: 0, test: 0 } });
    expect(whole).toEqual({ train: ['a'], validation: [], test: [] });
  });

  it('refuses fractions that are negative or do not add up to 1', () => {
    const fractions = { train: 0.7, validation: 0.2, test: 0.2 };
    expect(() => splitDataset(['a'], { fractions })).toThrow(/must add up to 1, got 1\.0999/);
    expect(() => splitDataset(['a'], { fractions: { ...fractions, test: -0.1 } })).toThrow(
      'splitDataset: fractions.test must be between 0 and 1, got -0.1.',
    );
  });
});
