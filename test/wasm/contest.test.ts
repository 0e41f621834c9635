import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { add, realDiv } from '../../src/wasm/broadcast';
import { holdContest, leaveToStock, type Contested, type StockKernel } from '../../src/wasm/contest';
import { conv2D, fusedConv2D } from '../../src/wasm/conv-2d';
import { identity } from '../../src/wasm/copy';
import { isInstalled, type NativeKernel } from '../../src/wasm/kernel';
import { batchMatMul, fusedMatMul } from '../../src/wasm/mat-mul';
import { nativeOf } from '../../src/wasm/native';
import { onNativeKernels } from './native';

onNativeKernels();

/** The stock kernels, after waiting where `slow` says so. */
const stock =
  (slow: (name: string, filter: number) => boolean): StockKernel =>
  (kernelName) => {
    const installed = tf.getKernel(kernelName, 'wasm');
    if (!isInstalled(installed)) throw new Error('the kernels are not installed');
    return {
      ...installed.replaces!,
      kernelFunc: ({ inputs, backend }) => {
        const until = performance.now() + (slow(kernelName, inputs['filter']?.shape[0] ?? 0) ? 60 : 0);
        while (performance.now() < until);
        return (
          backend as unknown as { makeOutput(shape: number[], dtype: string): tf.TensorInfo }
        ).makeOutput([1], 'float32');
      },
    };
  };

describe('holdContest', () => {
  it.each([
    ['all that it computes faster', () => false, ['winograd', 'convolution', 'product', 'broadcast']],
    ['nothing where it is slower', () => true, []],
    ['the unstrided 3×3 convolutions alone', (_: string, size: number) => size !== 3, ['winograd']],
    ['products alone', (name: string) => name !== 'BatchMatMul', ['product']],
    ['sums with a bias and their like alone', (name: string) => name !== 'Add', ['broadcast']],
  ])('leaves the stock kernels %s', (_, slow, expected) => {
    const native = nativeOf(tf.backend())!;
    const before = native.backend.numDataIds();
    expect([...holdContest(native, stock(slow))]).toEqual(expected);
    expect(native.backend.numDataIds()).toBe(before);
  });

  it('keeps what has no stock kernel', () => {
    expect(holdContest(nativeOf(tf.backend())!, () => undefined).size).toBe(0);
  });
});

describe('leaveToStock', () => {
  const [image, large, small, square, pixel, channel] = [
    [1, 4, 4, 1],
    [3, 3, 1, 1],
    [1, 1, 1, 1],
    [1, 2, 2],
    [1, 2, 2, 3],
    [3],
  ] as const;
  const conv = (strides: number | number[]) => ({ strides, pad: 'valid', dataFormat: 'NHWC', dilations: 1 });
  const product = (transposeA: boolean, transposeB: boolean) => ({ transposeA, transposeB });

  it.each<[Contested | 'nothing', string, NativeKernel, Record<string, readonly number[]>, object]>([
    ['winograd', 'a 3×3 convolution', conv2D, { x: image, filter: large }, conv(1)],
    [
      'winograd',
      'a fused one',
      fusedConv2D,
      { x: image, filter: large },
      { ...conv([1, 1]), activation: 'relu' },
    ],
    ['convolution', 'a strided one', conv2D, { x: image, filter: large }, conv(2)],
    ['convolution', 'a 1×1 convolution', conv2D, { x: image, filter: small }, conv(1)],
    ['product', 'a product', batchMatMul, { a: square, b: square }, product(false, false)],
    ['product', 'a fused one', fusedMatMul, { a: square, b: square }, product(false, false)],
    ['nothing', 'a transposed product', batchMatMul, { a: square, b: square }, product(false, true)],
    ['broadcast', 'a sum with a bias', add, { a: pixel, b: channel }, {}],
    ['broadcast', 'a quotient', realDiv, { a: pixel, b: channel }, {}],
    ['nothing', 'a copy', identity, { x: pixel }, {}],
  ])('counts as %s: %s', (kind, _, kernel, shapes, attrs) => {
    const native = nativeOf(tf.backend())!;
    const inputs = Object.fromEntries(
      Object.entries(shapes).map(([name, shape]) => [name, tf.ones([...shape])]),
    );
    const run = (lost: readonly Contested[]) =>
      leaveToStock(kernel, new Set(lost)).run(native, inputs, attrs as tf.NamedAttrMap);
    const all: Contested[] = ['winograd', 'convolution', 'product', 'broadcast'];
    const kept = run(all.filter((other) => other !== kind));
    expect(kept).not.toBeNull();
    tf.dispose(tf.engine().makeTensorFromTensorInfo(kept as tf.TensorInfo));
    if (kind !== 'nothing') expect(run([kind])).toBeNull();
    tf.dispose(inputs);
  });
});
