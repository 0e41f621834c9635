import type { AvgPoolGradAttrs, MaxPoolGradAttrs, TensorInfo } from '@tensorflow/tfjs-core';
import { backend_util } from '@tensorflow/tfjs-core';
import { areFloats } from './channels';
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
): backend_util.Conv2DInfo {
  const image = shape as [number, number, number, number];
  return backend_util.computePool2DInfo(image, filterSize, strides, 1, pad, dimRoundingMode);
}

type Geometry = Parameters<(...args: Numbers<12>) => void>;
type Numbers<N extends number, T extends number[] = []> = T['length'] extends N
  ? T
  : Numbers<N, [...T, number]>;

function geometry(info: backend_util.Conv2DInfo): Geometry {
  return [
    info.batchSize,
    info.inHeight,
    info.inWidth,
    info.inChannels,
    info.outHeight,
    info.outWidth,
    info.filterHeight,
    info.filterWidth,
    info.strideHeight,
    info.strideWidth,
    info.padInfo.top,
    info.padInfo.left,
  ];
}
