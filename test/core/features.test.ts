import { selectFeatures, type Features } from 'hilum';
import { describe, expect, it } from 'vitest';
import { checkFeatures } from '../../src/core/features';

const features: Features = {
  shape: [3, 2],
  data: Float32Array.of(1, 2, 3, 4, 5, 6),
  names: ['a', 'b', 'c'],
};

describe('selectFeatures', () => {
  it('gives rows in the order asked for, some of them twice, as a copy', () => {
    const some = selectFeatures(features, [2, 0, 2]);
    expect(some).toEqual({
      shape: [3, 2],
      data: Float32Array.of(5, 6, 1, 2, 5, 6),
      names: ['c', 'a', 'c'],
    });
    some.data[0] = 9;
    expect(features.data[4]).toBe(5);
    expect(selectFeatures(features, []).shape).toEqual([0, 2]);
  });

  it('refuses rows that there are not', () => {
    expect(() => selectFeatures(features, [3])).toThrow(
      'selectFeatures: each of rows must be below 3, got 3.',
    );
    expect(() => selectFeatures(features, [-1])).toThrow(/integer of at least 0, got -1/);
  });
});

describe('checkFeatures', () => {
  it('refuses features of another shape than they say, and such that are no number', () => {
    expect(() => checkFeatures('fit', { ...features, shape: [2, 2] })).toThrow(
      'fit: features must hold images × features = 2 × 2 numbers and a name for each image, got 6 numbers and 3 names.',
    );
    const data = features.data.map((x) => (x === 5 ? Infinity : x));
    expect(() => checkFeatures('fit', { ...features, data })).toThrow(
      'fit: features must be finite, got Infinity for c. Leave that image out.',
    );
  });
});
