import fc from 'fast-check';
import {
  accuracyScore,
  confusionCounts,
  diceScore,
  iouScore,
  precisionScore,
  recallScore,
  specificityScore,
} from 'hilum';
import { describe, expect, it } from 'vitest';
import reference from '../reference/losses.json';

const scores = { diceScore, iouScore, precisionScore, recallScore, specificityScore, accuracyScore };
const nothing = { tp: 0, fp: 0, fn: 0, tn: 0 };

describe('every score', () => {
  it.each(reference.scores)('agrees with scikit-learn: $counts', ({ counts, ...expected }) => {
    expect(diceScore(counts)).toBeCloseTo(expected.dice, 12);
    expect(iouScore(counts)).toBeCloseTo(expected.iou, 12);
    expect(precisionScore(counts)).toBeCloseTo(expected.precision, 12);
    expect(recallScore(counts)).toBeCloseTo(expected.recall, 12);
    expect(accuracyScore(counts)).toBeCloseTo(expected.accuracy, 12);
    if (expected.specificity !== undefined)
      expect(specificityScore(counts)).toBeCloseTo(expected.specificity, 12);
  });

  it('lies in [0, 1] and is 1 when all is right', () => {
    const mask = fc.array(fc.integer({ min: 0, max: 1 }));
    fc.assert(
      fc.property(mask, fc.infiniteStream(fc.integer({ min: 0, max: 1 })), (truth, stream) => {
        const predicted = [...stream.take(truth.length)];
        for (const score of Object.values(scores)) {
          expect(score(confusionCounts(truth, truth))).toBe(1);
          const value = score(confusionCounts(truth, predicted));
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

describe('where there is nothing to divide by', () => {
  it('is 1 when truth and prediction are both empty', () => {
    for (const score of [diceScore, iouScore, precisionScore, recallScore])
      expect(score({ ...nothing, tn: 4 })).toBe(1);
    expect(accuracyScore(nothing)).toBe(1);
  });

  it('is 0 when the truth is empty and something was predicted', () => {
    for (const score of [diceScore, iouScore, precisionScore, recallScore])
      expect(score({ ...nothing, fp: 1, tn: 3 })).toBe(0);
  });

  it('is 0 when nothing was predicted of a truth', () => {
    for (const score of [diceScore, iouScore, precisionScore, recallScore])
      expect(score({ ...nothing, fn: 1, tn: 3 })).toBe(0);
  });

  it('decides specificity by the background in the same way', () => {
    expect(specificityScore({ ...nothing, tp: 4 })).toBe(1);
    expect(specificityScore({ ...nothing, tp: 3, fn: 1 })).toBe(0);
  });
});
