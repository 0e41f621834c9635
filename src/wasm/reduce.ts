import type { NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import { backend_util, util } from '@tensorflow/tfjs-core';
import { areFloats, periodOf, sizeOf } from './channels';
import type { NativeKernel } from './kernel';
import type { Native } from './native';

/**
 * Sums and means over all axes, or over pixels channel by channel (the gradient of a bias, the statistics of batch
 * normalisation, global average pooling). The stock kernels transpose first, and add up in single precision.
 */
export const sum = reduction('Sum', () => 1);
export const mean = reduction('Mean', (count) => 1 / count);

function reduction(kernelName: string, factorOf: (count: number) => number): NativeKernel {
  return {
    kernelName,
    run: (native, inputs, attrs) => {
      shapes.set(attrs, inputs['x']!.shape);
      return reduce(native, inputs['x']!, attrs, factorOf);
    },
  };
}

/** The shapes of what was reduced, under the attributes that an operation hands to its kernel and its gradient. */
const shapes = /* @__PURE__ */ new WeakMap<NamedAttrMap, number[]>();

/** The shape of the image that a sum or mean with just these attributes was taken of. */
export function reducedShape(attrs: NamedAttrMap): number[] {
  return shapes.get(attrs)!;
}

function reduce(
  native: Native,
  x: TensorInfo,
  attrs: NamedAttrMap,
  factorOf: (count: number) => number,
): TensorInfo | null {
  if (!areFloats(x)) return null;
  const { axis, keepDims } = attrs as { axis: number | number[]; keepDims?: boolean };
  const axes = util.parseAxisParam(axis, x.shape).sort((a, b) => a - b);
  const [first, last] = [axes[0], axes.at(-1)];
  // Axes side by side: the shape is [outer, reduced, inner], and each outer one is a sum of its own.
  if (first === undefined || last === undefined || last - first + 1 !== axes.length) return null;
  const outer = util.sizeFromShape(x.shape.slice(0, first));
  const inner = util.sizeFromShape(x.shape.slice(last + 1));
  const count = sizeOf(x) / outer / inner;
  // Many short sums are better off in the stock kernel.
  if (count * inner < 64 || (inner === 1 && count < 256)) return null;
  const [shape] = backend_util.computeOutAndReduceShapes(x.shape, axes);
  const y = native.output(keepDims ? backend_util.expandShapeToKeepDim(shape, axes) : shape);
  const period = periodOf(inner);
  const sums = native.scratch(8 * period);
  const n = count * inner;
  for (let o = 0; o < outer; o++) {
    const from = native.pointer(x) + 4 * o * n;
    native.kernels.sumRows(from, native.pointer(y) + 4 * o * inner, n, inner, period, factorOf(count), sums);
  }
  return y;
}
