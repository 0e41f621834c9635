import fc from 'fast-check';
import {
  confusionCounts,
  recallScore,
  rocCurve,
  specificityScore,
  thresholdAtSensitivity,
  youdenThreshold,
} from 'hilum';
import { describe, expect, it } from 'vitest';
import reference from '../reference/classification.json';

const labelled = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 1 }), fc.float({ min: -3, max: 3, noNaN: true })), {
    minLength: 2,
    maxLength: 30,
  })
  .filter((cases) => new Set(cases.map(([label]) => label)).size === 2)
  .map((cases) => [cases.map(([label]) => label), cases.map(([, score]) => score)] as const);

describe('youdenThreshold', () => {
  it.each(reference.binary)(
    'reaches the greatest tpr − fpr of scikit-learn’s curve, $youden',
    ({ yTrue, yScore, youden }) => {
      const { threshold, sensitivity, specificity } = youdenThreshold(yTrue, yScore);
      expect(sensitivity + specificity - 1).toBeCloseTo(youden, 12);
      const counts = confusionCounts(yTrue, yScore, { threshold });
      expect(recallScore(counts) + specificityScore(counts) - 1).toBeCloseTo(youden, 12);
    },
  );

  it('takes the highest of several, and calls nothing positive where nothing is gained', () => {
    expect(youdenThreshold([1, 0, 1, 0], [4, 3, 2, 1])).toEqual({
      threshold: 3.5,
      sensitivity: 0.5,
      specificity: 1,
    });
    expect(youdenThreshold([1, 0], [0.3, 0.4])).toEqual({ threshold: 1.4, sensitivity: 0, specificity: 1 });
  });

  it('refuses a single class, by name', () => {
    expect(() => youdenThreshold([1, 1], [0.3, 0.4])).toThrow(
      new RangeError('youdenThreshold: yTrue must hold cases of both classes, got 2 of class 1 alone.'),
    );
  });
});

describe('thresholdAtSensitivity', () => {
  it('finds as many positives as wanted, and no higher threshold does', () => {
    fc.assert(
      fc.property(labelled, fc.double({ min: 0.01, max: 1, noNaN: true }), ([labels, scores], wanted) => {
        const { sensitivity, specificity } = thresholdAtSensitivity(labels, scores, wanted);
        expect(sensitivity).toBeGreaterThanOrEqual(wanted);
        const { tpr, fpr } = rocCurve(labels, scores);
        const enough = tpr.findIndex((rate) => rate >= wanted);
        expect(sensitivity).toBe(tpr[enough]);
        expect(specificity).toBeCloseTo(1 - fpr[enough]!, 12);
      }),
    );
  });

  it('reaches a share that is met exactly, and everything or nothing at the ends', () => {
    const labels = [0, ...Array<number>(10).fill(1)];
    const scores = labels.map((_, i) => i);
    expect(thresholdAtSensitivity(labels, scores, 0.9)).toEqual({
      threshold: 1.5,
      sensitivity: 0.9,
      specificity: 1,
    });
    expect(thresholdAtSensitivity(labels, scores, 1)).toEqual({
      threshold: 0.5,
      sensitivity: 1,
      specificity: 1,
    });
    expect(thresholdAtSensitivity(labels, scores, 0)).toEqual({
      threshold: 11,
      sensitivity: 0,
      specificity: 1,
    });
    expect(thresholdAtSensitivity([0, 1], [2, 1], 1)).toEqual({
      threshold: 0,
      sensitivity: 1,
      specificity: 0,
    });
  });

  it('refuses a share outside 0 to 1', () => {
    expect(() => thresholdAtSensitivity([0, 1], [0, 1], 90)).toThrow(
      new RangeError('thresholdAtSensitivity: sensitivity must be between 0 and 1, got 90.'),
    );
  });
});

describe('a threshold', () => {
  it('gives the sensitivity and specificity it promises, whether “above” or “at least” is asked', () => {
    fc.assert(
      fc.property(labelled, ([labels, scores]) => {
        for (const point of [youdenThreshold(labels, scores), thresholdAtSensitivity(labels, scores, 0.7)]) {
          const above = confusionCounts(labels, scores, { threshold: point.threshold });
          expect(above.tp / (above.tp + above.fn)).toBe(point.sensitivity);
          expect(above.tn / (above.tn + above.fp)).toBeCloseTo(point.specificity, 12);
          expect(scores.filter((score) => score >= point.threshold).length).toBe(above.tp + above.fp);
        }
      }),
    );
  });

  it('between neighbouring floats serves who asks for “above”', () => {
    // Halfway rounds to the even one: down from the first pair, up from the second.
    const [one, two, three] = [1, 1 + Number.EPSILON, 1 + 2 * Number.EPSILON];
    expect(youdenThreshold([0, 1], [one, two]).threshold).toBe(one);
    expect(youdenThreshold([0, 1], [two, three]).threshold).toBe(two);
  });
});
