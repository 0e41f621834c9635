import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { installWasmKernels, uninstallWasmKernels } from 'hilum/wasm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConvShape } from './reference';
import {
  convSize,
  depthwiseBackpropFilter as referenceFilter,
  depthwiseBackpropInput as referenceInput,
  relativeError,
} from './reference';
import { convShape, convShapes, runKernel, values } from './shapes';

beforeAll(async () => {
  await tf.setBackend('wasm');
  await installWasmKernels();
});
afterAll(() => uninstallWasmKernels());

/** Errors of the gradients of input and filters; `filters` of the shape is the multiplier. */
function errorsOf(shape: ConvShape, seed: number | string): [number, number] {
  const { batch, height, width, channels: C, filters: M, kernel, strides, dilations, pad } = shape;
  const { outHeight, outWidth } = convSize(shape);
  const x = values(`${seed}x`, batch * height * width * C);
  const w = values(`${seed}w`, kernel[0] * kernel[1] * C * M);
  const dy = values(`${seed}dy`, batch * outHeight * outWidth * C * M);
  return tf.tidy(() => {
    const tensors = {
      x: tf.tensor(x, [batch, height, width, C]),
      filter: tf.tensor(w, [...kernel, C, M]),
      dy: tf.tensor(dy, [batch, outHeight, outWidth, C * M]),
    };
    const attrs = { strides, pad, dilations, inputShape: tensors.x.shape, filterShape: tensors.filter.shape };
    const { dy: gradient, filter, x: input } = tensors;
    const dx = runKernel('DepthwiseConv2dNativeBackpropInput', { dy: gradient, filter }, attrs);
    const dw = runKernel('DepthwiseConv2dNativeBackpropFilter', { x: input, dy: gradient }, attrs);
    return [
      relativeError(dx, referenceInput(shape, dy, w)),
      relativeError(dw, referenceFilter(shape, x, dy)),
    ];
  });
}

describe('DepthwiseConv2dNativeBackprop', () => {
  it('gives the gradients of input and filters by their definition, for any shape and multiplier', () => {
    fc.assert(
      fc.property(convShapes(2), fc.integer({ min: 1, max: 3 }), fc.integer(), (shape, filters, seed) => {
        const [dx, dw] = errorsOf({ ...shape, filters }, seed);
        expect(dx).toBeLessThan(1e-6);
        expect(dw).toBeLessThan(1e-6);
      }),
      { numRuns: 100 },
    );
  });

  it('loses no digits over a large image', () => {
    const [dx, dw] = errorsOf(convShape({ height: 200, width: 200, channels: 5, filters: 1 }), 'large');
    expect(dx).toBeLessThan(1e-6);
    expect(dw).toBeLessThan(1e-5);
  });
});
