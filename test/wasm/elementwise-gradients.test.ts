import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { odd, onNativeKernels, random, run } from './native';

describe('HilumReluGrad', () => {
  onNativeKernels();

  it('is dy where y is positive, in every lane of every length', () => {
    for (let size = 1; size < 12; size++) {
      const [dy, y] = [random([size], 1), random([size], 2)];
      const g = dy.dataSync();
      const expected = Array.from(y.dataSync(), (value, i) => g[i]! * (value > 0 ? 1 : 0));
      expect(run('HilumReluGrad', { dy, y })).toEqual(expected);
      tf.dispose([dy, y]);
    }
  });

  it('gives for NaN and infinities what tfjs composes of Step and Multiply', () => {
    const [dy, y] = [odd([49]), tf.reshape(tf.transpose(odd([7, 7])), [49])];
    expect(run('HilumReluGrad', { dy, y })).toEqual([...tf.mul(dy, tf.step(y)).dataSync()]);
  });
});

describe('HilumSquareGrad', () => {
  onNativeKernels();

  it('is 2·x·dy in every lane of every length, NaN and infinities too', () => {
    for (let size = 1; size < 12; size++) {
      const [dy, x] = [random([size], 1), random([size], 2)];
      const g = dy.dataSync();
      const expected = Array.from(x.dataSync(), (value, i) => Math.fround(g[i]! * 2 * value));
      expect(run('HilumSquareGrad', { dy, x })).toEqual(expected);
      tf.dispose([dy, x]);
    }
    const [dy, x] = [odd([49]), tf.reshape(tf.transpose(odd([7, 7])), [49])];
    expect(run('HilumSquareGrad', { dy, x })).toEqual([...tf.mul(dy, tf.mul(x, 2)).dataSync()]);
  });
});
