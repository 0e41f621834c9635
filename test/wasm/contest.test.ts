import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { holdContest, leaveToStock } from '../../src/wasm/contest';
import { conv2D } from '../../src/wasm/conv-2d';
import { isInstalled } from '../../src/wasm/kernel';
import { nativeOf } from '../../src/wasm/native';
import { onNativeKernels } from './native';

onNativeKernels();

const info = (shape: number[]): tf.TensorInfo => ({ dataId: {}, shape, dtype: 'float32' });
const call = (size: number, strides: number | number[]): [tf.NamedTensorInfoMap, tf.NamedAttrMap] => [
  { x: info([1, 8, 8, 4]), filter: info([size, size, 4, 4]) },
  { strides },
];
/** Each kind of convolution, as one kernel after the other is asked for it. */
const kinds = [call(3, 1), call(3, [1, 1]), call(3, 2), call(1, 1), call(5, [1, 1])];

/** The stock kernel, after waiting where `slow` says so. */
function stock(slow: (size: number) => boolean): tf.KernelConfig {
  const installed = tf.getKernel('Conv2D', 'wasm');
  if (!isInstalled(installed)) throw new Error('the kernels are not installed');
  return {
    ...installed.replaces!,
    kernelFunc: ({ inputs, backend }) => {
      const until = performance.now() + (slow(inputs['filter']!.shape[0]!) ? 60 : 0);
      while (performance.now() < until);
      return (backend as unknown as { makeOutput(shape: number[], dtype: string): tf.TensorInfo }).makeOutput(
        [1],
        'float32',
      );
    },
  };
}

describe('holdContest', () => {
  it.each([
    ['all that it computes faster', () => false, [true, true, true, true, true]],
    ['none where it is slower', () => true, [false, false, false, false, false]],
    ['the unstrided 3×3 ones alone', (size: number) => size === 1, [true, true, false, false, false]],
    ['all others', (size: number) => size === 3, [false, false, true, true, true]],
  ])('leaves the stock kernel %s', (_, slow, expected) => {
    const native = nativeOf(tf.backend())!;
    const before = native.backend.numDataIds();
    const stockWins = holdContest(native, stock(slow));
    expect(kinds.map(([inputs, attrs]) => stockWins(inputs, attrs))).toEqual(expected);
    expect(native.backend.numDataIds()).toBe(before);
  });
});

describe('leaveToStock', () => {
  it('declines what the stock kernel won, and computes the rest', () => {
    const native = nativeOf(tf.backend())!;
    const [x, filter] = [tf.ones<tf.Rank.R4>([1, 4, 4, 1]), tf.ones<tf.Rank.R4>([3, 3, 1, 1])];
    const attrs = { strides: 1, pad: 'valid', dataFormat: 'NHWC', dilations: 1 };
    const run = (won: boolean) => leaveToStock(conv2D, () => won).run(native, { x, filter }, attrs);
    expect(run(true)).toBeNull();
    const y = tf.engine().makeTensorFromTensorInfo(run(false) as tf.TensorInfo);
    // A filter of ones on ones.
    expect([...y.dataSync()]).toEqual([9, 9, 9, 9]);
    tf.dispose([x, filter, y]);
  });
});
