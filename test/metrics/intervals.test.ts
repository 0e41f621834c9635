import fc from 'fast-check';
import { wilsonInterval } from 'hilum';
import { describe, expect, it } from 'vitest';
import reference from '../reference/classification.json';

describe('wilsonInterval', () => {
  it.each(reference.wilson)(
    'is SciPy’s for $successes of $total at $level',
    ({ successes, total, level, low, high }) => {
      const interval = wilsonInterval(successes, total, { level });
      expect(Math.abs(interval.low - low)).toBeLessThan(1e-14);
      expect(Math.abs(interval.high - high)).toBeLessThan(1e-14);
    },
  );

  it('lies in [0, 1] around the share, and is wider for a higher level', () => {
    fc.assert(
      fc.property(fc.nat({ max: 500 }), fc.nat({ max: 500 }), (right, wrong) => {
        fc.pre(right + wrong > 0);
        const total = right + wrong;
        const interval = wilsonInterval(right, total);
        expect(interval.low).toBeGreaterThanOrEqual(0);
        expect(interval.low).toBeLessThanOrEqual(right / total);
        expect(interval.high).toBeGreaterThanOrEqual(right / total);
        expect(interval.high).toBeLessThanOrEqual(1);
        const wider = wilsonInterval(right, total, { level: 0.99 });
        expect(wider.high - wider.low).toBeGreaterThan(interval.high - interval.low);
      }),
    );
  });

  it('refuses counts that are none and a level that is no share', () => {
    expect(() => wilsonInterval(0, 0)).toThrow(
      new RangeError('wilsonInterval: total must be an integer of at least 1, got 0.'),
    );
    expect(() => wilsonInterval(0.9, 50)).toThrow(
      'wilsonInterval: successes must be an integer of at least 0, got 0.9.',
    );
    expect(() => wilsonInterval(51, 50)).toThrow(
      'wilsonInterval: successes must be at most the total, got 51 of 50.',
    );
    expect(() => wilsonInterval(1, 50, { level: 95 })).toThrow(
      'wilsonInterval: level must be between 0 and 1, got 95. 0.95 is usual.',
    );
    expect(() => wilsonInterval(1, 50, { level: 1 })).toThrow(RangeError);
  });
});
