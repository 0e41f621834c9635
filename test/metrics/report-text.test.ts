import { describe, expect, it } from 'vitest';
import { formatReport, roundHalfEven } from '../../src/metrics/report-text';

describe('roundHalfEven', () => {
  it('sends an exact half to the even digit, as Python’s format', () => {
    // python3: [f'{x:.2f}' for x in (.125, .375, .625, .875)]
    expect([0.125, 0.375, 0.625, 0.875].map((x) => roundHalfEven(x, 2))).toEqual([
      '0.12',
      '0.38',
      '0.62',
      '0.88',
    ]);
    // python3: [f'{x:.0f}' for x in (.5, 1.5, 2.5)], [f'{x:.1f}' for x in (.25, .75)], f'{.0625:.3f}'
    expect([0.5, 1.5, 2.5].map((x) => roundHalfEven(x, 0))).toEqual(['0', '2', '2']);
    expect([0.25, 0.75].map((x) => roundHalfEven(x, 1))).toEqual(['0.2', '0.8']);
    expect(roundHalfEven(0.0625, 3)).toBe('0.062');
  });

  it('rounds what only looks like a half by the number it is', () => {
    // python3: f'{.145:.2f} {.155:.2f} {.285:.2f} {.675:.2f} {.045:.2f}'
    const shown = [0.145, 0.155, 0.285, 0.675, 0.045].map((x) => roundHalfEven(x, 2));
    expect(shown).toEqual(['0.14', '0.15', '0.28', '0.68', '0.04']);
  });
});

describe('formatReport', () => {
  const row = { precision: 1, recall: 0.5, f1: 2 / 3, support: 4 };
  const args = {
    classes: [{ ...row, label: 0, name: 'a' }],
    micro: row,
    macro: row,
    weighted: row,
    digits: 1,
    supportDigits: 0,
  };

  it('has a row for accuracy where the classes are all there are, else one for the micro average', () => {
    expect(formatReport({ ...args, complete: true })).toContain(
      '    accuracy                            0.7         4\n',
    );
    expect(formatReport({ ...args, complete: false })).toContain(
      '   micro avg        1.0       0.5       0.7         4\n',
    );
  });

  it('is as wide as the longest name, in code points', () => {
    const wide = { ...args, classes: [{ ...row, label: 0, name: '🫁'.repeat(20) }], complete: true };
    const lines = formatReport(wide).split('\n');
    expect(lines[2]!.startsWith('🫁')).toBe(true);
    expect(lines[0]!.indexOf('precision')).toBe(20 + 2);
  });
});
