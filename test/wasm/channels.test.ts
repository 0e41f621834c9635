import { describe, expect, it } from 'vitest';
import { periodOf, vectorLength } from '../../src/wasm/channels';

describe('periodOf', () => {
  it('is the least multiple of the channels that is a multiple of 16 too', () => {
    expect([1, 3, 8, 16, 17, 24, 80].map(periodOf)).toEqual([16, 48, 16, 16, 272, 48, 80]);
  });
});

describe('vectorLength', () => {
  it('is the last size of a shape whose other sizes are one', () => {
    expect(vectorLength([5])).toBe(5);
    expect(vectorLength([1, 1, 1, 5])).toBe(5);
    expect(vectorLength([])).toBe(1);
    expect(vectorLength([2, 1, 5])).toBeUndefined();
  });
});
