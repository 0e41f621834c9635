import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { onNativeKernels, random } from './native';

describe('a thousand training steps', () => {
  onNativeKernels();

  it('leave nothing behind, neither tensors nor memory of the heap', () => {
    const optimizer = tf.train.adam(1e-3);
    const filter = tf.variable(random([3, 3, 2, 4]) as tf.Tensor4D);
    const [offset, scale] = [tf.variable(tf.zeros<tf.Rank.R1>([4])), tf.variable(tf.ones<tf.Rank.R1>([4]))];
    const xs = random([1, 4, 4, 2]) as tf.Tensor4D;
    // A convolution, batch normalisation, ReLU, down and up again, and a skip: one of each kind of gradient.
    const loss = (): tf.Scalar => {
      const conv = tf.conv2d(xs, filter, 1, 'same');
      const { mean, variance } = tf.moments(conv, [0, 1, 2]);
      const relu = tf.relu(tf.batchNorm(conv, mean as tf.Tensor1D, variance as tf.Tensor1D, offset, scale));
      const pooled = tf.maxPool(relu as tf.Tensor4D, 2, 2, 'same');
      const up = tf.image.resizeNearestNeighbor(pooled, [4, 4]);
      return tf.mean(tf.square(tf.concat([relu, up], 3)));
    };
    const step = (): void => {
      tf.tidy(() => {
        optimizer.minimize(loss);
      });
    };
    const state = (): number[] => {
      const { wasm } = tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } };
      const { numTensors, numDataBuffers, numBytes } = tf.memory();
      return [numTensors, numDataBuffers, numBytes, wasm.HEAPU8.byteLength];
    };
    for (let i = 0; i < 10; i++) step();
    const before = state();
    for (let i = 0; i < 1000; i++) step();
    expect(state()).toEqual(before);
    optimizer.dispose();
    tf.dispose([xs, filter, offset, scale]);
  });
});
