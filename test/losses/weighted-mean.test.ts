import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { checkClassWeights, ratio, weightedMean, weightsOf } from '../../src/losses/weighted-mean';
import { onEachBackend } from '../backends';
import { read } from '../read';

describe('weightedMean', () => {
  onEachBackend(() => {
    it('is Σ w·x / Σ w, with weights of any size that fits', async () => {
      const x = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 2, 2]);
      expect(await read(() => weightedMean(x))).toEqual([4.5]);
      const ofPixels = tf.tensor4d([1, 0, 0, 3], [1, 2, 2, 1]);
      expect((await read(() => weightedMean(x, ofPixels)))[0]).toBeCloseTo((3 / 2 + (15 / 2) * 3) / 4, 5);
      const ofClasses = tf.tensor4d([1, 4], [1, 1, 1, 2]);
      expect((await read(() => weightedMean(x, ofClasses)))[0]).toBeCloseTo((16 + 20 * 4) / 20, 5);
    });

    it('is 0 where nothing has a weight', async () => {
      expect(await read(() => weightedMean(tf.ones([2, 3]), tf.zeros([2, 3])))).toEqual([0]);
      expect(await read(() => ratio(tf.zeros([2, 3]), tf.zeros([2, 1])))).toEqual([0]);
    });

    it('takes booleans for weights, also along an axis that has to be turned', async () => {
      const truth = tf.tensor4d([1, -1, 0, 1], [1, 2, 2, 1]);
      const weights = await read(() =>
        weightsOf('test', truth, { weights: (t) => tf.greaterEqual(t, 0), classWeights: [2] })!,
      );
      expect(weights).toEqual([2, 0, 2, 2]);
      const sums = await read(() =>
        tf.sum(weightsOf('test', truth, { weights: (t) => tf.greaterEqual(t, 0) })!, [0, 1, 3]),
      );
      expect(sums).toEqual([2, 1]);
    });
  });
});

describe('weightsOf', () => {
  const truth = tf.zeros([2, 3, 4, 2]);

  it('is nothing where there are none', () => {
    expect(weightsOf('test', truth, {})).toBeUndefined();
  });

  it('gives the function the truth', () => {
    let seen: tf.Tensor | undefined;
    weightsOf('test', truth, { weights: (t) => (seen = t) });
    expect(seen).toBe(truth);
  });

  it('refuses weights that do not fit the truth', () => {
    expect(() => weightsOf('bceLoss', truth, { weights: () => tf.ones([2, 3, 4]) })).toThrow(
      new RangeError(
        'bceLoss: weights must give the shape of yTrue, [2, 3, 4, 2], or 1 in place of its sizes, got [2, 3, 4].',
      ),
    );
    expect(() => weightsOf('bceLoss', truth, { weights: () => tf.ones([2, 3, 3, 1]) })).toThrow(RangeError);
    expect(() => weightsOf('bceLoss', truth, { classWeights: [1] })).toThrow(
      new RangeError('bceLoss: classWeights must be one for each of the 2 classes, got 1.'),
    );
  });
});

describe('checkClassWeights', () => {
  it('refuses weights below 0 and infinite ones', () => {
    expect(() => checkClassWeights('bceLoss', [0, 3])).not.toThrow();
    expect(() => checkClassWeights('bceLoss', [1, -1])).toThrow(
      new RangeError('bceLoss: classWeights must be finite and at least 0, got -1.'),
    );
    expect(() => checkClassWeights('bceLoss', [Infinity])).toThrow(RangeError);
  });
});
