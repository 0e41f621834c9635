import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { scalarSum } from '../../src/core/scalar-sum';
import { onEachBackend } from '../backends';

describe('scalarSum', () => {
  onEachBackend(() => {
    it('adds up one scalar or many, and passes their gradients on', () => {
      const sums = tf.tidy(() => {
        const many = (x: tf.Tensor) => scalarSum(Array.from({ length: 40 }, (_, i) => tf.mul(tf.sum(x), i)));
        const x = tf.tensor1d([1, 2]);
        // 0 + 1 + … + 39 = 780
        return [scalarSum([tf.scalar(5)]), many(x), tf.grad(many)(x)].map((sum) => [...sum.dataSync()]);
      });
      expect(sums).toEqual([[5], [2340], [780, 780]]);
    });
  });

  it('is no addN, which WebGPU cannot make of many', async () => {
    const { kernelNames } = await tf.profile(() => tf.tidy(() => scalarSum([tf.scalar(1), tf.scalar(2)])));
    expect(kernelNames).not.toContain('AddN');
  });
});
