import { describe, expect, it } from 'vitest';
import { callSection, partSection } from '../../src/node/diagnosis-tables';
import { Html } from '../../src/node/html';
import { bare, evaluation } from './diagnosis-run';
import { textOf } from './page-text';

const seen = (part: Html | string): string =>
  textOf(part instanceof Html ? part.text : part).replaceAll('\u00a0', ' ');

describe('callSection', () => {
  const { screening } = evaluation.operatingPoints;
  const page = callSection(evaluation).text;

  it('holds the confusion matrix, truth in rows, with shares of the truth', () => {
    const [[tn, fp], [fn, tp]] = screening.confusion as [[number, number], [number, number]];
    const share = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(0)} %`;
    expect(seen(callSection(evaluation))).toContain(
      `Truth called normal called tuberculosis normal ${tn} ${share(tn, 40)} ${fp} ${share(fp, 40)} ` +
        `tuberculosis ${fn} ${share(fn, 40)} ${tp} ${share(tp, 40)}`,
    );
    expect(page.match(/<td\s+class="right"/g)).toHaveLength(2);
  });

  it('holds the report of scikit-learn as it is printed', () => {
    expect(/<pre>([^<]*)<\/pre>/.exec(page)?.[1]).toBe(screening.report.text.trimEnd());
  });

  it('has a row for each threshold', () => {
    const text = seen(callSection(evaluation));
    for (const name of ['to find 90 %', 'Youden’s', 'one half 0.5']) expect(text).toContain(name);
    expect(text).toMatch(/one half 0\.5 \d+ % \(\d+ to \d+\)/);
  });
});

describe('partSection', () => {
  it('gives each source its scores with intervals, the baseline too, and the folds below', () => {
    const text = seen(partSection(evaluation));
    const { cases, positives, auc } = evaluation.sources.Montgomery!;
    expect(text).toContain(
      `Montgomery ${cases} ${positives} ${auc!.estimate.toFixed(3)} (${auc!.low.toFixed(3)} to`,
    );
    expect(text).toContain('AUC of the baseline');
    expect(text).toContain('By fold');
    expect(text).toContain('Who can tell the sources apart');
    const mean = evaluation.folds.reduce((sum, fold) => sum + fold.auc!.estimate, 0) / 5;
    expect(text).toContain(`The mean AUC of the folds is ${mean.toFixed(3)}.`);
  });

  it('asks for a source held out, unless that is what was tested', () => {
    expect(seen(partSection(evaluation))).toContain('train without a source and test on it');
    const screening = { ...evaluation.operatingPoints.screening, chosenOn: 'validation cases' as const };
    const away = { ...evaluation, operatingPoints: { ...evaluation.operatingPoints, screening } };
    expect(seen(partSection(away))).not.toContain('train without a source');
  });

  it('writes a dash where a source has one class alone', () => {
    const scores = evaluation.sources.Montgomery!;
    const one = { ...scores, auc: undefined, averagePrecision: undefined, sensitivity: undefined };
    const text = seen(partSection({ ...evaluation, sources: { Montgomery: one } }));
    expect(text).toMatch(/Montgomery \d+ \d+ – – \d+ %/);
  });

  it('is left out where there are neither sources nor folds', () => {
    expect(partSection(bare.evaluation)).toBe('');
  });
});
