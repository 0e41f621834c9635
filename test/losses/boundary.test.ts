import * as tf from '@tensorflow/tfjs-core';
import { boundaryLoss, signedDistances } from 'hilum';
import { describe, expect, it } from 'vitest';
import { onEachBackend } from '../backends';
import reference from '../reference/losses.json';
import { expectClose, testLoss, valueOf } from './reference';

testLoss('boundaryLoss', boundaryLoss);

const { shape, truth, distances } = reference.masks;

async function distancesOf(values: readonly number[], size: number[]): Promise<number[]> {
  const masks = tf.tensor([...values], size);
  const result = await signedDistances(masks);
  try {
    expect(result.shape).toEqual(size);
    return Array.from(await result.data());
  } finally {
    tf.dispose([masks, result]);
  }
}

describe('signedDistances', () => {
  onEachBackend(() => {
    it('agrees with SciPy, for each sample and class, an empty mask among them', async () => {
      expectClose(await distancesOf(truth, shape), distances, 1e-6);
    });

    it('leaves no tensor but the one it gives', async () => {
      const masks = tf.tensor(truth, shape);
      const before = tf.memory().numTensors;
      (await signedDistances(masks)).dispose();
      expect(tf.memory().numTensors).toBe(before);
      masks.dispose();
    });
  });

  it('is the diagonal where a mask has no boundary: above 0 for an empty one, below for a full one', async () => {
    expect(await distancesOf(Array(12).fill(0), [1, 3, 4, 1])).toEqual(Array(12).fill(5));
    expect(await distancesOf(Array(12).fill(1), [1, 3, 4, 1])).toEqual(Array(12).fill(-5));
  });

  it('refuses what is not [B, H, W, C]', async () => {
    await expect(signedDistances(tf.ones([2, 2, 1]))).rejects.toThrow(
      new RangeError(
        'signedDistances: masks must be [B, H, W, C], got [2, 2, 1]. Add what is missing with tf.expandDims.',
      ),
    );
  });
});

describe('boundaryLoss', () => {
  it('costs more the farther outside a false alarm is, and brings more the deeper inside', async () => {
    const mask = tf.tensor4d([0, 0, 0, 1, 1, 1, 1, 1, 0], [1, 1, 9, 1]);
    const map = await signedDistances(mask); // 3, 2, 1, 0, −1, −2, −1, 0, 1
    const only = (x: number): tf.Tensor => tf.reshape(tf.oneHot(tf.scalar(x, 'int32'), 9), [1, 1, 9, 1]);
    const costs = await Promise.all([0, 2, 3, 5].map((x) => valueOf(boundaryLoss(), map, only(x))));
    [3, 1, 0, -2].forEach((distance, i) => expect(costs[i]).toBeCloseTo(distance / 9, 6));
  });

  it('costs nothing to predict nothing where nothing is, and something to see what is not there', async () => {
    const map = await signedDistances(tf.zeros([1, 3, 4, 1]));
    expect(await valueOf(boundaryLoss(), map, tf.zeros([1, 3, 4, 1]))).toBe(0);
    expect(await valueOf(boundaryLoss(), map, tf.fill([1, 3, 4, 1], 0.1))).toBeCloseTo(0.5, 6);
  });
});
