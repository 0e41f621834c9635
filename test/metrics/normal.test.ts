import { describe, expect, it } from 'vitest';
import { normalQuantile, normalTail } from '../../src/metrics/normal';
import reference from '../reference/classification.json';

describe('normalTail', () => {
  it.each(reference.normal.tails as [number, number][])('of %d is SciPy’s %d', (x, tail) => {
    expect(Math.abs(normalTail(x) / tail - 1)).toBeLessThan(1e-12);
  });

  it('ends at 0 and 1', () => {
    expect([normalTail(Infinity), normalTail(-Infinity)]).toEqual([0, 1]);
  });
});

describe('normalQuantile', () => {
  it.each(reference.normal.quantiles as [number, number][])('of %d is SciPy’s %d', (tail, x) => {
    expect(Math.abs(normalQuantile(tail) - x)).toBeLessThan(1e-13 * Math.max(1, Math.abs(x)));
  });

  it('goes back to its tail', () => {
    for (const tail of [1e-15, 0.01, 0.2, 0.49, 0.8])
      expect(normalTail(normalQuantile(tail)) / tail).toBeCloseTo(1, 12);
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([Infinity, -Infinity]);
  });
});
