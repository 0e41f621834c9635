import { createRandom } from 'hilum';
import { describe, expect, it } from 'vitest';
import { dot } from '../../src/training/cholesky';
import { fewColumns } from '../../src/training/few-columns';

const random = createRandom('few');
const drawn = (size: number): Float32Array => new Float32Array(size).map(() => random.normal());

describe('fewColumns', () => {
  it.each([
    [5, 9],
    [6, 300],
    [7, 1000],
    [9, 8],
  ])('keeps the products of all rows: %i rows of %i features', (n, f) => {
    const data = drawn(n * f);
    const { rows, columns } = fewColumns(data, n, f);
    expect(columns).toBe(Math.min(n, f));
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++)
        expect(dot(rows, i * columns, rows, j * columns, columns)).toBeCloseTo(
          dot(data, i * f, data, j * f, f),
          8,
        );
  });

  it('gives coefficients that act on the features as the weights on the columns, and are as small', () => {
    const [n, f] = [6, 40];
    const data = drawn(n * f);
    // The fourth row again.
    data.copyWithin(0, 3 * f, 4 * f);
    const { rows, columns, toFeatures } = fewColumns(data, n, f);
    expect(columns).toBe(5);
    const weights = new Float64Array(columns).map(() => random.normal());
    const coefficients = toFeatures(weights);
    for (let i = 0; i < n; i++)
      expect(dot(data, i * f, coefficients, 0, f)).toBeCloseTo(
        dot(rows, i * columns, weights, 0, columns),
        8,
      );
    expect(dot(coefficients, 0, coefficients, 0, f)).toBeCloseTo(dot(weights, 0, weights, 0, columns), 8);
  });

  it('finds no direction in features that are all 0', () => {
    const { columns, toFeatures } = fewColumns(new Float32Array(12), 3, 4);
    expect(columns).toBe(0);
    expect([...toFeatures(new Float64Array(0))]).toEqual([0, 0, 0, 0]);
  });
});
