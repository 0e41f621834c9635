import { biasField, createImage, createRandom, replay } from 'hilum';
import { describe, expect, it } from 'vitest';
import { expectSound, sampleOf, withImage } from './samples';

const flat = withImage(createImage({ width: 5, height: 3, data: new Float32Array(15).fill(1) }));
const fieldOf = (coefficients: number[]) =>
  replay(biasField(), { name: 'biasField', coefficients })(flat, createRandom(1)).image.data;

describe('biasField', () => {
  it('is exp of Legendre polynomials', () => {
    // By hand: 0.3 · x from −1 to 1 along the row; then 0.2 · P2(y), P2(±1) = 1, P2(0) = −1/2.
    const slope = fieldOf([0.3, 0, 0, 0, 0, 0, 0, 0, 0]);
    for (const [i, x] of [-1, -0.5, 0, 0.5, 1].entries()) expect(slope[i]).toBeCloseTo(Math.exp(0.3 * x), 6);
    expect(slope[10]).toBe(slope[0]);
    const bowl = fieldOf([0, 0, 0, 0, 0.2, 0, 0, 0, 0]);
    for (const [row, p] of [1, -0.5, 1].entries()) expect(bowl[row * 5]).toBeCloseTo(Math.exp(0.2 * p), 6);
    // x² y of the third degree: P2(x) · P1(y).
    const third = fieldOf([0, 0, 0, 0, 0, 0, 0.4, 0, 0]);
    expect(third[10]).toBeCloseTo(Math.exp(0.4), 6);
    expect(third[2]).toBeCloseTo(Math.exp(0.2), 6);
  });

  it('of no coefficients changes nothing', () => {
    const sample = sampleOf();
    expect(biasField({ coefficientRange: [0, 0] })(sample, createRandom(1))).toEqual(sample);
  });

  it('is a sound augmentation', () => expectSound(biasField(), createRandom));

  it('refuses coefficients beyond 10', () => {
    expect(() => biasField({ coefficientRange: [0, 11] })).toThrow(/biasField: coefficientRange/);
  });
});
