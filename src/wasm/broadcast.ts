import type { TensorInfo } from '@tensorflow/tfjs-core';
import { util } from '@tensorflow/tfjs-core';
import { areFloats, periodOf, sizeOf } from './channels';
import type { NativeKernel } from './kernel';
import type { Native } from './native';

type RowKernel = 'addRow' | 'subtractRow' | 'multiplyRow' | 'divideRow' | 'squaredDifferenceRow';

/**
 * Arithmetic of images with a vector along their channels, one for all or one for each: a bias, a normalisation, the
 * weights of squeeze-and-excitation. The stock kernels do it at a fifth of the speed of memory; equal shapes and scalars
 * they do as fast as can be, so these stay theirs.
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
      const images = imagesFor(b!, a!);
      if (images !== undefined) return apply(native, row, a!, b!, images);
      const swapped = commutes ? imagesFor(a!, b!) : undefined;
      return swapped === undefined ? null : apply(native, row, b!, a!, swapped);
    },
  };
}

/**
 * How many parts of `image` meet a vector of their own along the last axis: 1 for `[C]` or `[1, 1, 1, C]`, the batch for
 * `[B, 1, 1, C]`. Undefined where `vectors` does not lie like that, or where the parts are too small to be worth a call.
 */
function imagesFor(vectors: TensorInfo, image: TensorInfo): number | undefined {
  const channels = vectors.shape.at(-1) ?? 1;
  const missing = image.shape.length - vectors.shape.length;
  if (channels < 2 || channels !== image.shape.at(-1) || missing < 0) return undefined;
  const lead = [...new Array<number>(missing).fill(1), ...vectors.shape.slice(0, -1)];
  const ones = lead.findIndex((size, axis) => size !== image.shape[axis]);
  // Equal shapes the stock kernels do as fast as can be.
  if (ones < 0 || lead.slice(ones).some((size) => size !== 1)) return undefined;
  const images = util.sizeFromShape(lead.slice(0, ones));
  return images === 1 || sizeOf(image) >= 1024 * images ? images : undefined;
}

function apply(
  native: Native,
  row: RowKernel,
  image: TensorInfo,
  vectors: TensorInfo,
  images: number,
): TensorInfo {
  const { kernels, pointer } = native;
  const y = native.output(image.shape);
  const channels = image.shape.at(-1)!;
  const size = sizeOf(image) / images;
  const period = periodOf(channels);
  const repeated = native.scratch(4 * period);
  for (let i = 0; i < images; i++) {
    kernels.repeatRow(pointer(vectors) + 4 * channels * i, repeated, channels, period);
    kernels[row](pointer(image) + 4 * size * i, repeated, pointer(y) + 4 * size * i, size, period);
  }
  return y;
}
