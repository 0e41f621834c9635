import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { installWasmKernels, uninstallWasmKernels } from 'hilum/wasm';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';

beforeAll(async () => {
  await tf.setBackend('wasm');
});

afterEach(() => uninstallWasmKernels());

const kernels = (): unknown[] =>
  [...tf.getKernelsForBackend('wasm')].sort((a, b) => (a.kernelName < b.kernelName ? -1 : 1));

describe('installWasmKernels', () => {
  it('adds the gradients that the stock backend lacks, so that a convolution can be trained', async () => {
    const ofFilter = (w: tf.Tensor4D): tf.Scalar =>
      tf.sum(tf.conv2d(tf.ones<tf.Rank.R4>([1, 4, 4, 1]), w, 1, 'valid'));
    const gradient = (): tf.Tensor =>
      tf.tidy(() => tf.grad(ofFilter as (w: tf.Tensor) => tf.Tensor)(tf.ones([3, 3, 1, 1])));
    expect(gradient).toThrow(/Conv2DBackpropFilter/);
    const { added, composed } = await installWasmKernels();
    // Beside kernels of our own names, which only our gradients and optimizers ask for.
    const ofTfjs = [...added, ...composed].filter((name) => !name.startsWith('Hilum'));
    expect(ofTfjs.sort()).toEqual([
      'Conv2DBackpropFilter',
      'DepthwiseConv2dNativeBackpropFilter',
      'DepthwiseConv2dNativeBackpropInput',
      'UnsortedSegmentSum',
    ]);
    // A filter of ones over a valid 4 by 4 image of ones: every tap meets four ones.
    for (const value of gradient().dataSync()) expect(value).toBeCloseTo(4, 5);
  });

  it('is one installation however often it is called, at once or one after the other', async () => {
    const [first, second] = await Promise.all([installWasmKernels(), installWasmKernels()]);
    const registered = kernels();
    expect(second).toEqual(first);
    expect(await installWasmKernels()).toEqual(first);
    expect(kernels()).toEqual(registered);
  });

  it('is undone by uninstallWasmKernels, which gives back the very stock kernels', async () => {
    const stock = kernels();
    await installWasmKernels();
    expect(kernels()).not.toEqual(stock);
    uninstallWasmKernels();
    uninstallWasmKernels();
    const after = kernels();
    expect(after).toHaveLength(stock.length);
    after.forEach((kernel, i) => expect(kernel).toBe(stock[i]));
  });

  it('falls back to compositions, and says so, where the memory of the backend cannot be had', async () => {
    const backend = tf.backend() as unknown as { wasm: { asm: unknown } };
    const { asm } = backend.wasm;
    backend.wasm.asm = {};
    try {
      const report = await installWasmKernels();
      expect(report.build).toBe('none');
      expect(report.replaced).toEqual([]);
      expect(report.added).toEqual([]);
      expect(report.composed).toContain('Conv2DBackpropFilter');
      expect(report.reason).toContain('does not expose its memory');
    } finally {
      backend.wasm.asm = asm;
    }
  });

  it('asks for the WASM backend when the app has none', async () => {
    const backend = tf.backend();
    const registry = tf.engine().registry;
    delete registry['wasm'];
    const factory = tf.engine().registryFactory['wasm']!;
    delete tf.engine().registryFactory['wasm'];
    try {
      await expect(installWasmKernels()).rejects.toThrow(
        /the WASM backend must be ready.*tfjs-backend-wasm/s,
      );
    } finally {
      registry['wasm'] = backend;
      tf.engine().registryFactory['wasm'] = factory;
    }
  });
});
