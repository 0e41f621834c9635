import { classificationReport } from 'hilum';
import { describe, expect, it } from 'vitest';
import reference from '../reference/classification.json';

type Args = Parameters<typeof classificationReport>[2];

describe('classificationReport', () => {
  it.each(reference.reports)(
    'prints what scikit-learn prints: $args of $yTrue as $yPred',
    ({ yTrue, yPred, args, text, rows, averages, accuracy }) => {
      const report = classificationReport(yTrue, yPred, args as Args);
      expect(report.text).toBe(text);
      // The numbers to their last bit, since the text of a half depends on it.
      expect(
        report.classes.map(({ precision, recall, f1, support }) => [precision, recall, f1, support]),
      ).toEqual(rows);
      for (const name of ['micro', 'macro', 'weighted'] as const) {
        const { precision, recall, f1, support } = report[name];
        expect([precision, recall, f1]).toEqual(averages[name]);
        expect(support).toBe(rows.reduce((sum, row) => sum + row[3]!, 0));
      }
      expect(report.accuracy).toBe(accuracy);
    },
  );

  it('gives each row its label and name', () => {
    const named = classificationReport([0, 1], [1, 1], { classNames: ['a', 'b'] });
    expect(named.classes.map(({ label, name }) => [label, name])).toEqual([
      [0, 'a'],
      [1, 'b'],
    ]);
    const chosen = classificationReport([7, 3], [7, 7], { labels: [7, 3], classNames: ['seven', 'three'] });
    expect(chosen.classes.map(({ label, name }) => [label, name])).toEqual([
      [7, 'seven'],
      [3, 'three'],
    ]);
    expect(classificationReport([7, 3], [7, 7]).classes.map(({ name }) => name)).toEqual(['3', '7']);
  });

  it('takes typed arrays', () => {
    const [yTrue, yPred] = [Uint8Array.of(0, 1, 1), Int32Array.of(0, 1, 0)];
    expect(classificationReport(yTrue, yPred)).toEqual(classificationReport([0, 1, 1], [0, 1, 0]));
  });

  it('refuses what has no report', () => {
    const messageOf = (yTrue: number[], yPred: number[], args?: Args): unknown => {
      try {
        return classificationReport(yTrue, yPred, args);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
        return (error as Error).message;
      }
    };
    expect(messageOf([], [])).toBe('classificationReport: yTrue must hold at least one case, got none.');
    expect(messageOf([0], [0, 1])).toBe(
      'classificationReport: yTrue and yPred must be of one length, got 1 and 2.',
    );
    expect(messageOf([0, NaN], [0, 1])).toBe('classificationReport: labels must be integers, got NaN.');
    expect(messageOf([0, 1], [0.5, 1])).toBe('classificationReport: labels must be integers, got 0.5.');
    expect(messageOf([0], [0], { labels: [] })).toBe(
      'classificationReport: labels must hold at least one label, got none.',
    );
    expect(messageOf([0], [0], { labels: [1.5] })).toBe(
      'classificationReport: labels must be integers, got 1.5.',
    );
    expect(messageOf([0], [0], { labels: [0, 0] })).toBe(
      'classificationReport: labels must differ, got [0, 0].',
    );
    expect(messageOf([0, 1], [0, 1], { labels: [0, 1], classNames: ['a'] })).toBe(
      'classificationReport: classNames must name each of 2 labels, got 1 names.',
    );
    expect(messageOf([0, 2], [0, 2], { classNames: ['a', 'b'] })).toBe(
      'classificationReport: classNames must name every label that occurs, got 2 names and label 2. ' +
        'Give the labels that they name as `labels`.',
    );
    expect(messageOf([0], [0], { digits: -1 })).toBe(
      'classificationReport: digits must be an integer of at least 0, got -1.',
    );
    expect(messageOf([0], [0], { digits: 101 })).toBe(
      'classificationReport: digits must be at most 100, got 101.',
    );
  });
});
