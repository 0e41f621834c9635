import { standardScaler, type Features } from 'hilum';
import { describe, expect, it } from 'vitest';

const train: Features = {
  shape: [4, 3],
  // The third is always the same, and 0.1 is no binary number.
  data: Float32Array.of(1, 10, 0.1, 2, 30, 0.1, 3, 20, 0.1, 6, 40, 0.1),
  names: ['a', 'b', 'c', 'd'],
};

// That mean and scale are those of scikit-learn is in logistic-regression.test.ts, by the coefficients that follow.
describe('standardScaler', () => {
  it('brings training features to mean 0 and deviation 1, constant ones to 0', () => {
    const scaler = standardScaler(train);
    // (1 + 2 + 3 + 6) / 4 = 3, variance (4 + 1 + 0 + 9) / 4 = 3.5
    expect(scaler.mean[0]).toBeCloseTo(3, 12);
    expect(scaler.scale[0]).toBeCloseTo(Math.sqrt(3.5), 12);
    expect(scaler.scale[2]).toBe(1);
    const { data, names } = scaler.transform(train);
    expect(names).toBe(train.names);
    for (const i of [2, 5, 8, 11]) expect(data[i]).toBeCloseTo(0, 7);
    expect(data[9]).toBeCloseTo(3 / Math.sqrt(3.5), 6);
  });

  it('brings others by what it learned in training', () => {
    const { data } = standardScaler(train).transform({
      shape: [1, 3],
      data: Float32Array.of(3, 25, 7),
      names: ['x'],
    });
    expect(data[0]).toBeCloseTo(0, 7);
    expect(data[1]).toBeCloseTo(0, 7);
    expect(data[2]).toBeCloseTo(6.9, 6);
  });

  it('refuses no image, and others of another width', () => {
    expect(() => standardScaler({ shape: [0, 3], data: new Float32Array(0), names: [] })).toThrow(
      'standardScaler: there must be an image, got none.',
    );
    expect(() =>
      standardScaler(train).transform({ shape: [1, 2], data: new Float32Array(2), names: ['x'] }),
    ).toThrow('standardScaler: features must be 3 an image, as in training, got 2.');
  });
});
