import fc from 'fast-check';
import { rocAuc, rocCurve } from 'hilum';
import { describe, expect, it } from 'vitest';
import reference from '../reference/classification.json';

describe('rocCurve', () => {
  it.each(reference.binary)('is scikit-learn’s, every point of it: $yScore', ({ yTrue, yScore, roc }) => {
    const { fpr, tpr, thresholds } = rocCurve(yTrue, yScore);
    expect(fpr).toEqual(roc.fpr);
    expect(tpr).toEqual(roc.tpr);
    expect(thresholds).toEqual([Infinity, ...roc.thresholds]);
  });

  it('refuses what has no curve, by name', () => {
    expect(() => rocCurve([1, 1], [0.5, 0.6])).toThrow(
      new RangeError('rocCurve: yTrue must hold cases of both classes, got 2 of class 1 alone.'),
    );
    expect(() => rocCurve([0, 1], [0.5, NaN])).toThrow(
      'rocCurve: yScore must hold finite numbers, got NaN at 1.',
    );
    expect(() => rocCurve([], [])).toThrow('rocCurve: yTrue must hold at least one case, got none.');
  });
});

describe('rocAuc', () => {
  it.each(reference.binary)('is scikit-learn’s $auc', ({ yTrue, yScore, auc }) => {
    expect(rocAuc(yTrue, yScore)).toBeCloseTo(auc, 14);
  });

  it('is exactly how often a positive is above a negative, ties counting one half', () => {
    const cases = fc.tuple(
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1 }),
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1 }),
    );
    fc.assert(
      fc.property(cases, ([negatives, positives]) => {
        const labels = [...negatives.map(() => 0), ...positives.map(() => 1)];
        let won = 0;
        for (const p of positives) for (const n of negatives) won += p > n ? 2 : Number(p === n);
        const auc = rocAuc(labels, [...negatives, ...positives]);
        expect(auc).toBe(won / (2 * negatives.length * positives.length));
        expect(
          rocAuc(
            labels,
            [...negatives, ...positives].map((score) => -score),
          ),
        ).toBeCloseTo(1 - auc, 12);
      }),
    );
  });

  it('refuses a single class and lengths that differ, by name', () => {
    expect(() => rocAuc([0, 0], [0.5, 0.6])).toThrow(
      new RangeError('rocAuc: yTrue must hold cases of both classes, got 2 of class 0 alone.'),
    );
    expect(() => rocAuc([0, 1], [0.5])).toThrow(
      'rocAuc: yTrue and yScore must be of one length, got 2 and 1.',
    );
  });
});
