import type { AvgPoolGradAttrs, MaxPoolGradAttrs, TensorInfo } from '@tensorflow/tfjs-core';
import { backend_util } from '@tensorflow/tfjs-core';
import { areFloats } from './channels';
import { imageOf, windowOf, type ConvInfo, type Shape4D } from './conv-geometry';
import type { NativeKernel } from './kernel';

/** `MaxPoolGrad`: the first maximum of each window takes its gradient, as on the cpu backend. */
export const maxPoolGrad: NativeKernel = {
  kernelName: 'MaxPoolGrad',
  run: (native, inputs, attrs) => {
    const { dy, input: x } = inputs as { dy: TensorInfo; input: TensorInfo };
    const info = poolInfo(x, attrs as unknown as MaxPoolGradAttrs);
    if (!areFloats(x, dy)) return null;
    const dx = native.output(x.shape);
    const { kernels, pointer } = native;
    kernels.maxPoolGrad(pointer(x), pointer(dy), pointer(dx), ...geometry(info));
    return dx;
  },
};

/** `AvgPoolGrad`: every pixel of a window takes an equal share; padding takes its own and loses it. */
export const avgPoolGrad: NativeKernel = {
  kernelName: 'AvgPoolGrad',
  run: (native, inputs, attrs) => {
    const { dy, input: x } = inputs as { dy: TensorInfo; input: TensorInfo };
    const info = poolInfo(x, attrs as unknown as AvgPoolGradAttrs);
    if (!areFloats(x, dy)) return null;
    const dx = native.output(x.shape);
    const { kernels, pointer } = native;
    const share = 1 / (info.filterHeight * info.filterWidth);
    kernels.avgPoolGrad(pointer(dy), pointer(dx), ...geometry(info), share);
    return dx;
  },
};

function poolInfo(
  { shape }: TensorInfo,
  { filterSize, strides, pad, dimRoundingMode }: MaxPoolGradAttrs,
): ConvInfo {
  return backend_util.computePool2DInfo(shape as Shape4D, filterSize, strides, 1, pad, dimRoundingMode);
}

/** Image, size of the output, window and padding, as the kernels take them. */
function geometry(info: ConvInfo): [...Shape4D, number, number, ...Shape4D, number, number] {
  const { outHeight, outWidth, padInfo } = info;
  return [...imageOf(info), outHeight, outWidth, ...windowOf(info), padInfo.top, padInfo.left];
}
