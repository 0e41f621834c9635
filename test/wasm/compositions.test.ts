import '@tensorflow/tfjs-backend-wasm';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { createRandom } from 'hilum';
import { beforeAll, describe, expect, it } from 'vitest';
import { compositions } from '../../src/wasm/compositions';
import type { ConvShape } from './reference';
import {
  conv2DBackpropFilter,
  convSize,
  depthwiseBackpropFilter,
  depthwiseBackpropInput,
  relativeError,
} from './reference';

beforeAll(async () => {
  await tf.setBackend('wasm');
});

const shapes: fc.Arbitrary<ConvShape> = fc
  .record({
    batch: fc.integer({ min: 1, max: 2 }),
    height: fc.integer({ min: 1, max: 9 }),
    width: fc.integer({ min: 1, max: 9 }),
    channels: fc.integer({ min: 1, max: 5 }),
    filters: fc.integer({ min: 1, max: 4 }),
    kernel: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    strides: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    dilations: fc.constant<[number, number]>([1, 1]),
    pad: fc.constantFrom<'same' | 'valid'>('same', 'valid'),
  })
  .filter((shape) => convSize(shape).outHeight > 0 && convSize(shape).outWidth > 0);

function run(kernelName: string, inputs: Record<string, TensorInfo>, attrs: object): Float32Array {
  const config = compositions.find((composition) => composition.kernelName === kernelName)!;
  const backend = tf.backend();
  return tf.tidy(() =>
    (config.kernelFunc({ inputs, attrs: { ...attrs }, backend }) as tf.Tensor).dataSync<'float32'>(),
  );
}

describe('compositions', () => {
  it('give the gradients by their definition, for any shape', () => {
    fc.assert(
      fc.property(shapes, fc.integer(), (shape, seed) => {
        const random = createRandom(seed);
        const { outHeight, outWidth } = convSize(shape);
        const { batch, height, width, channels: C, filters: K, kernel, strides, pad } = shape;
        const values = (n: number): Float32Array =>
          Float32Array.from({ length: n }, () => random.uniform(-1, 1));
        const x = values(batch * height * width * C);
        const w = values(kernel[0] * kernel[1] * C * K);
        const dy = values(batch * outHeight * outWidth * K);
        const dyDeep = values(batch * outHeight * outWidth * C * K);
        const before = tf.memory().numTensors;
        const tensors = {
          x: tf.tensor4d(x, [batch, height, width, C]),
          filter: tf.tensor4d(w, [...kernel, C, K]),
          dy: tf.tensor4d(dy, [batch, outHeight, outWidth, K]),
          deep: tf.tensor4d(dyDeep, [batch, outHeight, outWidth, C * K]),
        };
        const attrs = { strides, pad, dataFormat: 'NHWC', dilations: [1, 1] };
        const filterShape = tensors.filter.shape;
        const inputShape = tensors.x.shape;
        const conv = run('Conv2DBackpropFilter', { x: tensors.x, dy: tensors.dy }, { ...attrs, filterShape });
        expect(relativeError(conv, conv2DBackpropFilter(shape, x, dy))).toBeLessThan(1e-5);
        const depthFilter = { x: tensors.x, dy: tensors.deep };
        const deepW = run('DepthwiseConv2dNativeBackpropFilter', depthFilter, { ...attrs, filterShape });
        expect(relativeError(deepW, depthwiseBackpropFilter(shape, x, dyDeep))).toBeLessThan(1e-5);
        const depthInput = { dy: tensors.deep, filter: tensors.filter };
        const deepX = run('DepthwiseConv2dNativeBackpropInput', depthInput, { ...attrs, inputShape });
        expect(relativeError(deepX, depthwiseBackpropInput(shape, dyDeep, w))).toBeLessThan(1e-5);
        tf.dispose(tensors);
        expect(tf.memory().numTensors).toBe(before);
      }),
      { numRuns: 40 },
    );
  });

  it('add up the rows of segments, and those of no segment nowhere', () => {
    const before = tf.memory().numTensors;
    const x = tf.tensor2d([1, 2, 3, 4, 5, 6, 7, 8], [4, 2]);
    const segmentIds = tf.tensor1d([2, 0, 2, -1], 'int32');
    const sums = run('UnsortedSegmentSum', { x, segmentIds }, { numSegments: 3 });
    expect([...sums]).toEqual([3, 4, 0, 0, 6, 8]);
    tf.dispose([x, segmentIds]);
    expect(tf.memory().numTensors).toBe(before);
  });
});
