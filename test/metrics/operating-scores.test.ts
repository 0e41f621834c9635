import { confusionCounts, thresholdAtSensitivity, wilsonInterval, youdenThreshold } from 'hilum';
import { describe, expect, it } from 'vitest';
import type { ClassifiedCase } from '../../src/metrics/classified-case';
import { callAt, callCases, scoreCalls, sharesOf } from '../../src/metrics/operating-scores';

const probabilityOf = ({ probability }: ClassifiedCase): number => probability;
const rows = (list: readonly (readonly [label: number, probability: number, fold?: number])[]) =>
  list.map(([label, probability, fold], i): ClassifiedCase => ({ name: `${i}`, label, probability, fold }));

// Fold 0 scores everything 0.3 higher than fold 1.
const two = rows([
  [0, 0.4, 0],
  [0, 0.5, 0],
  [1, 0.8, 0],
  [1, 0.9, 0],
  [0, 0.1, 1],
  [0, 0.2, 1],
  [1, 0.5, 1],
  [1, 0.6, 1],
]);

describe('callCases', () => {
  it('calls each fold by the threshold of all other folds', () => {
    const calls = callCases('f', two, undefined, probabilityOf, youdenThreshold);
    // Halfway between 0.2 and 0.5 for fold 0, between 0.5 and 0.8 for fold 1.
    expect(calls.thresholds).toEqual([0.35, 0.35, 0.35, 0.35, 0.65, 0.65, 0.65, 0.65]);
    expect(calls.called).toEqual([true, true, true, true, false, false, false, false]);
    expect(calls.chosenOn).toBe('other folds');
    // For new cases: that of all.
    expect(calls.threshold).toBe(
      youdenThreshold(
        two.map(({ label }) => label),
        two.map(probabilityOf),
      ).threshold,
    );
  });

  it('never looks at the labels of the fold that it calls', () => {
    const turned = two.map((row) => (row.fold === 0 ? { ...row, label: 1 - row.label } : row));
    const calls = callCases('f', turned, undefined, probabilityOf, youdenThreshold);
    expect(calls.thresholds.slice(0, 4)).toEqual([0.35, 0.35, 0.35, 0.35]);
  });

  it('calls by the validation cases where there are some, whatever the folds', () => {
    const validation = rows([
      [0, 0.7],
      [1, 0.72],
    ]);
    const calls = callCases('f', two, validation, probabilityOf, youdenThreshold);
    expect(new Set(calls.thresholds)).toEqual(new Set([calls.threshold]));
    expect(calls.threshold).toBeCloseTo(0.71, 12);
    expect(calls.chosenOn).toBe('validation cases');
  });

  it('says so where there is nothing but the cases themselves', () => {
    const one = two.slice(0, 4);
    const at = (labels: readonly number[], scores: readonly number[]) =>
      thresholdAtSensitivity(labels, scores, 0.9);
    expect(callCases('f', one, undefined, probabilityOf, at)).toMatchObject({
      chosenOn: 'the scored cases',
      threshold: 0.65,
      called: [false, false, true, true],
    });
  });

  it('refuses folds outside of which a class is missing', () => {
    const list = rows([
      [0, 0.1, 0],
      [1, 0.2, 0],
      [1, 0.2, 0],
      [0, 0.3, 1],
    ]);
    expect(() => callCases('f', list, undefined, probabilityOf, youdenThreshold)).toThrow(
      'f: the cases outside of each fold must be of both classes, to choose a threshold on, got one class outside of fold 0. ',
    );
  });
});

describe('scoreCalls', () => {
  const calls = callAt(two, probabilityOf, 'nothing', 0.5);
  const scores = scoreCalls(two, calls, 0.95, ['normal', 'tuberculosis']);

  it('counts as confusionCounts does, and gives every share its interval', () => {
    const { tp, fp, fn, tn } = confusionCounts(
      two.map(({ label }) => label),
      two.map(probabilityOf),
      { threshold: 0.5 },
    );
    expect([tp, fp, fn, tn]).toEqual([3, 0, 1, 4]);
    expect(scores.confusion).toEqual([
      [tn, fp],
      [fn, tp],
    ]);
    expect(scores.sensitivity).toEqual({ count: 3, total: 4, estimate: 0.75, ...wilsonInterval(3, 4) });
    expect(scores.specificity).toMatchObject({ count: 4, total: 4, estimate: 1 });
    expect(scores.positivePredictiveValue).toMatchObject({ count: 3, total: 3 });
    expect(scores.negativePredictiveValue).toMatchObject({ count: 4, total: 5, ...wilsonInterval(4, 5) });
    expect(scores.accuracy).toMatchObject({ count: 7, total: 8 });
    expect(scores.thresholdRange).toEqual([0.5, 0.5]);
  });

  it('names the classes in the report', () => {
    expect(scores.report.text).toMatch(/ {6}normal {7}0\.80 {6}1\.00 {6}0\.89 {9}4\n/);
    expect(scores.report.text).toContain('tuberculosis');
  });

  it('has no predictive value of what is never called', () => {
    const none = scoreCalls(two, callAt(two, probabilityOf, 'nothing', 1), 0.95, ['a', 'b']);
    expect(none.positivePredictiveValue).toBeUndefined();
    expect(none.negativePredictiveValue).toMatchObject({ count: 4, total: 8 });
  });
});

describe('sharesOf', () => {
  it('is undefined of a class without cases', () => {
    const { sensitivity, specificity } = sharesOf(two.slice(0, 2), [true, false], 0.95);
    expect(sensitivity).toBeUndefined();
    expect(specificity).toMatchObject({ count: 1, total: 2 });
  });
});
