import { evaluationCsv, evaluationTable } from 'hilum';
import { describe, expect, it } from 'vitest';
import { evaluationOf, type EvaluationRow } from '../../src/training/evaluation';

const counts = { tp: 9, fp: 0, fn: 1, tn: 20 };
const row = (name: string, dice: number, hd95: number, className = 'lung'): EvaluationRow => ({
  name,
  className,
  counts,
  scores: { dice, hd95 },
});
const of = (rows: EvaluationRow[], unit: 'px' | 'mm' = 'px') =>
  evaluationOf({ unit, columns: { dice: 'higher', hd95: 'lower' }, rows });

describe('evaluationCsv', () => {
  it('is a line for each row, with unit and counts', () => {
    expect(
      evaluationCsv(of([row('a.png', 0.925, 1.5), row('b.png', 0, Infinity), row('c.png', 1, NaN)], 'mm')),
    ).toBe(
      [
        'name,dice,hd95,unit,tp,fp,fn,tn',
        'a.png,0.925,1.5,mm,9,0,1,20',
        'b.png,0,Infinity,mm,9,0,1,20',
        'c.png,1,NaN,mm,9,0,1,20',
        '',
      ].join('\n'),
    );
  });

  it('names the class where there are several', () => {
    const [head, first, second] = evaluationCsv(of([row('a', 1, 0), row('a', 0.5, 2, 'heart, left')])).split(
      '\n',
    );
    expect([head, first, second]).toEqual([
      'name,class,dice,hd95,unit,tp,fp,fn,tn',
      'a,lung,1,0,px,9,0,1,20',
      'a,"heart, left",0.5,2,px,9,0,1,20',
    ]);
  });

  it('keeps names in their cells, and spreadsheets from running them', () => {
    const [, ...lines] = evaluationCsv(of([row('=cmd|"x"', 1, 0), row('a,b\nc', 1, 0)])).split(/\n(?=["'])/);
    expect(lines).toEqual(['"\'=cmd|""x""",1,0,px,9,0,1,20', '"a,b\nc",1,0,px,9,0,1,20\n']);
  });
});

describe('evaluationTable', () => {
  it('has a line for each column, and tells what was left out', () => {
    const rows = [
      row('a.png', 0.9, 2),
      row('b.png', 0, Infinity),
      row('c.png', 1, NaN),
      row('d.png', 0.7, 4),
    ];
    expect(evaluationTable(of(rows))).toBe(
      [
        '4 images, distances in pixels',
        '',
        '      n    mean  median      sd  worst',
        'dice  4  0.6500  0.8000  0.4509  b.png (0.0000); d.png (0.7000); a.png (0.9000)',
        'hd95  2  3.0000  3.0000  1.4142  b.png (Infinity); d.png (4.0000); a.png (2.0000)',
        'all pixels together: dice 0.9474, iou 0.9000, precision 1.0000, recall 0.9000',
        'without a finite hd95, left out: b.png (Infinity); c.png (NaN)',
      ].join('\n'),
    );
  });

  it('has a part for each class, and one for all in which the worst are of a class', () => {
    const text = evaluationTable(of([row('a', 0.9, 2), row('a', 0.6, 5, 'heart')], 'mm'));
    expect(text.split('\n\n').map((part) => part.split('\n')[0])).toEqual([
      '1 image, distances in mm',
      'lung',
      'heart',
      'all classes',
    ]);
    expect(text).toContain('dice  1  0.6000  0.6000   –  a (0.6000)\n');
    expect(text).toContain('a, heart (0.6000); a, lung (0.9000)');
  });

  it('tells how many more were left out', () => {
    const rows = ['a', 'b', 'c', 'd', 'e'].map((name) => row(name, 1, NaN));
    expect(evaluationTable(of(rows))).toContain(
      'without a finite hd95, left out: a (NaN); b (NaN); c (NaN); and 2 more',
    );
  });

  it('prints no line ends or commands for a terminal that a name holds', () => {
    const text = evaluationTable(of([row('a\n\u001b[31mb', 1, 0)]));
    expect(text).toContain('a\uFFFD\uFFFD[31mb (1.0000)');
    expect(text).not.toContain('\u001b');
  });
});
