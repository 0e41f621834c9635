import {
  adaptiveReliabilityBins,
  brierScore,
  createRandom,
  delongTest,
  evaluateClassifier,
  rocCurve,
  thresholdAtSensitivity,
  type ClassifiedCase,
} from 'hilum';
import { describe, expect, it } from 'vitest';

/** Cases of patients with two images each, in five folds. */
function simulate(seed: string, count: number, signal = 1.5): ClassifiedCase[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, i) => {
    const label = (i >> 1) % 2;
    const logit = signal * (label - 0.5) + random.normal();
    return {
      name: `${i}.png`,
      label,
      probability: 1 / (1 + Math.exp(-logit)),
      baseline: 1 / (1 + Math.exp(-logit - random.normal(0, 1.5))),
      patient: `patient ${i >> 1}`,
      source: (i >> 1) % 3 > 0 ? 'Shenzhen' : 'Montgomery',
      fold: (i >> 2) % 5,
    };
  });
}

const cases = simulate('cases', 200);
const labels = cases.map(({ label }) => label);
const probabilities = cases.map(({ probability }) => probability);
const evaluation = evaluateClassifier(cases, { classNames: ['normal', 'ill'], samples: 50 });

describe('evaluateClassifier', () => {
  it('is plain data, the same for the same cases', () => {
    const text = JSON.stringify(evaluation);
    expect(JSON.stringify(evaluateClassifier(cases, { classNames: ['normal', 'ill'], samples: 50 }))).toBe(
      text,
    );
    const read = JSON.parse(text) as typeof evaluation;
    expect(read.overall).toEqual(evaluation.overall);
    expect(read.operatingPoints).toEqual(evaluation.operatingPoints);
    expect(read.rows).toEqual(evaluation.rows);
    // Infinity is the only value that JSON does not hold.
    expect(text.match(/null/g)).toHaveLength(2);
  });

  it('calls in rows as the scores at the screening threshold count', () => {
    const { screening } = evaluation.operatingPoints;
    const found = evaluation.rows.filter(({ label, called }) => label === 1 && called === 1).length;
    expect(screening.sensitivity.count).toBe(found);
    expect(evaluation.overall.sensitivity).toEqual(screening.sensitivity);
    expect(screening.confusion[1]).toEqual([100 - found, found]);
    expect(screening.chosenOn).toBe('other folds');
    for (const { probability, threshold, called } of evaluation.rows)
      expect(called).toBe(probability > threshold ? 1 : 0);
    const { threshold } = thresholdAtSensitivity(labels, probabilities, 0.9);
    expect(screening.threshold).toBe(threshold);
  });

  it('gives curve, calibration and the test against the baseline as their functions do', () => {
    expect(evaluation.roc).toEqual(rocCurve(labels, probabilities));
    expect(evaluation.calibration.brier).toBe(brierScore(labels, probabilities));
    expect(evaluation.calibration.brierOfFrequency).toBe(0.25);
    const bins = adaptiveReliabilityBins(labels, probabilities, { bins: 10 });
    expect(evaluation.calibration.bins).toMatchObject(bins);
    for (const { frequency, low, high } of evaluation.calibration.bins) {
      expect(low).toBeLessThanOrEqual(frequency);
      expect(high).toBeGreaterThanOrEqual(frequency);
    }
    const baseline = cases.map((row) => row.baseline!);
    const groups = cases.map((row) => row.patient!);
    expect(evaluation.baseline?.test).toEqual(delongTest(labels, probabilities, baseline, { groups }));
    expect(evaluation.baseline?.overall.auc?.estimate).toBe(evaluation.baseline?.test.aucs[1]);
    expect(Object.keys(evaluation.baseline!.sources)).toEqual(['Montgomery', 'Shenzhen']);
  });

  it('does not look better than it is: thresholds of other folds keep what they promise on average', () => {
    // A threshold chosen on the scored cases always finds 90 %, and is therefore right more often than by right.
    const gaps = Array.from({ length: 60 }, (_, i) => {
      const rows = simulate(`honest ${i}`, 60);
      const honest = evaluateClassifier(rows, { samples: 1 }).operatingPoints;
      const hopeful = evaluateClassifier(
        rows.map((row) => ({ ...row, fold: undefined })),
        { samples: 1 },
      ).operatingPoints;
      expect(hopeful.youden.chosenOn).toBe('the scored cases');
      return hopeful.youden.accuracy.estimate - honest.youden.accuracy.estimate;
    });
    expect(gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length).toBeGreaterThan(0.01);
  });

  it('has intervals that hold the truth as often as they say, with two images a patient', () => {
    // AUC of two normals 1.5 apart: the share of N(1.5, 2) above 0, 0.8556.
    let held = 0;
    for (let i = 0; i < 200; i++) {
      const { low, high } = evaluateClassifier(simulate(`held ${i}`, 160), { samples: 1 }).overall.auc!;
      held += Number(low <= 0.8556 && high >= 0.8556);
    }
    // 190 of 200, give or take three standard errors of 3.
    expect(held).toBeGreaterThan(180);
  });

  it('takes thresholds from the validation cases of another source', () => {
    const here = cases.filter(({ source }) => source === 'Shenzhen');
    const there = cases
      .filter(({ source }) => source === 'Montgomery')
      .map((row) => ({ ...row, fold: undefined }));
    const { operatingPoints, folds, rows } = evaluateClassifier(there, { validation: here, samples: 1 });
    const { threshold } = thresholdAtSensitivity(
      here.map(({ label }) => label),
      here.map(({ probability }) => probability),
      0.9,
    );
    expect(operatingPoints.screening).toMatchObject({ threshold, chosenOn: 'validation cases' });
    expect(rows.every((row) => row.threshold === threshold)).toBe(true);
    expect(folds).toEqual([]);
    expect(() =>
      evaluateClassifier(there, { validation: here.map((row) => ({ ...row, baseline: undefined })) }),
    ).toThrow('evaluateClassifier: validation must hold the baseline too, got cases without one.');
  });

  it('does without sources, folds, patients and baseline', () => {
    const bare = cases.map(({ name, label, probability }) => ({ name, label, probability }));
    expect(evaluateClassifier(bare, { samples: 1 })).toMatchObject({
      classNames: ['class 0', 'class 1'],
      sources: {},
      folds: [],
      baseline: undefined,
      overall: { cases: 200, patients: 200 },
      operatingPoints: { screening: { chosenOn: 'the scored cases' }, half: { chosenOn: 'nothing' } },
    });
  });

  it('refuses one class, and options out of range', () => {
    expect(() => evaluateClassifier(cases.filter(({ label }) => label === 1))).toThrow(
      'evaluateClassifier: cases must hold two patients of each class at least, got 0 of class 0 and 50 of class 1.',
    );
    expect(() => evaluateClassifier(cases, { sensitivity: 90 })).toThrow(
      'evaluateClassifier: sensitivity must be between 0 and 1, got 90.',
    );
    expect(() => evaluateClassifier(cases, { level: 95 })).toThrow('level must be between 0 and 1');
    expect(() => evaluateClassifier(cases, { samples: 0 })).toThrow('samples must be an integer');
  });
});
