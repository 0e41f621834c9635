import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { installWasmKernels, uninstallWasmKernels } from 'hilum/wasm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { read } from '../read';
import { relativeError } from '../wasm/reference';
import { values } from '../wasm/shapes';
import { tolerances } from './tolerances';
import './wasm-backend';

const tensor = (seed: string, shape: number[]): tf.Tensor =>
  tf.tensor(values(seed, tf.util.sizeFromShape(shape)), shape);
const map = (seed: string, ...shape: [number, number, number, number]) => tensor(seed, shape) as tf.Tensor4D;
const image = (): tf.Tensor4D => map('image', 2, 13, 18, 5);
const square = (size: number, out = 7, channels = 5): tf.Tensor4D => map('filter', size, size, channels, out);

/** The gradient of a weighted sum of what `f` gives, so that each output counts differently. */
function gradient(f: (x: tf.Tensor) => tf.Tensor, x: tf.Tensor): tf.Tensor {
  return tf.grad((at: tf.Tensor) => {
    const y = f(at);
    return tf.sum(tf.mul(y, tensor('weights', y.shape)));
  })(x);
}

const kernels: Record<string, () => tf.Tensor> = {
  'Conv2D 3×3': () => tf.conv2d(image(), square(3), 1, 'same'),
  'Conv2D 1×1': () => tf.conv2d(image(), square(1), 1, 'same'),
  'Conv2D 3×3 of stride 2': () => tf.conv2d(image(), square(3), 2, 'same'),
  'FusedConv2D with bias and ReLU': () =>
    tf.fused.conv2d({
      x: image(),
      filter: square(3),
      strides: 1,
      pad: 'same',
      bias: tensor('bias', [7]),
      activation: 'relu',
    }),
  'Conv2DBackpropInput 3×3': () =>
    gradient((x) => tf.conv2d(x as tf.Tensor4D, square(3), 1, 'same'), image()),
  'Conv2DBackpropInput of stride 2': () =>
    gradient((x) => tf.conv2d(x as tf.Tensor4D, square(2), 2, 'same'), image()),
  'Conv2DBackpropFilter 3×3': () =>
    gradient((w) => tf.conv2d(image(), w as tf.Tensor4D, 1, 'same'), square(3)),
  'Conv2DBackpropFilter of stride 2': () =>
    gradient((w) => tf.conv2d(image(), w as tf.Tensor4D, 2, 'same'), square(3)),
  'the transposed convolution': () =>
    tf.conv2dTranspose(image(), map('up', 2, 2, 4, 5), [2, 26, 36, 4], 2, 'same'),
  'BatchMatMul with either side transposed': () => {
    const [a, b] = [tensor('a', [3, 9, 14]), tensor('b', [3, 14, 11])];
    return tf.concat([
      tf.matMul(a, b),
      tf.matMul(tf.transpose(a, [0, 2, 1]), b, true),
      tf.matMul(a, tf.transpose(b, [0, 2, 1]), false, true),
    ]);
  },
  'batch normalisation by its own statistics': () => normalised(image()),
  'the gradient of batch normalisation': () => gradient(normalised, image()),
  'max pooling': () => tf.maxPool(image(), 2, 2, 'valid'),
  'the gradient of max pooling': () => gradient((x) => tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid'), image()),
};

function normalised(x: tf.Tensor): tf.Tensor {
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  const [offset, scale] = [tensor('offset', [5]), tensor('scale', [5])] as [tf.Tensor1D, tf.Tensor1D];
  return tf.batchNorm(x as tf.Tensor4D, mean as tf.Tensor1D, variance as tf.Tensor1D, offset, scale, 1e-3);
}

describe('hilum/wasm in a page of one thread', () => {
  beforeAll(async () => {
    await tf.setBackend('wasm');
    await installWasmKernels();
  });
  afterAll(() => uninstallWasmKernels());

  it('runs a native build and says which', async () => {
    const { build, replaced, added, composed, reason } = await installWasmKernels();
    expect(globalThis.crossOriginIsolated).toBe(false);
    expect(['simd', 'relaxed-simd']).toContain(build);
    expect(reason).toContain(build);
    expect(replaced).toEqual(expect.arrayContaining(['Conv2D', 'FusedConv2D', 'BatchMatMul', 'MaxPoolGrad']));
    expect(added).toContain('Conv2DBackpropFilter');
    expect(composed).toEqual([]);
  });

  it.each(Object.keys(kernels))('agrees with the cpu backend: %s', async (name) => {
    const ours = await read(kernels[name]!);
    expect(relativeError(ours, await onCpu(name))).toBeLessThan(tolerances.kernels.wasm);
  });

  it('gives the stock kernels back', async () => {
    const registered = () =>
      new Map(tf.getKernelsForBackend('wasm').map((k) => [k.kernelName, k.kernelFunc]));
    const installed = registered();
    uninstallWasmKernels();
    const stock = registered();
    expect(stock.has('Conv2DBackpropFilter')).toBe(false);
    expect(stock.get('Conv2D')).not.toBe(installed.get('Conv2D'));
    expect(relativeError(await read(kernels['Conv2D 3×3']!), await onCpu('Conv2D 3×3'))).toBeLessThan(
      tolerances.kernels.wasm,
    );
    await installWasmKernels();
    uninstallWasmKernels();
    expect(registered()).toEqual(stock);
  });
});

async function onCpu(name: string): Promise<number[]> {
  await tf.setBackend('cpu');
  const result = await read(kernels[name]!);
  await tf.setBackend('wasm');
  return result;
}
