import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { onNativeKernels, random } from './native';
import { relativeError } from './reference';

const settings = { learningRate: 1e-2, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };

function step(
  inputs: { value: tf.Tensor; m: tf.Tensor; v: tf.Tensor; gradient: tf.Tensor },
  n: number,
): tf.Tensor[] {
  return tf.engine().runKernel<tf.Tensor[]>('HilumAdam', inputs, { ...settings, step: n });
}

describe('HilumAdam', () => {
  onNativeKernels();

  it.each([1, 3, 4, 1001])('is Adam in double precision over ten steps of %i values', (size) => {
    const { learningRate, beta1, beta2, epsilon } = settings;
    let [value, m, v] = [random([size], 1), tf.zeros([size]), tf.zeros([size])] as tf.Tensor[];
    const expected = Float64Array.from(value!.dataSync());
    const [first, second] = [new Float64Array(size), new Float64Array(size)];
    for (let n = 1; n <= 10; n++) {
      const gradient = random([size], n + 1);
      gradient.dataSync().forEach((g, i) => {
        first[i] = beta1 * first[i]! + (1 - beta1) * g;
        second[i] = beta2 * second[i]! + (1 - beta2) * g * g;
        const moved = first[i] / (1 - beta1 ** n) / (Math.sqrt(second[i] / (1 - beta2 ** n)) + epsilon);
        expected[i]! -= learningRate * moved;
      });
      const old = [value, m, v] as tf.Tensor[];
      [value, m, v] = step({ value: value!, m: m!, v: v!, gradient }, n);
      tf.dispose([...old, gradient]);
    }
    expect(relativeError(value!.dataSync(), expected)).toBeLessThan(1e-5);
    tf.dispose([value!, m!, v!]);
  });

  it('moves a variable as the Adam of tfjs does', () => {
    const optimizer = tf.train.adam(1e-2);
    const variable = tf.variable(random([5]), true);
    let [value, m, v] = [random([5]), tf.zeros([5]), tf.zeros([5])] as tf.Tensor[];
    for (let n = 1; n <= 3; n++) {
      const gradient = random([5], n + 7);
      optimizer.applyGradients([{ name: variable.name, tensor: gradient }]);
      [value, m, v] = step({ value: value!, m: m!, v: v!, gradient }, n);
    }
    expect(relativeError(value!.dataSync(), variable.dataSync())).toBeLessThan(1e-6);
    optimizer.dispose();
    variable.dispose();
  });

  it('leaves a value alone that somebody has cloned', () => {
    const [value, m, v, gradient] = [random([5]), tf.zeros([5]), tf.zeros([5]), tf.ones([5])] as tf.Tensor[];
    const before = [...value!.dataSync()];
    const kept = value!.clone();
    tf.dispose(step({ value: value!, m: m!, v: v!, gradient: gradient! }, 1));
    expect([...kept.dataSync()]).toEqual(before);
    kept.dispose();
    const buffers = tf.memory().numDataBuffers;
    const outputs = step({ value: value!, m: m!, v: v!, gradient: gradient! }, 1);
    expect(tf.memory().numDataBuffers).toBe(buffers);
    expect([...value!.dataSync()]).not.toEqual(before);
    tf.dispose([...outputs, value!, m!, v!, gradient!]);
  });
});
