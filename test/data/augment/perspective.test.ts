import { createRandom, perspective, type Matrix } from 'hilum';
import { describe, expect, it } from 'vitest';
import { expectSound, sampleOf } from './samples';

describe('perspective', () => {
  it('takes the corners of the result from where it is told', () => {
    const corners = [0.1, 0.05, -0.02, 0.2, 0.03, -0.1, 0, 0.15];
    const [change] = perspective().plan!.changes({ name: 'perspective', corners });
    const { from } = (change as { geometry: (size: object) => { from: Matrix } }).geometry({
      width: 101,
      height: 51,
    });
    const through = (x: number, y: number): number[] => {
      const w = from[6] * x + from[7] * y + from[8];
      return [(from[0] * x + from[1] * y + from[2]) / w, (from[3] * x + from[4] * y + from[5]) / w];
    };
    // Of sides of 100 and 50 pixels, each corner moved inward by its shares.
    const expected = [
      [0, 0, 10, 2.5],
      [100, 0, 102, 10],
      [100, 50, 97, 55],
      [0, 50, 0, 42.5],
    ] as const;
    for (const [x, y, u, v] of expected) {
      expect(through(x, y)[0]).toBeCloseTo(u, 9);
      expect(through(x, y)[1]).toBeCloseTo(v, 9);
    }
  });

  it('of no shift changes nothing', () => {
    const sample = sampleOf({ depth: 32 });
    expect(perspective({ shiftRange: [0, 0] })(sample, createRandom(1))).toEqual(sample);
  });

  it('is a sound augmentation', () => expectSound(perspective({ shiftRange: [-0.24, 0.24] }), createRandom));

  it('refuses corners that could meet', () => {
    expect(() => perspective({ shiftRange: [0, 0.3] })).toThrow(/−?0.24 ≤ low ≤ high ≤ 0.24, got \[0, 0.3\]/);
  });
});
