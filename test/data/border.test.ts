import { describe, expect, it } from 'vitest';
import { borderIndex, type Border } from '../../src/data/border';

const along = (size: number, border: Border) =>
  Array.from({ length: 9 }, (_, i) => borderIndex(i - 3, size, border));

describe('borderIndex', () => {
  it('is the constant, the last pixel, or the mirrored one', () => {
    expect(along(3, 'constant')).toEqual([-1, -1, -1, 0, 1, 2, -1, -1, -1]);
    expect(along(3, 'replicate')).toEqual([0, 0, 0, 0, 1, 2, 2, 2, 2]);
    expect(along(3, 'reflect101')).toEqual([1, 2, 1, 0, 1, 2, 1, 0, 1]);
  });

  it('mirrors a single pixel onto itself', () => {
    expect(along(1, 'reflect101')).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });
});
