import type { TensorInfo } from '@tensorflow/tfjs-core';
import { util } from '@tensorflow/tfjs-core';
import type { Native } from './native';

/**
 * The kernels that meet a vector [C] with every pixel work on rows of this many floats, the vector repeated:
 * the least multiple of C and of 16, so that narrow and odd channels run through full lanes.
 */
export function periodOf(channels: number): number {
  let period = channels;
  while (period % 16 !== 0) period += channels;
  return period;
}

/** The channels of a shape that is a vector along the last axis of an image, `[1, 1, C]` say; undefined for others. */
export function vectorLength(shape: readonly number[]): number | undefined {
  return shape.slice(0, -1).every((size) => size === 1) ? (shape.at(-1) ?? 1) : undefined;
}

/** Repeats a vector into scratch. */
export function repeat({ kernels, pointer }: Native, vector: TensorInfo, row: number, period: number): void {
  kernels.repeatRow(pointer(vector), row, sizeOf(vector), period);
}

/** How many values a tensor holds. */
export function sizeOf({ shape }: TensorInfo): number {
  return util.sizeFromShape(shape);
}

/** Whether all tensors hold single precision numbers, at least one each: what the kernels compute with. */
export function areFloats(...tensors: readonly TensorInfo[]): boolean {
  return tensors.every((tensor) => tensor.dtype === 'float32' && sizeOf(tensor) > 0);
}
