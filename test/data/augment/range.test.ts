import { describe, expect, it } from 'vitest';
import { checkRange } from '../../../src/data/augment/range';

describe('checkRange', () => {
  it.each([
    [2, 1],
    [NaN, 1],
    [0, NaN],
    [0, Infinity],
    [-1, 1],
  ])('refuses [%d, %d] above 0', (low, high) => {
    expect(() => checkRange('affine', 'scaleRange', [low, high], 0)).toThrow(
      `affine: scaleRange must be [low, high] with 0 ≤ low ≤ high, got [${low}, ${high}].`,
    );
  });

  it('lets a range through, even of one value', () => {
    expect(() => checkRange('affine', 'scaleRange', [1, 1], 0)).not.toThrow();
    expect(() => checkRange('affine', 'rotationRange', [-3, 2])).not.toThrow();
  });
});
