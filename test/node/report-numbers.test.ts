import { describe, expect, it } from 'vitest';
import {
  area,
  areaRange,
  areaWithRange,
  counted,
  formatThreshold,
  percent,
  percentRange,
  percentWithRange,
  pValueWords,
} from '../../src/node/report-numbers';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('numbers of a report', () => {
  it('are per cent without decimals, except where all or nothing would be a lie', () => {
    expect([0, 0.004, 0.005, 0.874, 0.9951, 0.9999, 1].map(percent).map(plain)).toEqual([
      '0 %',
      '0.4 %',
      '1 %',
      '87 %',
      '99.5 %',
      '100.0 %',
      '100 %',
    ]);
  });

  it('have a range, or a dash where there is nothing', () => {
    const share = { estimate: 0.9, low: 0.852, high: 1 };
    expect(plain(percentRange(share))).toBe('85 to 100 %');
    expect(plain(percentWithRange(share))).toBe('90 % (85 to 100)');
    expect(areaRange(share)).toBe('0.852 to 1.000');
    expect(areaWithRange(share)).toBe('0.900 (0.852 to 1.000)');
    expect([area(undefined), areaWithRange(undefined), percentWithRange(undefined)]).toEqual(['–', '–', '–']);
  });

  it('are p-values with three decimals, thresholds with three digits, and counts with their noun', () => {
    expect([0.0009, 0.04567, 1].map(pValueWords)).toEqual(['p < 0.001', 'p = 0.046', 'p = 1.000']);
    expect([0.41449, 0.5, 0.00012345].map(formatThreshold)).toEqual(['0.414', '0.5', '0.000123']);
    expect([counted(1, 'patient'), counted(0, 'patient')]).toEqual(['1 patient', '0 patients']);
  });
});
