import { averagePrecision, precisionRecallCurve } from 'hilum';
import { describe, expect, it } from 'vitest';
import reference from '../reference/classification.json';

describe('precisionRecallCurve', () => {
  it.each(reference.binary)('is scikit-learn’s, every point of it: $yScore', ({ yTrue, yScore, pr }) => {
    expect(precisionRecallCurve(yTrue, yScore)).toEqual(pr);
  });

  it('refuses a single class, by name', () => {
    expect(() => precisionRecallCurve([1], [0.5])).toThrow(
      new RangeError('precisionRecallCurve: yTrue must hold cases of both classes, got 1 of class 1 alone.'),
    );
  });
});

describe('averagePrecision', () => {
  it.each(reference.binary)(
    'is scikit-learn’s $averagePrecision',
    ({ yTrue, yScore, averagePrecision: expected }) => {
      expect(averagePrecision(yTrue, yScore)).toBeCloseTo(expected, 14);
    },
  );

  it('is 1 for a perfect order, and the share of positives for a score that says nothing', () => {
    expect(averagePrecision([0, 1, 0, 1], [0.1, 0.7, 0.2, 0.6])).toBe(1);
    expect(averagePrecision([0, 1, 0, 0], [2, 2, 2, 2])).toBe(1 / 4);
  });

  it('refuses scores that are no numbers, by name', () => {
    expect(() => averagePrecision([0, 1], [NaN, 1])).toThrow(
      new RangeError('averagePrecision: yScore must hold finite numbers, got NaN at 0.'),
    );
  });
});
