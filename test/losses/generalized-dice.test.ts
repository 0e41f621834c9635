import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { diceLoss, generalizedDiceLoss } from 'hilum';
import { describe, expect, it } from 'vitest';
import { expectClose, finiteDifferences, gradientOf, testLoss, valueOf } from './reference';

testLoss('generalizedDiceLoss', generalizedDiceLoss);

const map = (values: readonly number[], classes = 1): tf.Tensor =>
  tf.tensor4d([...values], [1, 2, values.length / classes / 2, classes]);

describe('generalizedDiceLoss', () => {
  // MONAI's own test vector for GeneralizedDiceLoss, of one class, for which the weight cancels: logits, sigmoid.
  it('agrees with MONAI: 0.307576', async () => {
    const loss = generalizedDiceLoss({ smooth: 1e-6, fromLogits: true, perSample: true });
    expect(await valueOf(loss, map([1, 0, 1, 1]), map([1, -1, -1, 1]))).toBeCloseTo(0.307576, 5);
  });

  it('counts a small class as much as a large one', async () => {
    // Twelve pixels of class 0 and two of class 1; half of one of them is missed.
    const truth = Array.from({ length: 14 }, (_, i) => (i < 12 ? [1, 0] : [0, 1]));
    const without = (missed: (i: number) => boolean): number[] =>
      truth.flatMap((pixel, i) => (missed(i) ? [0, 0] : pixel));
    const loss = generalizedDiceLoss({ smooth: 1e-9 });
    const [large, small] = await Promise.all(
      [without((i) => i < 6), without((i) => i === 13)].map((y) =>
        valueOf(loss, map(truth.flat(), 2), map(y, 2)),
      ),
    );
    // Class weights 1/36 and 1: 1 − 2·(6/36 + 2) / (18/36 + 4) and 1 − 2·(12/36 + 1) / (24/36 + 3).
    expect(large).toBeCloseTo(1 - (2 * (6 / 36 + 2)) / (18 / 36 + 4), 5);
    expect(small).toBeCloseTo(1 - (2 * (12 / 36 + 1)) / (24 / 36 + 3), 5);
  });

  it('weights a class that is not there like the smallest that is', async () => {
    const [truth, predicted] = [map([1, 0, 1, 0, 1, 0, 1, 0], 2), map([1, 1, 1, 0, 1, 0, 1, 0], 2)];
    // V = 4 and 0, both weights 1: one false alarm in 4 + 4 + 1.
    expect(await valueOf(generalizedDiceLoss(), truth, predicted)).toBeCloseTo(1 - (8 + 1) / (9 + 1), 6);
  });

  it('costs nothing to predict nothing where nothing is, and something to see what is not there', async () => {
    for (const perSample of [false, true]) {
      const loss = generalizedDiceLoss({ perSample });
      const nothing = [0, 0, 0, 0, 0, 0, 0, 0];
      expect(await valueOf(loss, map(nothing, 2), map(nothing, 2))).toBe(0);
      const little = await valueOf(loss, map(nothing, 2), map([0.5, 0, 0, 0, 0, 0, 0, 0], 2));
      expect(little).toBeCloseTo(1 - 1 / 1.5, 6);
      expect(await valueOf(loss, map(nothing, 2), map([1, 1, 0, 0, 1, 0, 0, 0], 2))).toBeGreaterThan(little);
    }
  });

  it('is the Dice loss where there is one class', async () => {
    const [truth, predicted] = [map([1, 0, 1, 1]), map([0.9, 0.2, 0.4, 0.6])];
    expect(await valueOf(generalizedDiceLoss(), truth, predicted)).toBeCloseTo(
      await valueOf(diceLoss(), truth, predicted),
      6,
    );
  });

  it('is 0 for a hard prediction that is the truth, and lies in [0, 1) for every other', async () => {
    const size = 24;
    const hard = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: size, maxLength: size });
    const soft = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: size, maxLength: size });
    await fc.assert(
      fc.asyncProperty(hard, soft, fc.boolean(), async (truth, predicted, perSample) => {
        const loss = generalizedDiceLoss({ perSample });
        expect(await valueOf(loss, map(truth, 3), map(truth, 3))).toBeCloseTo(0, 6);
        const value = await valueOf(loss, map(truth, 3), map(predicted, 3));
        expect(value).toBeGreaterThanOrEqual(-1e-6);
        expect(value).toBeLessThan(1);
      }),
      { numRuns: 40 },
    );
  });

  it('has a gradient that agrees with finite differences', async () => {
    const [truth, predicted] = [
      map([1, 0, 1, 0, 1, 0, 0, 1], 2),
      map([0.8, 0.3, 0.4, 0.1, 0.5, 0.3, 0.2, 0.6], 2),
    ];
    expectClose(
      await gradientOf(generalizedDiceLoss(), truth, predicted),
      await finiteDifferences(generalizedDiceLoss(), truth, predicted),
      1e-3,
    );
  });

  it('leaves pixels of weight 0 out', async () => {
    const weights = (t: tf.Tensor): tf.Tensor => tf.greaterEqual(t, 0);
    expect(
      await valueOf(
        generalizedDiceLoss({ weights }),
        map([1, 0, 1, -1, -1, -1]),
        map([0.9, 0.2, 0.4, 1, 0, 0.5]),
      ),
    ).toBeCloseTo(
      await valueOf(generalizedDiceLoss(), map([1, 0, 1, 0, 0, 0]), map([0.9, 0.2, 0.4, 0, 0, 0])),
      6,
    );
  });

  it('refuses a smooth that gives an empty truth no value', () => {
    expect(() => generalizedDiceLoss({ smooth: 0 })).toThrow(
      new RangeError('generalizedDiceLoss: smooth must be above 0, got 0.'),
    );
  });
});
