import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scoreSteps } from '../../src/metrics/score-steps';

const labelled = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: -4, max: 4 })), {
    minLength: 2,
    maxLength: 30,
  })
  .filter((cases) => new Set(cases.map(([label]) => label)).size === 2);

describe('scoreSteps', () => {
  it('counts at each distinct score, ties together', () => {
    expect(scoreSteps('f', [0, 1, 1, 0, 1], [0.2, 0.2, 0.9, 0.5, 0.5])).toEqual({
      thresholds: [0.9, 0.5, 0.2],
      tp: [1, 2, 3],
      fp: [0, 1, 2],
      positives: 3,
      negatives: 2,
    });
  });

  it('counts who scores at least as much as the threshold', () => {
    fc.assert(
      fc.property(labelled, (cases) => {
        const [labels, scores] = [cases.map(([label]) => label), cases.map(([, score]) => score)];
        const { thresholds, tp, fp } = scoreSteps('f', labels, scores);
        expect(thresholds).toEqual([...new Set(scores)].sort((a, b) => b - a));
        thresholds.forEach((threshold, i) => {
          const called = labels.filter((_, j) => scores[j]! >= threshold);
          expect(tp[i]).toBe(called.filter((label) => label === 1).length);
          expect(fp[i]).toBe(called.filter((label) => label === 0).length);
        });
      }),
    );
  });

  it('leaves what it is given as it is', () => {
    const [labels, scores] = [Uint8Array.of(0, 1), Float32Array.of(0.1, 0.9)];
    scoreSteps('f', labels, scores);
    expect([[...labels], [...scores]]).toEqual([[0, 1], [...Float32Array.of(0.1, 0.9)]]);
  });
});
