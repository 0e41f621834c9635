import type { TensorInfo } from '@tensorflow/tfjs-core';
import { areFloats, periodOf, repeat, sizeOf, vectorLength } from './channels';
import type { NativeKernel } from './kernel';
import type { Native } from './native';

type RowKernel = 'addRow' | 'subtractRow' | 'multiplyRow' | 'divideRow' | 'squaredDifferenceRow';

/**
 * Arithmetic of an image with a vector along its channels: a bias, a normalisation. The stock kernels do it at a
 * fifth of the speed of memory; equal shapes and scalars they do as fast as can be, so these stay theirs.
 */
export const add = broadcasting('Add', 'addRow', true);
export const sub = broadcasting('Sub', 'subtractRow', false);
export const multiply = broadcasting('Multiply', 'multiplyRow', true);
export const realDiv = broadcasting('RealDiv', 'divideRow', false);
export const squaredDifference = broadcasting('SquaredDifference', 'squaredDifferenceRow', true);

function broadcasting(kernelName: string, row: RowKernel, commutes: boolean): NativeKernel {
  return {
    kernelName,
    run: (native, { a, b }) => {
      if (!areFloats(a!, b!)) return null;
      if (isVectorOf(b!, a!)) return apply(native, row, a!, b!);
      if (commutes && isVectorOf(a!, b!)) return apply(native, row, b!, a!);
      return null;
    },
  };
}

/** Whether the values of `vector` lie along the last axis of the larger `image`, and are not alone. */
function isVectorOf(vector: TensorInfo, image: TensorInfo): boolean {
  const channels = vectorLength(vector.shape);
  return (
    channels !== undefined &&
    channels > 1 &&
    channels === image.shape.at(-1) &&
    vector.shape.length <= image.shape.length &&
    sizeOf(image) > channels
  );
}

function apply(native: Native, row: RowKernel, image: TensorInfo, vector: TensorInfo): TensorInfo {
  const y = native.output(image.shape);
  const period = periodOf(sizeOf(vector));
  const repeated = native.scratch(4 * period);
  repeat(native, vector, repeated, period);
  native.kernels[row](native.pointer(image), repeated, native.pointer(y), sizeOf(image), period);
  return y;
}
