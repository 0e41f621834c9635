import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { bceLoss, categoricalCrossEntropyLoss } from 'hilum';
import { describe, expect, it } from 'vitest';
import { onEachBackend } from '../backends';
import { read } from '../read';
import { expectClose, finiteDifferences, gradientOf, testLoss, valueOf } from './reference';

testLoss('bceLoss', bceLoss);
testLoss('categoricalCrossEntropyLoss', categoricalCrossEntropyLoss);

describe('bceLoss', () => {
  onEachBackend(() => {
    it('has a gradient that agrees with finite differences', async () => {
      const [truth, predicted] = [tf.tensor1d([1, 0, 0.3]), tf.tensor1d([0.7, 0.4, 0.5])];
      expectClose(
        await gradientOf(bceLoss(), truth, predicted),
        await finiteDifferences(bceLoss(), truth, predicted),
        2e-3,
      );
    });

    it('is log 2 where the prediction is undecided', async () => {
      expect(await valueOf(bceLoss(), tf.tensor1d([0, 1]), tf.tensor1d([0.5, 0.5]))).toBeCloseTo(Math.LN2, 6);
      expect(
        await valueOf(bceLoss({ fromLogits: true }), tf.tensor1d([0, 1]), tf.tensor1d([0, 0])),
      ).toBeCloseTo(Math.LN2, 6);
    });

    it('is finite from logits of any size, with the gradient σ(x) − t', async () => {
      const [truth, logits] = [tf.tensor1d([1, 0, 1, 0]), tf.tensor1d([1000, -1000, -1000, 1000])];
      expect(await valueOf(bceLoss({ fromLogits: true }), truth, logits)).toBeCloseTo(500, 3);
      expectClose(await gradientOf(bceLoss({ fromLogits: true }), truth, logits), [0, 0, -0.25, 0.25], 1e-6);
    });

    it('is finite from probabilities of 0 and 1: a wrong one costs −log 1e-7', async () => {
      const [truth, predicted] = [tf.tensor1d([1, 0, 1, 0]), tf.tensor1d([0, 1, 1, 0])];
      expect(await valueOf(bceLoss(), truth, predicted)).toBeCloseTo(-Math.log(1e-7) / 2, 4);
      expect((await gradientOf(bceLoss(), truth, predicted)).every(Number.isFinite)).toBe(true);
    });

    // One long sum does not: over a million of these values the mean of the wasm backend is 0.6886.
    it('keeps 4 digits on 512×512 pixels', async () => {
      const [truth, predicted] = [tf.zeros([1, 512, 512, 1]), tf.fill([1, 512, 512, 1], 0.5)];
      expect(await valueOf(bceLoss(), truth, predicted)).toBeCloseTo(Math.LN2, 4);
      tf.dispose([truth, predicted]);
    });
  });

  it('is the same from logits and from their sigmoid', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: -8, max: 8, noNaN: true })),
          {
            minLength: 1,
            maxLength: 9,
          },
        ),
        async (pairs) => {
          const truth = tf.tensor1d(pairs.map(([t]) => t));
          const logits = tf.tensor1d(pairs.map(([, x]) => x));
          const fromLogits = await valueOf(bceLoss({ fromLogits: true }), truth, logits);
          // 1 − σ(8) has 3 digits left in float32.
          expect((await valueOf(bceLoss(), truth, tf.sigmoid(logits))) - fromLogits).toBeCloseTo(0, 3);
        },
      ),
      { numRuns: 40 },
    );
  });

  it.each([[[]], [[4]], [[2, 3]], [[2, 3, 4]], [[2, 3, 4, 1]], [[1, 2, 2, 2, 1]]])(
    'is the mean over all values of shape %j',
    async (shape) => {
      const truth = tf.zeros(shape);
      const predicted = tf.randomUniform(shape, 0.1, 0.9, 'float32', 1);
      const [expected] = await read(() => tf.mean(tf.neg(tf.log(tf.sub(1, predicted)))));
      expect(await valueOf(bceLoss(), truth, predicted)).toBeCloseTo(expected!, 6);
    },
  );

  it('moves the truth towards a half by label smoothing, so that too sure a prediction costs more', async () => {
    const loss = bceLoss({ labelSmoothing: 0.2 });
    const at = (y: number): Promise<number> => valueOf(loss, tf.tensor1d([1]), tf.tensor1d([y]));
    expect(await at(0.9)).toBeCloseTo(-0.9 * Math.log(0.9) - 0.1 * Math.log(0.1), 6);
    expect(await at(0.9)).toBeLessThan(await at(0.99));
    expect(await at(0.9)).toBeLessThan(await at(0.8));
  });

  it('leaves out what has no weight, whatever the label is there', async () => {
    const loss = bceLoss({ weights: (t) => tf.greaterEqual(t, 0) });
    const [truth, predicted] = [tf.tensor1d([1, 0, -1, -7]), tf.tensor1d([0.5, 0.25, 0, 1])];
    expect(await valueOf(loss, truth, predicted)).toBeCloseTo((Math.log(2) - Math.log(0.75)) / 2, 6);
    const gradient = await gradientOf(loss, truth, predicted);
    expect(gradient.slice(2).map(Math.abs)).toEqual([0, 0]);
    // All of it: no cost, no gradient, no NaN.
    expect(await valueOf(loss, tf.fill([4], -1), predicted)).toBe(0);
    expect((await gradientOf(loss, tf.fill([4], -1), predicted)).map(Math.abs)).toEqual([0, 0, 0, 0]);
  });

  it('makes a missed pixel cost more by positiveWeight, and leaves false alarms as they are', async () => {
    const loss = bceLoss({ positiveWeight: 5 });
    const miss = await valueOf(loss, tf.tensor1d([1]), tf.tensor1d([0.2]));
    expect(miss).toBeCloseTo(-5 * Math.log(0.2), 5);
    expect(await valueOf(loss, tf.tensor1d([0]), tf.tensor1d([0.8]))).toBeCloseTo(-Math.log(0.2), 5);
  });

  it('refuses options outside of their range', () => {
    expect(() => bceLoss({ labelSmoothing: 1 })).toThrow(/labelSmoothing must be between 0 and/);
    expect(() => bceLoss({ positiveWeight: -1 })).toThrow(/positiveWeight must be between 0 and/);
    expect(() => bceLoss({ classWeights: [NaN] })).toThrow(
      new RangeError('bceLoss: classWeights must be finite and at least 0, got NaN.'),
    );
  });
});

