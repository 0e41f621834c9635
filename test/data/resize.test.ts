import { describe, expect, it } from 'vitest';
import { checkSize, interpolate, scaleOf } from '../../src/data/resize';
import { grey } from './images';

const tap = (first: number[], weight: number[]) => ({
  first: Int32Array.from(first),
  weight: Float32Array.from(weight),
});

describe('interpolate', () => {
  it('blends the two neighbours along each axis by the weight of the second', () => {
    const image = grey([0, 100], [100, 200]);
    const result = interpolate(image, tap([0, 0], [0, 0.25]), tap([0], [0.5]));
    expect([...result.data]).toEqual([50, 75]);
  });

  it('continues with the border where a place lies outside', () => {
    const image = grey([10, 20, 30]);
    const result = interpolate(image, tap([-1, 2, 5], [0.5, 0.5, 0.5]), tap([-1], [0.75]));
    expect([...result.data]).toEqual([10, 30, 30]);
  });
});

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
