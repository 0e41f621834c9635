import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { onNativeKernels, random } from './native';
import { relativeError } from './reference';

type Part = (...inputs: tf.Tensor[]) => tf.Tensor;

const image = [2, 6, 5, 3];
const as4D = (x: tf.Tensor): tf.Tensor4D => x as tf.Tensor4D;

/** What models and losses beyond a plain U-Net are made of, and the shapes of what goes in. */
const parts: Record<string, [Part, ...number[][]]> = {
  'weights of channels': [(x, w) => tf.mul(x, w), image, [2, 1, 1, 3]],
  'weights of pixels': [(x, w) => tf.mul(x, w), image, [2, 6, 5, 1]],
  'a large image with weights of channels': [(x, w) => tf.mul(x, w), [2, 40, 40, 3], [2, 1, 1, 3]],
  'global average pooling': [(x) => tf.mean(x, [1, 2], true), image],
  'the mean over channels': [(x) => tf.mean(x, 3), image],
  'the maximum over channels': [(x) => tf.max(x, 3), image],
  'average pooling 2×1 of stride 1': [(x) => tf.avgPool(as4D(x), [2, 1], 1, 'valid'), image],
  'average pooling 3×3 of stride 2': [(x) => tf.avgPool(as4D(x), 3, 2, 'valid'), image],
  'max pooling 3×3 of stride 2': [(x) => tf.maxPool(as4D(x), 3, 2, 'same'), image],
  'zero padding': [
    (x) =>
      tf.pad(x, [
        [0, 0],
        [2, 1],
        [0, 3],
        [0, 0],
      ]),
    image,
  ],
  cropping: [(x) => tf.slice(x, [0, 1, 2, 0], [2, 4, 2, 3]), image],
  'a transposed convolution': [
    (x, w) => tf.conv2dTranspose(as4D(x), as4D(w), [2, 12, 10, 4], 2, 'same'),
    image,
    [2, 2, 4, 3],
  ],
  'a transposed convolution 3×3 of stride 2': [
    (x, w) => tf.conv2dTranspose(as4D(x), as4D(w), [2, 12, 10, 4], 2, 'same'),
    image,
    [3, 3, 4, 3],
  ],
  'dropout with a seed': [(x) => tf.dropout(x, 0.4, undefined, 7), image],
  'leaky ReLU': [(x) => tf.leakyRelu(x, 0.1), image],
  PReLU: [(x, slopes) => tf.prelu(x, slopes), image, [3]],
  softmax: [(x) => tf.softmax(x), image],
  sigmoid: [(x) => tf.sigmoid(x), image],
  'gathering pixels': [(x) => tf.gather(tf.reshape(x, [-1]), tf.tensor1d([5, 0, 5, 7], 'int32')), image],
  'gathering channels': [(x) => tf.gather(x, tf.tensor1d([2, 0, 2], 'int32'), 3), image],
  'a running sum': [(x) => tf.cumsum(tf.reshape(x, [2, -1]), 1), image],
  'a choice by a mask': [(x, y) => tf.where(tf.greater(random(image, 3), 0.2), x, y), image, image],
};

describe('a part of a model', () => {
  onNativeKernels();

  it.each(Object.entries(parts))('gives values and gradients as on the cpu backend: %s', async (_, part) => {
    const [f, ...shapes] = part;
    const compute = (): number[] =>
      tf.tidy(() => {
        const inputs = shapes.map((shape, i) => random(shape, i + 1));
        const value = f(...inputs);
        const gradients = tf.grads(f)(inputs, random(value.shape, 9));
        return [value, ...gradients].flatMap((tensor) => [...tensor.dataSync()]);
      });
    const before = tf.memory().numTensors;
    const ours = compute();
    expect(tf.memory().numTensors).toBe(before);
    await tf.setBackend('cpu');
    const expected = compute();
    await tf.setBackend('wasm');
    expect(relativeError(ours, expected)).toBeLessThan(1e-5);
  });
});
