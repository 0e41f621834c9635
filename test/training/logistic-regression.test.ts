import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { createRandom, logisticRegression, standardScaler, type Features } from 'hilum';
import { describe, expect, it } from 'vitest';
import reference from '../reference/logistic-regression.json';

/** Uniform in [-1, 1), as the script draws it. */
function noise(seed: number, size: number): number[] {
  return Array.from({ length: size }, (_, i) => {
    let h = (Math.imul(i, 0x9e3779b1) + seed) | 0;
    h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
    h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
    return ((h ^ (h >>> 15)) >>> 0) / 2 ** 31 - 1;
  });
}

const named = (shape: [number, number], data: Float32Array): Features => ({
  shape,
  data,
  names: Array.from({ length: shape[0] }, (_, i) => `image ${i}`),
});

function featuresOf(seed: number, images: number, width: number): Features {
  const data = Float32Array.from(noise(1000 * seed + 1, images * width), (value, i) =>
    Math.fround(Math.fround(value) * ((i % width) % 3 === 0 ? 4 : 1) + 0.5),
  );
  return named([images, width], data);
}

function distance(ours: readonly ArrayLike<number>[], theirs: readonly (readonly number[])[]): number {
  expect(ours.map(({ length }) => length)).toEqual(theirs.map(({ length }) => length));
  return Math.max(...theirs.flatMap((row, k) => row.map((value, j) => Math.abs(value - ours[k]![j]!))));
}

describe('logisticRegression against scikit-learn', () => {
  it.each(reference.rows.map((row, seed) => ({ ...row, seed })))(
    'has the same coefficients to 1e-5: $name',
    ({ seed, images, features: width, classes, C, labels, raw, standard }) => {
      const features = featuresOf(seed, images, width);
      for (const [given, expected] of [
        [features, raw],
        [standardScaler(features).transform(features), standard],
      ] as const) {
        const model = logisticRegression(given, labels, { C });
        expect(model.classes).toBe(classes);
        expect(distance(model.coefficients, expected.coefficients)).toBeLessThan(1e-5);
        expect(distance([model.intercept], [expected.intercept])).toBeLessThan(1e-5);
        const probabilities = model.predict(given);
        const rows = expected.probabilities.map((row) => (classes > 2 ? row : row.slice(1)));
        expect(distance([probabilities.subarray(0, rows.flat().length)], [rows.flat()])).toBeLessThan(1e-5);
      }
    },
  );
});

describe('logisticRegression', () => {
  const features = named([4, 2], Float32Array.of(0, 1, 1, 0, 2, 5, 3, 4));

  it('has no slope at its answer: the gradient of the objective is 0', () => {
    const labels = [0, 1, 0, 1];
    const { coefficients, intercept } = logisticRegression(features, labels, { C: 3 });
    const errors = labels.map((label, i) => {
      const [x, y] = features.data.subarray(2 * i);
      return (
        1 / (1 + Math.exp(-(coefficients[0]![0]! * x! + coefficients[0]![1]! * y! + intercept[0]!))) - label
      );
    });
    const sum = (of: (i: number) => number): number => errors.reduce((s, e, i) => s + 3 * e * of(i), 0);
    expect(sum(() => 1)).toBeCloseTo(0, 8);
    for (const j of [0, 1])
      expect(coefficients[0]![j]! + sum((i) => features.data[2 * i + j]!)).toBeCloseTo(0, 8);
  });

  it('takes more classes than there are in the labels only if all have an image', () => {
    expect(() => logisticRegression(features, [0, 1, 0, 1], { classes: 3 })).toThrow(
      'logisticRegression: every class must have an image, got none of class 2. Stratify the split.',
    );
    expect(() => logisticRegression(features, [0, 0, 0, 0])).toThrow(/got none of class 1/);
  });

  it('gives probabilities of several classes that sum to 1, also far away', () => {
    const model = logisticRegression(features, [0, 1, 2, 2]);
    const far = named([2, 2], Float32Array.of(1e6, -1e6, 0, 0));
    const p = model.predict(far);
    expect(p).toHaveLength(6);
    expect(p[0]! + p[1]! + p[2]!).toBeCloseTo(1, 12);
    expect(p.every(Number.isFinite)).toBe(true);
  });

  it('learns from 200 images with 25,088 features, images that are there twice included', () => {
    const random = createRandom('many');
    const width = 25_088;
    const data = new Float32Array(200 * width).map(() => random.uniform(0, 1));
    data.copyWithin(0, width, 2 * width);
    const labels = Array.from({ length: 200 }, (_, i) => (i < 2 ? 0 : i % 2));
    const before = tf.memory().numTensors;
    const started = performance.now();
    const many = named([200, width], data);
    const model = logisticRegression(many, labels);
    expect(performance.now() - started).toBeLessThan(20_000);
    expect(tf.memory().numTensors).toBe(before);
    const p = model.predict(many);
    expect(p[0]).toBeCloseTo(p[1]!, 12);
    // w = Σ C·(label − p)·x at the minimum.
    const j = 17;
    const slope = labels.reduce((sum, label, i) => sum + (label - p[i]!) * data[i * width + j]!, 0);
    expect(model.coefficients[0]![j]).toBeCloseTo(slope, 7);
  });

  it('refuses labels, C and features that it cannot learn from', () => {
    expect(() => logisticRegression(features, [0, 1])).toThrow(
      'logisticRegression: there must be a label for each of the 4 images, got 2.',
    );
    expect(() => logisticRegression(features, [0, 1, 0.5, 1])).toThrow(
      'logisticRegression: labels must be integers from 0 to 1, got 0.5.',
    );
    expect(() => logisticRegression(features, [0, 1, 0, 1], { C: 0 })).toThrow(
      /C must be finite and above 0/,
    );
    const broken = { ...features, data: features.data.map((x, i) => (i === 3 ? NaN : x)) };
    expect(() => logisticRegression(broken, [0, 1, 0, 1])).toThrow(
      'logisticRegression: features must be finite, got NaN for image 1. Leave that image out.',
    );
    const model = logisticRegression(features, [0, 1, 0, 1]);
    expect(() => model.predict(named([1, 3], new Float32Array(3)))).toThrow(
      'logisticRegression: features must be 2 an image, as in training, got 3.',
    );
  });
});
