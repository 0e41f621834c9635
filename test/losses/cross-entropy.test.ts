import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { bceLoss } from 'hilum';
import { describe, expect, it } from 'vitest';
import { onEachBackend } from '../backends';
import { read } from '../read';
import { expectClose, finiteDifferences, gradientOf, referenceLosses, valueOf } from './reference';

describe('bceLoss', () => {
  onEachBackend((tolerance) => {
    it.each(referenceLosses.filter(({ loss }) => loss === 'bceLoss'))(
      'agrees with PyTorch in value and gradient: $args',
      async ({ args, truth, given, value, gradient }) => {
        expect(await valueOf(bceLoss(args), truth(), given())).toBeCloseTo(value, 5);
        expectClose(await gradientOf(bceLoss(args), truth(), given()), gradient, tolerance);
      },
    );

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

    it('leaves no tensor but the one it returns', () => {
      const truth = tf.tensor1d([1, 0]);
      for (const fromLogits of [false, true]) {
        const before = tf.memory().numTensors;
        const value = bceLoss({ fromLogits })(truth, truth);
        expect(tf.memory().numTensors).toBe(before + 1);
        expect(value.shape).toEqual([]);
        value.dispose();
      }
    });
  });

  it('is called bceLoss', () => {
    expect(bceLoss().name).toBe('bceLoss');
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

  it('refuses other shapes instead of broadcasting them', () => {
    expect(() => bceLoss()(tf.zeros([2, 1]), tf.zeros([2]))).toThrow(
      new RangeError('bceLoss: yTrue and yPred must have the same shape, got [2, 1] and [2].'),
    );
  });
});
