import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { createRandom } from 'hilum';
import type { ConvShape } from './reference';
import { convSize } from './reference';

/**
 * The largest error allowed of a kernel in single precision, relative to the largest magnitude of the exact result.
 * Winograd's transforms cost about one decimal digit: with 320 channels 1.2e-5 was seen, and 3e-6 is usual.
 */
export const tolerance = 3e-5;

/** A shape with what most tests leave as it is. */
export function convShape(shape: Partial<ConvShape>): ConvShape {
  return {
    batch: 1,
    height: 8,
    width: 8,
    channels: 4,
    filters: 8,
    kernel: [3, 3],
    strides: [1, 1],
    dilations: [1, 1],
    pad: 'same',
    ...shape,
  };
}

const pair = (min: number, max: number): fc.Arbitrary<[number, number]> =>
  fc.tuple(fc.integer({ min, max }), fc.integer({ min, max }));

/** Convolutions of any kind that have an output: two thirds of them of the kinds that have a path of their own. */
export function convShapes(maxDilation: number): fc.Arbitrary<ConvShape> {
  const sizes = {
    batch: fc.integer({ min: 1, max: 3 }),
    height: fc.integer({ min: 1, max: 14 }),
    width: fc.integer({ min: 1, max: 14 }),
    channels: fc.integer({ min: 1, max: 13 }),
    filters: fc.integer({ min: 1, max: 19 }),
    pad: fc.constantFrom<'same' | 'valid'>('same', 'valid'),
  };
  const winograd = fc.record(sizes).map((shape) => convShape(shape));
  const line = fc
    .record({ ...sizes, taps: fc.constantFrom(3, 5, 7), across: fc.boolean() })
    .map(({ taps, across, ...shape }) => convShape({ ...shape, kernel: across ? [1, taps] : [taps, 1] }));
  const any = fc.record({
    ...sizes,
    kernel: pair(1, 5),
    strides: pair(1, 3),
    // tfjs refuses strides and dilations together.
    dilations: pair(1, maxDilation),
  });
  const allowed = any.map((shape): ConvShape =>
    shape.dilations[0] * shape.dilations[1] > 1 ? { ...shape, strides: [1, 1] } : shape,
  );
  return fc.oneof(winograd, line, allowed).filter((shape) => {
    const { outHeight, outWidth } = convSize(shape);
    return outHeight > 0 && outWidth > 0;
  });
}

/** `count` numbers in [-1, 1), the same for the same seed. */
export function values(seed: number | string, count: number): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length: count }, () => random.uniform(-1, 1));
}

/** Runs a kernel of the active backend by name and gives its values; nothing of it is left behind. */
export function runKernel(kernelName: string, inputs: tf.NamedTensorMap, attrs: object): Float32Array {
  return tf.tidy(() =>
    tf
      .engine()
      .runKernel<tf.Tensor>(kernelName, inputs, { ...attrs })
      .dataSync<'float32'>(),
  );
}
