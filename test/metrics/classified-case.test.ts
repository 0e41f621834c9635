import { describe, expect, it } from 'vitest';
import { checkCases, patientOfCase, type ClassifiedCase } from '../../src/metrics/classified-case';

const cases = [0, 0, 1, 1].map((label, i): ClassifiedCase => ({ name: `${i}`, label, probability: 0.5 }));
const changed = (change: Partial<ClassifiedCase>, at = 1): ClassifiedCase[] =>
  cases.map((row, i) => (i === at ? { ...row, ...change } : row));

describe('checkCases', () => {
  it('lets cases pass that have all that is needed, or every field', () => {
    checkCases('f', 'cases', cases);
    const full = cases.map((row, i) => ({ ...row, patient: `p${i}`, source: 's', fold: 0, baseline: 1 }));
    checkCases('f', 'cases', full);
  });

  it.each<[string, ClassifiedCase[], string]>([
    ['no case', [], 'f: cases must hold at least one case, got none.'],
    ['a name twice', changed({ name: '0' }), 'f: cases must have names that differ, got 0 twice.'],
    ['another label', changed({ label: 2 }), 'f: the label of 1 must be 0 or 1, got 2.'],
    ['a logit', changed({ probability: -3 }), 'f: the probability of 1 must be between 0 and 1, got -3.'],
    ['no number', changed({ probability: NaN }), 'f: the probability of 1 must be between 0 and 1, got NaN.'],
    [
      'a baseline that is none',
      changed({ baseline: 1.5 }),
      'f: the baseline of 1 must be between 0 and 1, got 1.5.',
    ],
    [
      'one baseline alone',
      changed({ baseline: 0.5 }),
      'f: fold and baseline must be given for all cases or for none, got one for 1 of 4.',
    ],
    [
      'a patient in two folds',
      cases.map((row, fold) => ({ ...row, patient: 'x', fold })),
      'f: a patient must be in one fold, got x in 0 and 1. Divide by patient (kFold with group), or the scores are too good.',
    ],
    [
      'one patient of a class',
      cases.map((row, i) => ({ ...row, patient: i > 1 ? 'x' : `${i}` })),
      'f: cases must hold two patients of each class at least, got 2 of class 0 and 1 of class 1.',
    ],
  ])('refuses %s', (_, rows, message) => {
    expect(() => {
      checkCases('f', 'cases', rows);
    }).toThrow(new RangeError(message));
  });
});

describe('patientOfCase', () => {
  it('is the patient, or the case itself', () => {
    expect(patientOfCase(cases[0]!)).toBe('0');
    expect(patientOfCase({ ...cases[0]!, patient: 'p' })).toBe('p');
  });
});
