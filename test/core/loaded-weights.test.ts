import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { expect, test } from 'vitest';
import { writeWeights } from '../../src/core/loaded-weights';

const model = () => sequential({ layers: [layers.dense({ units: 2, inputShape: [1], kernelInitializer: 'zeros' })] }); // prettier-ignore
const valuesOf = (each: ReturnType<typeof model>) =>
  each.getWeights().map((weight) => [...weight.dataSync()]);

test('values become those of the weights, in their shape and type, and no tensor is left behind', () => {
  const dense = model();
  const [kernel, bias] = dense.weights;
  const before = tf.memory().numTensors;
  writeWeights([
    { weight: kernel!, data: Float32Array.of(0.5, -1) },
    { weight: bias!, data: Int32Array.of(3, 4) },
  ]);
  expect(tf.memory().numTensors).toBe(before);
  expect(valuesOf(dense)).toEqual([
    [0.5, -1],
    [3, 4],
  ]);
  expect(dense.getWeights().map(({ shape, dtype }) => [shape, dtype])).toEqual([
    [[1, 2], 'float32'],
    [[2], 'float32'],
  ]);
  dense.dispose();
});

test('values that do not fit leave all weights as they were, those before them too', () => {
  const dense = model();
  const [kernel, bias] = dense.weights;
  const before = tf.memory().numTensors;
  expect(() => {
    writeWeights([
      { weight: kernel!, data: Float32Array.of(1, 2) },
      { weight: bias!, data: Float32Array.of(1, 2, 3) },
    ]);
  }).toThrow();
  expect(valuesOf(dense)).toEqual([
    [0, 0],
    [0, 0],
  ]);
  expect(tf.memory().numTensors).toBe(before);
  dense.dispose();
});