describe('categoricalCrossEntropyLoss', () => {
  onEachBackend(() => {
    it('is log(classes) where the prediction is undecided', async () => {
      const truth = tf.tensor2d([0, 0, 1, 1, 0, 0], [2, 3]);
      const third = tf.fill([2, 3], 1 / 3);
      expect(await valueOf(categoricalCrossEntropyLoss(), truth, third)).toBeCloseTo(Math.log(3), 5);
      const loss = categoricalCrossEntropyLoss({ fromLogits: true });
      expect(await valueOf(loss, truth, tf.fill([2, 3], 7))).toBeCloseTo(Math.log(3), 5);
    });

    it('is finite from logits of any size, with the gradient softmax(x) − t', async () => {
      const loss = categoricalCrossEntropyLoss({ fromLogits: true });
      const [truth, logits] = [
        tf.tensor2d([0, 1, 1, 0], [2, 2]),
        tf.tensor2d([500, -500, 500, -500], [2, 2]),
      ];
      expect(await valueOf(loss, truth, logits)).toBeCloseTo(500, 3);
      expectClose(await gradientOf(loss, truth, logits), [0.5, -0.5, 0, 0], 1e-6);
    });

    it('is finite from probabilities of 0 and 1: a wrong one costs −log 1e-7', async () => {
      const [truth, predicted] = [tf.tensor2d([0, 1, 1, 0], [2, 2]), tf.tensor2d([1, 0, 1, 0], [2, 2])];
      const loss = categoricalCrossEntropyLoss();
      expect(await valueOf(loss, truth, predicted)).toBeCloseTo(-Math.log(1e-7) / 2, 4);
      expect((await gradientOf(loss, truth, predicted)).every(Number.isFinite)).toBe(true);
    });
  });

  it('ignores a pixel whose truth is 0 for every class', async () => {
    const loss = categoricalCrossEntropyLoss({ labelSmoothing: 0.1, classWeights: [1, 3], fromLogits: true });
    const known = await valueOf(loss, tf.tensor2d([[0, 1]]), tf.tensor2d([[1, 2]]));
    const truth = tf.tensor2d([0, 1, 0, 0], [2, 2]);
    const logits = tf.tensor2d([1, 2, 5, -3], [2, 2]);
    expect(await valueOf(loss, truth, logits)).toBeCloseTo(known, 6);
    expect((await gradientOf(loss, truth, logits)).slice(2).map(Math.abs)).toEqual([0, 0]);
    expect(await valueOf(loss, tf.zeros([2, 2]), logits)).toBe(0);
  });

  it('is the mean over the classes’ own weights, so that weighting all the same changes nothing', async () => {
    const [truth, predicted] = [tf.tensor2d([0, 1, 1, 0], [2, 2]), tf.tensor2d([0.3, 0.7, 0.4, 0.6], [2, 2])];
    const at = (classWeights: number[]): Promise<number> =>
      valueOf(categoricalCrossEntropyLoss({ classWeights }), truth, predicted);
    expect(await at([5, 5])).toBeCloseTo(await at([1, 1]), 6);
    expect(await at([1, 3])).toBeCloseTo((-3 * Math.log(0.7) - Math.log(0.4)) / 4, 6);
  });

  it('refuses as many class weights as there are not classes', () => {
    expect(() =>
      categoricalCrossEntropyLoss({ classWeights: [1, 2, 3] })(tf.ones([1, 2]), tf.ones([1, 2])),
    ).toThrow(
      new RangeError(
        'categoricalCrossEntropyLoss: classWeights must be one for each of the 2 classes, got 3.',
      ),
    );
    expect(() => categoricalCrossEntropyLoss({ labelSmoothing: -0.1 })).toThrow(RangeError);
  });
});
