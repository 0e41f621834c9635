import { describe, expect, it } from 'vitest';
import { diagnosisHeadline, thresholdWords } from '../../src/node/diagnosis-headline';
import { evaluation } from './diagnosis-run';
import { textOf } from './page-text';

describe('diagnosisHeadline', () => {
  const text = textOf(diagnosisHeadline(evaluation, ['Mind the gap.']).text).replaceAll('\u00a0', ' ');

  it('gives every score its interval', () => {
    const { auc } = evaluation.overall;
    expect(text).toContain(
      `AUC ${auc!.estimate.toFixed(3)} ${auc!.low.toFixed(3)} to ${auc!.high.toFixed(3)}`,
    );
    expect(text).toMatch(
      /sensitivity \d+ % \d+ to \d+ % specificity \d+ % \d+ to \d+ % images 80 of 40 patients/,
    );
    expect(text).toMatch(/AUC of the baseline 0\.\d{3} 0\.\d{3} to 0\.\d{3}/);
  });

  it('says it in numbers of people, which add up', () => {
    const { sensitivity, specificity } = evaluation.operatingPoints.screening;
    const found = Math.round(100 * sensitivity.estimate);
    expect(text).toContain(`Of 100 images with the truth “tuberculosis” ${found} (`);
    expect(text).toContain(`and ${100 - found} are missed.`);
    expect(text).toContain(
      `Of 100 with the truth “normal” ${Math.round(100 - 100 * specificity.estimate)} (`,
    );
  });

  it('puts notes first', () => {
    expect(text.trim().startsWith('Mind the gap.')).toBe(true);
  });
});

describe('thresholdWords', () => {
  it('warns of a threshold that was chosen on what is scored, and of that alone', () => {
    expect(thresholdWords('the scored cases')).toContain('too good');
    for (const honest of ['other folds', 'validation cases', 'nothing'] as const)
      expect(thresholdWords(honest)).not.toContain('too good');
  });
});
