import { averagePrecision, delongInterval, wilsonInterval } from 'hilum';
import { describe, expect, it } from 'vitest';
import type { ClassifiedCase } from '../../src/metrics/classified-case';
import { scoresBy } from '../../src/metrics/classifier-scores';

const cases = Array.from({ length: 24 }, (_, i): ClassifiedCase => ({
  name: `${i}`,
  label: i % 2,
  probability: ((5 * i) % 12) / 20 + (i % 2) / 4,
  source: i < 12 ? 'b' : i < 20 ? 'a' : undefined,
  patient: `p${i >> 1}`,
  fold: (i >> 1) % 3,
}));
const probabilityOf = ({ probability }: ClassifiedCase): number => probability;
const called = cases.map(({ probability }) => probability > 0.4);
const { overall, sources, folds } = scoresBy(cases, called, probabilityOf, 0.95);

describe('scoresBy', () => {
  it('scores all together, with intervals by patient', () => {
    const labels = cases.map(({ label }) => label);
    const scores = cases.map(probabilityOf);
    const { auc, low, high } = delongInterval(labels, scores, { groups: cases.map((row) => row.patient!) });
    expect(overall.auc).toEqual({ estimate: auc, low, high });
    expect(overall.averagePrecision).toBe(averagePrecision(labels, scores));
    expect([overall.cases, overall.patients, overall.positives]).toEqual([24, 12, 12]);
    const found = labels.filter((label, i) => label === 1 && called[i]).length;
    // Each patient has one case of each class.
    expect(overall.sensitivity).toMatchObject({ count: found, total: 12, ...wilsonInterval(found, 12) });
  });

  it('divides by source in the order of names, those without one last, and by fold', () => {
    expect(Object.keys(sources)).toEqual(['a', 'b', 'unknown']);
    expect(Object.values(sources).map((scores) => scores.cases)).toEqual([8, 12, 4]);
    expect(folds.map(({ fold, cases: count }) => [fold, count])).toEqual([
      [0, 8],
      [1, 8],
      [2, 8],
    ]);
  });

  it('is that of the part alone', () => {
    const part = cases.filter(({ source }) => source === 'a');
    const alone = scoresBy(
      part,
      part.map(({ probability }) => probability > 0.4),
      probabilityOf,
      0.95,
    );
    expect(sources.a).toEqual(alone.overall);
  });

  it('has no AUC where a class is missing, and no sources where no case has one', () => {
    const normal = cases
      .filter(({ label }) => label === 0)
      .map((row) => ({ ...row, source: undefined, fold: undefined }));
    const scores = scoresBy(
      normal,
      normal.map(() => false),
      probabilityOf,
      0.95,
    );
    expect(scores).toMatchObject({ sources: {}, folds: [] });
    expect(scores.overall).toMatchObject({
      auc: undefined,
      averagePrecision: undefined,
      sensitivity: undefined,
    });
    expect(scores.overall.specificity?.estimate).toBe(1);
  });
});
