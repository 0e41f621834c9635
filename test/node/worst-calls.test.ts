import { evaluateClassifier } from 'hilum';
import { worstCalls } from 'hilum/node';
import { describe, expect, it } from 'vitest';

// Thresholds are chosen on the cases themselves: all of class 1 but the lowest two are to be found.
const cases = [0.1, 0.7, 0.3, 0.9, 0.05, 0.2, 0.6, 0.8, 0.95, 0.97].map((probability, i) => ({
  name: 'abcdefghij'[i]!,
  label: i < 4 ? 0 : 1,
  probability,
}));
const evaluation = evaluateClassifier(cases, { sensitivity: 4 / 6, samples: 1 });
const names = (rows: readonly { name: string }[]): string => rows.map(({ name }) => name).join('');

describe('worstCalls', () => {
  it('orders misses from the least suspected, false alarms and found ones from the most', () => {
    const { missed, falseAlarms, found } = worstCalls(evaluation);
    expect([missed, falseAlarms, found].map(names)).toEqual(['ef', 'db', 'jihg']);
  });

  it('gives as many of each as asked for, and does not change the evaluation', () => {
    const before = JSON.stringify(evaluation);
    const { missed, falseAlarms, found } = worstCalls(evaluation, 1);
    expect([missed, falseAlarms, found].map(names)).toEqual(['e', 'd', 'j']);
    expect(JSON.stringify(evaluation)).toBe(before);
    expect(worstCalls(evaluation, 0)).toEqual({ missed: [], falseAlarms: [], found: [] });
  });

  it('goes by the distance from the threshold of each case, not by the probability alone', () => {
    const rows = evaluation.rows.map((row) => (row.name === 'f' ? { ...row, threshold: 5 } : row));
    expect(names(worstCalls({ rows }).missed)).toBe('fe');
  });

  it('refuses a count that is none', () => {
    expect(() => worstCalls(evaluation, 1.5)).toThrow(
      'worstCalls: count must be an integer of at least 0, got 1.5.',
    );
  });
});
