import { createRandom, gridDistortion } from 'hilum';
import { describe, expect, it } from 'vitest';
import { expectSound, sampleOf } from './samples';

describe('gridDistortion', () => {
  it('moves the inside and leaves the rim in place', () => {
    const sample = sampleOf({ size: [41, 41] });
    const { image } = gridDistortion()(sample, createRandom(1));
    const at = ({ data }: { data: ArrayLike<number> }, x: number, y: number): number => data[y * 41 + x]!;
    let moved = 0;
    for (let y = 0; y < 41; y++)
      for (let x = 0; x < 41; x++) {
        const isRim = x % 40 === 0 && y % 40 === 0;
        if (isRim) expect(at(image, x, y)).toBe(at(sample.image, x, y));
        moved += Number(at(image, x, y) !== at(sample.image, x, y));
      }
    expect(moved).toBeGreaterThan(800);
    // Along the upper side nothing moves at all.
    expect(image.data.slice(0, 41)).toEqual(sample.image.data.slice(0, 41));
  });

  it('of no shift changes nothing', () => {
    const sample = sampleOf();
    expect(gridDistortion({ shift: 0 })(sample, createRandom(1))).toEqual(sample);
  });

  it('is a sound augmentation', () => expectSound(gridDistortion({ cells: 3, shift: 0.45 }), createRandom));

  it('refuses one cell and cells that fold', () => {
    expect(() => gridDistortion({ cells: 1 })).toThrow(/cells must be an integer of at least 2, got 1/);
    expect(() => gridDistortion({ shift: 0.5 })).toThrow(/shift must be between 0 and 0.49, got 0.5/);
  });
});
