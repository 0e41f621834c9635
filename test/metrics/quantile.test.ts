import { describe, expect, it } from 'vitest';
import { quantile } from '../../src/metrics/quantile';

describe('quantile', () => {
  it('is linear between neighbours, as NumPy’s default', () => {
    // numpy.quantile([1, 2, 4, 8], q) for q in 0, .1, .25, .5, .9, 1
    const found = [0, 0.1, 0.25, 0.5, 0.9, 1].map((q) => quantile([1, 2, 4, 8], q));
    [1, 1.3, 1.75, 3, 6.8, 8].forEach((expected, i) => expect(found[i]).toBeCloseTo(expected, 12));
  });

  it('is a value itself where the fraction leads to one', () => {
    const sorted = Array.from({ length: 31 }, (_, i) => Math.sqrt(i));
    for (let part = 0; part <= 10; part++) expect(quantile(sorted, part, 10)).toBe(Math.sqrt(3 * part));
  });

  it('of one value is that value', () => {
    expect(quantile([5], 0.3)).toBe(5);
  });
});
