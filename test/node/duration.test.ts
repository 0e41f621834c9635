import { formatDuration } from 'hilum/node';
import { describe, expect, it } from 'vitest';

describe('formatDuration', () => {
  it.each([
    [0, '0 s'],
    [0.04, '0 s'],
    [0.36, '0.4 s'],
    [9.94, '9.9 s'],
    [9.96, '10 s'],
    [59.4, '59 s'],
    [59.6, '1 min'],
    [80, '1 min 20 s'],
    [3599.4, '59 min 59 s'],
    [3599.6, '1 h'],
    [7500, '2 h 5 min'],
    [7200 + 59 * 60 + 40, '3 h'],
    [100 * 3600, '100 h'],
  ])('says %d s as "%s"', (seconds, words) => {
    expect(formatDuration(seconds)).toBe(words);
  });

  it.each([-1, NaN, Infinity])('refuses %d', (seconds) => {
    expect(() => formatDuration(seconds)).toThrow(RangeError);
    expect(() => formatDuration(seconds)).toThrow(
      `formatDuration: seconds must be finite and at least 0, got ${seconds}.`,
    );
  });
});
