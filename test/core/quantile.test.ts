import { describe, expect, it } from 'vitest';
import { quantile } from '../../src/core/quantile';

describe('quantile', () => {
  // numpy.quantile([1, 2, 4, 8, 16], [0, 0.1, 0.5, 0.95, 1])
  it.each([
    [0, 1],
    [0.1, 1.4],
    [0.5, 4],
    [0.95, 14.4],
    [1, 16],
  ])('%f lies where NumPy has it', (share, expected) => {
    expect(quantile([1, 2, 4, 8, 16], share)).toBeCloseTo(expected, 12);
  });

  it('0.5 of an even number of values is the mean of the middle two', () => {
    expect(quantile([1, 2, 4, 100], 0.5)).toBe(3);
  });

  it('takes a percentage as one, and hits a position that is a whole number', () => {
    // 0.07 · 100 is a little more than 7 in numbers of 64 bits.
    const values = Array.from({ length: 101 }, (_, i) => i);
    expect(quantile(values, 7, 100)).toBe(7);
    expect(quantile([1, 2, 4, 8, 16], 95, 100)).toBeCloseTo(14.4, 12);
  });

  it('is the only value, and NaN of none', () => {
    expect(quantile(Float64Array.of(7), 0.3)).toBe(7);
    expect(quantile([], 0.5)).toBeNaN();
  });

  it('is infinite from where infinite values begin', () => {
    expect(quantile([1, 2, Infinity], 0.5)).toBe(2);
    expect(quantile([1, 2, Infinity], 0.6)).toBe(Infinity);
    expect(quantile([Infinity, Infinity], 0.3)).toBe(Infinity);
  });
});
