import * as tf from '@tensorflow/tfjs-core';
import { installWasmKernels, uninstallWasmKernels } from 'hilum/wasm';
import { describe, expect, it } from 'vitest';
import { onNativeKernels, random } from './native';
import { relativeError } from './reference';

/** Functions of one image whose gradients go through ours. */
const functions: Record<string, (x: tf.Tensor) => tf.Tensor> = {
  relu: (x) => tf.relu(x),
  square: (x) => tf.square(x),
  'sum over pixels': (x) => tf.square(tf.sum(x, [0, 1, 2])),
  'sum of all': (x) => tf.square(tf.sum(x)),
  'mean over channels': (x) => tf.square(tf.mean(x, 3, true)),
  variance: (x) => tf.moments(x, [0, 1, 2]).variance,
  'batch normalisation by its own statistics': (x) => {
    const { mean, variance } = tf.moments(x, [0, 1, 2]);
    const [offset, scale] = [tf.linspace(0, 1, 5), tf.linspace(1, 2, 5)] as [tf.Tensor1D, tf.Tensor1D];
    return tf.batchNorm(x as tf.Tensor4D, mean as tf.Tensor1D, variance as tf.Tensor1D, offset, scale, 1e-3);
  },
};

async function gradientOn(backend: string, f: (x: tf.Tensor) => tf.Tensor): Promise<number[]> {
  await tf.setBackend(backend);
  return tf.tidy(() => [
    ...tf
      .grad((x: tf.Tensor) => tf.sum(tf.mul(f(x), random(f(x).shape, 9))))(random([2, 6, 7, 5]))
      .dataSync(),
  ]);
}

describe('the gradients of stock operations', () => {
  onNativeKernels();

  it.each(Object.keys(functions))('agree with the cpu backend: %s', async (name) => {
    const expected = await gradientOn('cpu', functions[name]!);
    const actual = await gradientOn('wasm', functions[name]!);
    expect(relativeError(actual, expected)).toBeLessThan(1e-5);
  });

  it('agree with the cpu backend in every input of a batch normalisation', async () => {
    const f = (...[x, mean, variance, offset, scale]: tf.Tensor[]): tf.Tensor =>
      tf.sum(
        tf.mul(
          tf.batchNorm(
            x as tf.Tensor4D,
            mean as tf.Tensor1D,
            variance as tf.Tensor1D,
            offset as tf.Tensor1D,
            scale as tf.Tensor1D,
            1e-3,
          ),
          random([2, 6, 7, 5], 9),
        ),
      );
    const all = async (backend: string): Promise<number[][]> => {
      await tf.setBackend(backend);
      return tf.tidy(() => {
        const vector = (seed: number): tf.Tensor => tf.add(random([5], seed), 1.5);
        const inputs = [random([2, 6, 7, 5]), vector(1), vector(2), vector(3), vector(4)];
        return tf
          .grads(f)(inputs)
          .map((gradient) => [...gradient.dataSync()]);
      });
    };
    const [expected, actual] = [await all('cpu'), await all('wasm')];
    expected.forEach((values, i) => expect(relativeError(actual[i]!, values)).toBeLessThan(1e-5));
  });

  it('have gradients themselves: the second derivative of x² is 2, of relu(x)³ is 6·relu(x)', () => {
    const second = (f: (x: tf.Tensor) => tf.Tensor): tf.Tensor =>
      tf.grad((x) => tf.grad(f)(x))(tf.tensor1d([-1, 0.5, 2]));
    expect([...second((x) => tf.square(x)).dataSync()]).toEqual([2, 2, 2]);
    const cubes = [...second((x) => tf.pow(tf.relu(x), 3)).dataSync()];
    expect(cubes.map((value) => Math.round(value * 1e4) / 1e4)).toEqual([0, 3, 12]);
  });

  it('leave no tensor behind', () => {
    const x = random([2, 6, 7, 5]);
    const before = tf.memory();
    for (const f of Object.values(functions)) tf.grad((y: tf.Tensor) => tf.sum(f(y)))(x).dispose();
    expect(tf.memory().numTensors).toBe(before.numTensors);
    expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers);
    x.dispose();
  });

  it('are the stock ones again after uninstalling', async () => {
    const ours = tf.getGradient('Relu');
    uninstallWasmKernels();
    const stock = tf.getGradient('Relu');
    expect(stock).not.toBe(ours);
    expect(stock.inputsToSave).toEqual(['x']);
    await installWasmKernels();
    uninstallWasmKernels();
    expect(tf.getGradient('Relu')).toBe(stock);
    await installWasmKernels();
  });
});
