import { filterEvaluation } from 'hilum';
import { describe, expect, it } from 'vitest';
import { evaluationOf, type Evaluation, type EvaluationRow } from '../../src/training/evaluation';

const counts = { tp: 1, fp: 0, fn: 1, tn: 2 };
const row = (name: string, dice: number, hd95: number, className = 'lung'): EvaluationRow => ({
  name,
  className,
  counts,
  scores: { dice, hd95 },
});
const of = (rows: EvaluationRow[]): Evaluation =>
  evaluationOf({ unit: 'px', columns: { dice: 'higher', hd95: 'lower' }, rows });

describe('the statistics of a column', () => {
  it('are mean, median, standard deviation of a sample, and the worst three by name', () => {
    const { summary } = of([row('a', 0.9, 1), row('b', 0.5, 2), row('c', 0.8, 9), row('d', 0.6, 4)]);
    const { dice, hd95 } = summary.scores;
    expect(dice?.count).toBe(4);
    expect(dice?.mean).toBeCloseTo(0.7, 12);
    expect(dice?.median).toBeCloseTo(0.7, 12);
    // √((0.04 + 0.04 + 0.01 + 0.01) / 3)
    expect(dice?.deviation).toBeCloseTo(0.182574185835055, 12);
    expect(dice?.worst.map(({ name }) => name)).toEqual(['b', 'd', 'c']);
    expect(hd95?.worst).toEqual([
      { name: 'c', className: 'lung', score: 9 },
      { name: 'd', className: 'lung', score: 4 },
      { name: 'b', className: 'lung', score: 2 },
    ]);
  });

  it('are taken of the finite scores, and tell which are not', () => {
    const { hd95 } = of([row('a', 1, NaN), row('b', 0, Infinity), row('c', 0.9, 3), row('d', 0.8, 5)]).summary
      .scores;
    expect(hd95).toMatchObject({ count: 2, mean: 4, median: 4, deviation: Math.SQRT2 });
    expect(hd95?.leftOut.map(({ name, score }) => [name, score])).toEqual([
      ['a', NaN],
      ['b', Infinity],
    ]);
    // An infinite distance is the worst there is; no number is neither good nor bad.
    expect(hd95?.worst.map(({ name }) => name)).toEqual(['b', 'd', 'c']);
  });

  it('are NaN where there is none', () => {
    const none = of([row('a', 1, NaN)]).summary.scores.hd95;
    expect(none).toMatchObject({ count: 0, mean: NaN, median: NaN, deviation: NaN, worst: [] });
    expect(of([row('a', 1, 2)]).summary.scores.hd95).toMatchObject({ mean: 2, median: 2, deviation: NaN });
  });
});

describe('a summary', () => {
  it('pools the counts of all rows', () => {
    const { summary } = of([
      { ...row('a', 0, 0), counts: { tp: 90, fp: 5, fn: 5, tn: 0 } },
      { ...row('b', 0, 0), counts: { tp: 0, fp: 5, fn: 0, tn: 95 } },
    ]);
    expect(summary.counts).toEqual({ tp: 90, fp: 10, fn: 5, tn: 95 });
    expect(summary.pooled.dice).toBeCloseTo(180 / 195, 12);
    expect(summary.pooled.iou).toBeCloseTo(90 / 105, 12);
    expect(summary.pooled.precision).toBeCloseTo(0.9, 12);
    expect(summary.pooled.recall).toBeCloseTo(90 / 95, 12);
  });

  it('is made for each class, and for all', () => {
    const { classes, summary } = of([row('a', 0.9, 1), row('a', 0.5, 3, 'heart'), row('b', 0.7, 2)]);
    expect(Object.keys(classes)).toEqual(['lung', 'heart']);
    expect([classes.lung?.rows, classes.heart?.rows, summary.rows]).toEqual([2, 1, 3]);
    expect(classes.lung?.scores.dice?.mean).toBeCloseTo(0.8, 12);
    expect(summary.scores.dice?.mean).toBeCloseTo(0.7, 12);
  });
});

describe('filterEvaluation', () => {
  it('sums up what is kept, as if there were nothing else', () => {
    const rows = [row('a', 0.9, 1), row('a', 0.5, 3, 'heart'), row('b', 0.7, 2)];
    const all = of(rows);
    expect(filterEvaluation(all, ({ className }) => className === 'lung')).toEqual(of([rows[0]!, rows[2]!]));
    expect(filterEvaluation(all, () => true)).toEqual(all);
    expect(filterEvaluation(all, () => false)).toMatchObject({ rows: [], classes: {} });
  });
});
