import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { installWasmKernels, uninstallWasmKernels } from 'hilum/wasm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConvShape } from './reference';
import { conv2DBackpropFilter as reference, convSize, relativeError } from './reference';
import { convShape, convShapes, runKernel, tolerance, values } from './shapes';

beforeAll(async () => {
  await tf.setBackend('wasm');
  await installWasmKernels();
});
afterAll(() => uninstallWasmKernels());

function errorOf(shape: ConvShape, seed: number | string): number {
  const { batch, height, width, channels: C, filters: K, kernel, strides, pad } = shape;
  const { outHeight, outWidth } = convSize(shape);
  const x = values(`${seed}x`, batch * height * width * C);
  const dy = values(`${seed}dy`, batch * outHeight * outWidth * K);
  return tf.tidy(() => {
    const inputs = {
      x: tf.tensor(x, [batch, height, width, C]),
      dy: tf.tensor(dy, [batch, outHeight, outWidth, K]),
    };
    const attrs = { strides, pad, dataFormat: 'NHWC', filterShape: [...kernel, C, K] };
    return relativeError(runKernel('Conv2DBackpropFilter', inputs, attrs), reference(shape, x, dy));
  });
}

describe('Conv2DBackpropFilter', () => {
  it('is the gradient of the filters by its definition, for any shape', () => {
    fc.assert(
      fc.property(convShapes(1), fc.integer(), (shape, seed) => {
        expect(errorOf(shape, seed)).toBeLessThan(tolerance);
      }),
      { numRuns: 150 },
    );
  });

  const adversarial: [string, Partial<ConvShape>][] = [
    ['one pixel', { height: 1, width: 1, channels: 1, filters: 1 }],
    ['many tiles and a part of a block', { height: 61, width: 83, channels: 8, filters: 12 }],
    ['many channels and filters', { height: 6, width: 5, channels: 200, filters: 160, batch: 2 }],
    [
      'a 7×7 kernel of stride 2',
      { height: 30, width: 29, channels: 3, filters: 16, kernel: [7, 7], strides: [2, 2] },
    ],
    ['a valid 3×3', { height: 9, width: 6, channels: 3, filters: 5, pad: 'valid', batch: 2 }],
  ];
  it.each(adversarial)('is right for %s', (_, shape) => {
    expect(errorOf(convShape(shape), 'adversarial')).toBeLessThan(tolerance);
  });

  it('keeps a NaN to the channel and the filter it belongs to', () => {
    const dy = tf.buffer([1, 8, 8, 3]);
    dy.set(NaN, 0, 4, 4, 1);
    const dw = tf.tidy(() =>
      runKernel(
        'Conv2DBackpropFilter',
        { x: tf.ones([1, 8, 8, 2]), dy: dy.toTensor() },
        { strides: [1, 1], pad: 'same', dataFormat: 'NHWC', filterShape: [3, 3, 2, 3] },
      ),
    );
    // Filter 1 of three, for both channels and all nine taps.
    expect([...dw].map((value, i) => Number.isNaN(value) === (i % 3 === 1))).not.toContain(false);
  });
});
