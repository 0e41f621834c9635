import { describe, expect, it } from 'vitest';
import { checkSize, scaleOf } from '../../src/data/resize';

describe('scaleOf', () => {
  it('rounds twice, as OpenCV does', () => {
    expect(scaleOf(640, 320)).toBe(2);
    expect(scaleOf(49, 1)).not.toBe(49); // 1 / 49 is not exact in binary.
  });
});

describe('checkSize', () => {
  it.each([0, -1, 2.5, NaN])('refuses a size of %s and names the caller', (width) => {
    expect(() => checkSize('resizeArea', { width, height: 4 })).toThrow(
      `resizeArea: width must be an integer of at least 1, got ${width}.`,
    );
  });
});
