import { describe, expect, it } from 'vitest';
import { cholesky, dot, solveCholesky, solveTransposed } from '../../src/training/cholesky';

describe('cholesky', () => {
  it('decomposes a matrix worked out by hand', () => {
    // L = [[2, 0, 0], [6, 1, 0], [-8, 5, 3]]
    const a = Float64Array.of(4, 12, -16, 12, 37, -43, -16, -43, 98);
    cholesky(a, 3);
    expect([a[0], a[3], a[4], a[6], a[7], a[8]]).toEqual([2, 6, 1, -8, 5, 3]);
    const x = Float64Array.of(4 - 32, 12 - 86, -16 + 196); // A · (1, 0, 2)
    solveCholesky(a, 3, x);
    [1, 0, 2].forEach((value, i) => {
      expect(x[i]).toBeCloseTo(value, 12);
    });
    const y = Float64Array.of(2 - 8, 5, 3); // Lᵀ · (1, 0, 1)
    solveTransposed(a, 3, 3, y);
    [1, 0, 1].forEach((value, i) => {
      expect(y[i]).toBeCloseTo(value, 12);
    });
  });

  it('stays finite where rounding leaves nothing of a pivot', () => {
    const a = Float64Array.of(1, 1, 1, 1);
    cholesky(a, 2);
    expect(a.every(Number.isFinite)).toBe(true);
  });
});

describe('dot', () => {
  it('sums products from two places on, for every length', () => {
    const a = Float64Array.of(9, 1, 2, 3, 4, 5, 6, 7);
    for (let n = 0; n <= 6; n++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += a[1 + k]! * a[2 + k]!;
      expect(dot(a, 1, a, 2, n)).toBe(sum);
    }
  });
});
