import * as tf from '@tensorflow/tfjs-core';
import { installWasmKernels, uninstallWasmKernels } from 'hilum/wasm';
import { describe, expect, it } from 'vitest';
import { onNativeKernels, random } from './native';
import { relativeError } from './reference';

/** Five steps on two variables, the second of which has no gradient in the third; the variables and moments after. */
async function run(): Promise<Float32Array[]> {
  const optimizer = tf.train.adam(1e-2);
  const starts = [random([7, 3], 1), random([5], 2)];
  const variables = starts.map((start) => tf.variable(start));
  tf.dispose(starts);
  for (let n = 0; n < 5; n++) {
    const gradients = variables.map(({ name, shape }, i) => ({
      name,
      tensor: n === 2 && i === 1 ? null : random(shape, 10 * n + i),
    }));
    optimizer.applyGradients(gradients as { name: string; tensor: tf.Tensor }[]);
    for (const { tensor } of gradients) tensor?.dispose();
  }
  const state = await optimizer.getWeights();
  const values = [...variables, ...state.map(({ tensor }) => tensor)].map((tensor) =>
    Float32Array.from(tensor.dataSync()),
  );
  optimizer.dispose();
  state[0]!.tensor.dispose(); // the count of steps, made for getWeights
  tf.dispose(variables);
  return values;
}

describe('the Adam of tfjs on our kernel', () => {
  onNativeKernels();

  it('makes the steps it makes without, state included', async () => {
    const ours = await run();
    uninstallWasmKernels();
    const stock = await run();
    await installWasmKernels();
    // The stock step takes 1 − 0.999ⁿ in float32, which is off by up to 6e-5; ours has it in double precision.
    ours.forEach((values, i) => expect(relativeError(values, stock[i]!)).toBeLessThan(6e-5));
    expect(ours).toHaveLength(stock.length);
  });

  it('is in use only while the kernels are installed', async () => {
    const kernels = async (): Promise<string[]> => {
      const variable = tf.variable(tf.ones([3]));
      const optimizer = tf.train.adam(1e-2);
      const { kernelNames } = await tf.profile(() => {
        optimizer.applyGradients([{ name: variable.name, tensor: tf.ones([3]) }]);
        return tf.scalar(0);
      });
      optimizer.dispose();
      variable.dispose();
      return kernelNames;
    };
    expect(await kernels()).toContain('HilumAdam');
    uninstallWasmKernels();
    expect(await kernels()).not.toContain('HilumAdam');
    await installWasmKernels();
  });

  it('leaves no tensor behind', async () => {
    await run();
    const before = tf.memory().numTensors;
    await run();
    expect(tf.memory().numTensors).toBe(before);
  });
});
