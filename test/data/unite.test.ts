import { createImage, unite } from 'hilum';
import { describe, expect, it } from 'vitest';
import { grey } from './images';

describe('unite', () => {
  it('takes the largest value at each pixel', () => {
    expect([...unite([grey([255, 0, 3]), grey([0, 0, 9]), grey([0, 1, 0])]).data]).toEqual([255, 1, 9]);
  });

  it('copies a single mask and changes none', () => {
    const left = grey([255, 0]);
    const right = grey([0, 255]);
    const alone = unite([left]);
    expect(alone).toEqual(left);
    expect(alone.data).not.toBe(left.data);
    unite([left, right]);
    expect([...left.data, ...right.data]).toEqual([255, 0, 0, 255]);
  });

  it('refuses masks of two forms and tells them apart', () => {
    expect(() => unite([grey([1, 2]), grey([1], [2])])).toThrow(
      'unite: masks must have one form, got 2×1×1 of 8 bits and 1×2×1 of 8 bits.',
    );
    const deep = createImage({ width: 2, height: 1, data: new Uint16Array(2) });
    expect(() => unite<Uint8Array | Uint16Array>([grey([1, 2]), deep])).toThrow(/2×1×1 of 16 bits/);
  });

  it('refuses an empty list', () => {
    expect(() => unite([])).toThrow(/at least one mask/);
  });
});
