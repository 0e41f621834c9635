import { describe, expect, it } from 'vitest';
import { diagnosisCharts } from '../../src/node/diagnosis-charts';
import { bare, evaluation } from './diagnosis-run';
import { textOf } from './page-text';

const page = diagnosisCharts(evaluation, 'a coin').text;

describe('diagnosisCharts', () => {
  it('draws the ROC curve of model and baseline with a band and the operating point', () => {
    const roc = page.slice(page.indexOf('ROC curve</h3>'), page.indexOf('Calibration</h3>'));
    expect(roc.match(/<g class="(solid|dashed)"><path/g)).toHaveLength(2);
    expect(roc.match(/<polygon/g)).toHaveLength(1);
    expect(roc.match(/<circle/g)).toHaveLength(1);
    expect(roc.match(/class="range"/g)).toHaveLength(2);
    // At a specificity of 1 the point lies at the left end of the axis, at a sensitivity of 1 at its top.
    const { sensitivity, specificity } = evaluation.operatingPoints.screening;
    const [, x, y] = /<circle cx="([\d.]+)" cy="([\d.]+)"/.exec(roc)!;
    expect(Number(x)).toBeCloseTo(52 + 314 * (1 - specificity.estimate), 0);
    expect(Number(y)).toBeCloseTo(10 + 314 * (1 - sensitivity.estimate), 0);
  });

  it('draws a point for each bin of calibration, and says both its numbers', () => {
    const calibration = page.slice(page.indexOf('Calibration</h3>'), page.indexOf('Probabilities</h3>'));
    expect(calibration.match(/<circle/g)).toHaveLength(evaluation.calibration.bins.length);
    expect(calibration).toContain(`Brier score ${evaluation.calibration.brier.toFixed(3)}`);
  });

  it('says by DeLong’s test whether the baseline is beaten', () => {
    const { difference } = evaluation.baseline!.test;
    expect(textOf(page)).toContain(
      `Against the baseline: a coin +${difference.toFixed(3)} is the difference`,
    );
    const words = (low: number, high: number): string => {
      const test = { ...evaluation.baseline!.test, low, high };
      return diagnosisCharts({ ...evaluation, baseline: { ...evaluation.baseline!, test } }).text;
    };
    expect(words(0.1, 0.2)).toContain('The model is better than the baseline.');
    expect(words(-0.2, -0.1)).toContain('The baseline is better than the model: use the baseline.');
    expect(words(-0.1, 0.1)).toContain('These cases do not tell which of the two is better.');
  });

  it('does without a baseline', () => {
    const text = diagnosisCharts(bare.evaluation).text;
    expect(text).not.toMatch(/baseline/);
    expect(text).not.toMatch(/NaN|undefined/);
  });
});
