import fc from 'fast-check';
import {
  accuracyScore,
  addClassCounts,
  cohenKappaScore,
  confusionCounts,
  diceScore,
  fBetaScore,
  iouScore,
  macroScore,
  matthewsScore,
  microScore,
  precisionScore,
  recallScore,
  specificityScore,
} from 'hilum';
import { describe, expect, it } from 'vitest';
import reference from '../reference/losses.json';
import more from '../reference/scores.json';

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

describe('F-beta, Cohen’s kappa and the Matthews coefficient', () => {
  it.each(more.masks)('agree with scikit-learn: $counts', ({ counts, fBeta, kappa, matthews }) => {
    more.betas.forEach((beta, i) => expect(fBetaScore(counts, { beta })).toBeCloseTo(fBeta[i]!, 12));
    expect(cohenKappaScore(counts)).toBeCloseTo(kappa, 12);
    expect(matthewsScore(counts)).toBeCloseTo(matthews, 12);
  });

  it('are 1 when all is right, even of one kind alone', () => {
    for (const counts of [
      nothing,
      { ...nothing, tp: 4 },
      { ...nothing, tn: 4 },
      { tp: 1, fp: 0, fn: 0, tn: 3 },
    ])
      expect([fBetaScore(counts, { beta: 2 }), cohenKappaScore(counts), matthewsScore(counts)]).toEqual([
        1, 1, 1,
      ]);
  });

  it('stay in [−1, 1] with the counts of thousands of large images', () => {
    const large = { tp: 2 ** 40, fp: 2 ** 38, fn: 2 ** 37, tn: 2 ** 42 };
    const small = { tp: 8, fp: 2, fn: 1, tn: 32 };
    for (const score of [cohenKappaScore, matthewsScore]) expect(score(large)).toBeCloseTo(score(small), 12);
    fc.assert(
      fc.property(
        fc.record({ tp: fc.maxSafeNat(), fp: fc.nat(), fn: fc.nat(), tn: fc.maxSafeNat() }),
        (counts) => {
          for (const score of [cohenKappaScore, matthewsScore])
            expect(Math.abs(score(counts))).toBeLessThanOrEqual(1 + 1e-12);
        },
      ),
    );
  });

  it('with beta 1 are Dice; no other beta than a positive number will do', () => {
    const counts = { tp: 3, fp: 1, fn: 2, tn: 4 };
    expect(fBetaScore(counts, { beta: 1 })).toBe(diceScore(counts));
    for (const beta of [0, -1, NaN, Infinity])
      expect(() => fBetaScore(counts, { beta })).toThrow(
        new RangeError(`fBetaScore: beta must be a positive number, got ${beta}.`),
      );
  });
});

describe('scores of several classes', () => {
  const classes = addClassCounts(more.counts);

  it.each([
    ['dice', diceScore],
    ['iou', iouScore],
    ['precision', precisionScore],
    ['recall', recallScore],
  ] as const)('agree with scikit-learn for each class, micro and macro: %s', (name, score) => {
    const { perClass, micro, macro } = more.averages[name];
    classes.map(score).forEach((value, i) => expect(value).toBeCloseTo(perClass[i]!, 12));
    expect(microScore(score, classes)).toBeCloseTo(micro, 12);
    expect(macroScore(score, classes)).toBeCloseTo(macro, 12);
  });

  it('count an empty class as right, or leave it out', () => {
    const counts = [
      { tp: 1, fp: 1, fn: 1, tn: 0 },
      { ...nothing, tn: 3 },
    ];
    expect(macroScore(diceScore, counts)).toBe(0.75);
    expect(macroScore(diceScore, counts, { ignoreEmpty: true })).toBe(0.5);
    // A false alarm on an empty truth is not of that kind.
    expect(macroScore(diceScore, [{ ...nothing, fp: 1 }], { ignoreEmpty: true })).toBe(0);
  });

  it('have no mean when there is nothing to take it of', () => {
    expect(macroScore(diceScore, [])).toBeNaN();
    expect(macroScore(diceScore, [nothing], { ignoreEmpty: true })).toBeNaN();
  });
});
