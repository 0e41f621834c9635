import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { installWasmKernels, uninstallWasmKernels } from 'hilum/wasm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConvShape } from './reference';
import { conv2DBackpropInput as reference, convSize, relativeError } from './reference';
import { convShape, convShapes, runKernel, tolerance, values } from './shapes';

beforeAll(async () => {
  await tf.setBackend('wasm');
  await installWasmKernels();
});
afterAll(() => uninstallWasmKernels());

function errorOf(shape: ConvShape, seed: number | string): number {
  const { batch, height, width, channels: C, filters: K, kernel, strides, pad } = shape;
  const { outHeight, outWidth } = convSize(shape);
  const dy = values(`${seed}dy`, batch * outHeight * outWidth * K);
  const w = values(`${seed}w`, kernel[0] * kernel[1] * C * K);
  return tf.tidy(() => {
    const inputs = {
      dy: tf.tensor(dy, [batch, outHeight, outWidth, K]),
      filter: tf.tensor(w, [...kernel, C, K]),
    };
    const attrs = { strides, pad, dataFormat: 'NHWC', inputShape: [batch, height, width, C] };
    return relativeError(runKernel('Conv2DBackpropInput', inputs, attrs), reference(shape, dy, w));
  });
}

describe('Conv2DBackpropInput', () => {
  it('is the gradient of the input by its definition, for any shape', () => {
    fc.assert(
      fc.property(convShapes(1), fc.integer(), (shape, seed) => {
        expect(errorOf(shape, seed)).toBeLessThan(tolerance);
      }),
      { numRuns: 150 },
    );
  });

  const adversarial: [string, Partial<ConvShape>][] = [
    ['one pixel', { height: 1, width: 1, channels: 1, filters: 1 }],
    ['many channels in more than one turn', { height: 17, width: 18, channels: 160, filters: 200 }],
    ['a small image, whose tiles serve all turns', { height: 13, width: 15, channels: 90, filters: 130 }],
    ['too few pixels for many channels', { height: 5, width: 7, channels: 320, filters: 300 }],
    [
      'the transposed convolution of a U-Net',
      { height: 12, width: 16, channels: 32, filters: 64, kernel: [2, 2], strides: [2, 2] },
    ],
    [
      'a stride larger than the kernel',
      { height: 11, width: 10, kernel: [1, 2], strides: [3, 3], pad: 'valid' },
    ],
    ['a valid 3×3', { height: 9, width: 6, channels: 3, filters: 5, pad: 'valid', batch: 2 }],
  ];
  it.each(adversarial)('is right for %s', (_, shape) => {
    expect(errorOf(convShape(shape), 'adversarial')).toBeLessThan(tolerance);
  });

  it('keeps a NaN to the pixels that contribute to it', () => {
    const dy = tf.buffer([1, 12, 12, 4]);
    dy.set(NaN, 0, 5, 6, 1);
    const dx = tf.tidy(() =>
      runKernel(
        'Conv2DBackpropInput',
        { dy: dy.toTensor(), filter: tf.ones([3, 3, 2, 4]) },
        { strides: [1, 1], pad: 'same', dataFormat: 'NHWC', inputShape: [1, 12, 12, 2] },
      ),
    );
    expect([...dx].filter(Number.isNaN)).toHaveLength(9 * 2);
  });
});
