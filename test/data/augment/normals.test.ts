import { createRandom } from 'hilum';
import { describe, expect, it } from 'vitest';
import { drawNormals, normalTable } from '../../../src/data/augment/normals';

describe('normalTable', () => {
  const table = normalTable();

  it('holds the quantiles of the normal distribution', () => {
    // scipy.stats.norm.ppf((k + 0.5) / 4096) of SciPy 1.10, before scaling to variance 1.
    const expected = { 2048: 0.000306, 2730: 0.430615, 3276: 0.84136, 3890: 1.643199, 4095: 3.668329 };
    // Scaling to variance 1 adds a thousandth.
    for (const [k, z] of Object.entries(expected))
      expect(Math.abs(table[Number(k)]! / z - 1.001)).toBeLessThan(0.003);
  });

  it('has mean 0 and variance 1', () => {
    let [sum, squares] = [0, 0];
    for (const z of table) [sum, squares] = [sum + z, squares + z * z];
    expect(sum / 4096).toBeCloseTo(0, 6);
    expect(squares / 4096).toBeCloseTo(1, 5);
  });

  it('is drawn from evenly, and neighbours independently', () => {
    const z = drawNormals(createRandom(1), table, 40_001);
    expect(z).toHaveLength(40_001);
    let [sum, squares, fourths] = [0, 0, 0];
    for (const x of z) [sum, squares, fourths] = [sum + x, squares + x * x, fourths + x ** 4];
    // Standard errors of 40,000 draws: 0.005, 0.007 and 0.05; 5 of them.
    expect(Math.abs(sum / 40_001)).toBeLessThan(0.025);
    expect(Math.abs(squares / 40_001 - 1)).toBeLessThan(0.035);
    expect(Math.abs(fourths / 40_001 - 3)).toBeLessThan(0.25);
    for (const step of [1, 2, 3]) {
      const products = z.subarray(step).reduce((total, x, i) => total + x * z[i]!, 0);
      expect(Math.abs(products / 40_001)).toBeLessThan(0.025);
    }
  });
});
