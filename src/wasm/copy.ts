import type { TensorInfo } from '@tensorflow/tfjs-core';
import { backend_util, slice_util, util } from '@tensorflow/tfjs-core';
import { sizeOf } from './channels';
import type { NativeKernel } from './kernel';
import type { Native } from './native';

/** `Identity`: the same data under a second name. The stock kernel copies, and every tensor that a gradient needs is cloned. */
export const identity: NativeKernel = {
  kernelName: 'Identity',
  run: (native, { x }) => (isNumeric(x!) ? share(native, x!, x!.shape) : null),
};

/** `Cast` to the type it has: the same data. */
export const cast: NativeKernel = {
  kernelName: 'Cast',
  run: (native, { x }, { dtype }) =>
    isNumeric(x!) && x!.dtype === dtype ? share(native, x!, x!.shape) : null,
};

/** `Concat` along any axis, of numbers of four bytes. */
export const concat: NativeKernel = {
  kernelName: 'Concat',
  run: (native, inputs, attrs) => {
    const parts = Object.values(inputs as Record<string, TensorInfo>).filter((part) => sizeOf(part) > 0);
    const first = parts[0];
    if (parts.length < 2 || !parts.every((part) => isWide(part) && part.dtype === first!.dtype)) return null;
    const axis = util.parseAxisParam(attrs['axis'] as number, first!.shape)[0]!;
    const shapes = parts.map(({ shape }) => shape);
    backend_util.assertParamsConsistent(shapes, axis);
    const y = native.output(backend_util.computeOutShape(shapes, axis), first!.dtype);
    const rows = util.sizeFromShape(first!.shape.slice(0, axis));
    const stride = (4 * sizeOf(y)) / rows;
    let to = native.pointer(y);
    for (const part of parts) {
      const bytes = (4 * sizeOf(part)) / rows;
      native.kernels.copyRows(native.pointer(part), to, rows, bytes, bytes, stride);
      to += bytes;
    }
    return y;
  },
};

/** `Slice` of numbers of four bytes. */
export const slice: NativeKernel = {
  kernelName: 'Slice',
  run: (native, inputs, attrs) => {
    const x = inputs['x']!;
    const [begin, size] = slice_util.parseSliceParams(
      x,
      attrs['begin'] as number[],
      attrs['size'] as number[],
    ) as [number[], number[]];
    slice_util.assertParamsValid(x, begin, size);
    return isWide(x) && util.sizeFromShape(size) > 0 ? cut(native, x, begin, size) : null;
  },
};

/** `SplitV`: slices side by side, the gradient of `Concat`. */
export const splitV: NativeKernel = {
  kernelName: 'SplitV',
  run: (native, inputs, attrs) => {
    const x = inputs['x']!;
    if (!isWide(x)) return null;
    const axis = util.parseAxisParam(attrs['axis'] as number, x.shape)[0]!;
    const sizes = backend_util.prepareSplitSize(x, attrs['numOrSizeSplits'] as number[] | number, axis);
    if (sizes.includes(0)) return null;
    let at = 0;
    return sizes.map((length) => {
      const begin = x.shape.map((_, i) => (i === axis ? at : 0));
      at += length;
      return cut(
        native,
        x,
        begin,
        x.shape.map((whole, i) => (i === axis ? length : whole)),
      );
    });
  },
};

/** The box at `begin` of `size`: runs along the last axis that is cut, rows along the one before it. */
function cut(native: Native, x: TensorInfo, begin: readonly number[], size: readonly number[]): TensorInfo {
  const y = native.output(size, x.dtype);
  const strides = [...util.computeStrides(x.shape), 1];
  const isCut = (axis: number): boolean => size[axis] !== x.shape[axis];
  let run = x.shape.length - 1;
  while (run > 0 && !isCut(run)) run--;
  // All axes before `run` that are whole join into the rows, up to the next one that is cut.
  let row = run - 1;
  while (row > 0 && !isCut(row)) row--;
  const bytes = 4 * util.sizeFromShape(size.slice(run));
  const rows = run > 0 ? util.sizeFromShape(size.slice(Math.max(row, 0), run)) : 1;
  const xStride = run > 0 ? 4 * strides[run - 1]! : 0;
  const boxes = row > 0 ? util.sizeFromShape(size.slice(0, row)) : 1;
  const start = begin.reduce((sum, at, axis) => sum + at * strides[axis]!, 0);
  let to = native.pointer(y);
  for (let box = 0; box < boxes; box++) {
    let from = start;
    for (let axis = row - 1, rest = box; axis >= 0; axis--) {
      from += (rest % size[axis]!) * strides[axis]!;
      rest = Math.floor(rest / size[axis]!);
    }
    native.kernels.copyRows(native.pointer(x) + 4 * from, to, rows, bytes, xStride, bytes);
    to += rows * bytes;
  }
  return y;
}

/** A second tensor on the same data, which is freed with the last of them. */
export function share({ backend }: Native, { dataId, dtype }: TensorInfo, shape: number[]): TensorInfo {
  backend.incRef(dataId);
  return { dataId, shape, dtype };
}

const isNumeric = ({ dtype }: TensorInfo): boolean => dtype !== 'string';
const isWide = ({ dtype }: TensorInfo): boolean => dtype === 'float32' || dtype === 'int32';
