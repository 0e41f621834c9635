import type { Conv2DBackpropInputAttrs, TensorInfo } from '@tensorflow/tfjs-core';
import { backend_util } from '@tensorflow/tfjs-core';
import type { NativeKernel } from './kernel';
import type { Native } from './native';
import { winogradConv, winogradPays } from './winograd';

type Shape4D = [number, number, number, number];

/** `Conv2DBackpropInput`: the gradient of a convolution's input, and the forward pass of a transposed convolution. */
export const conv2DBackpropInput: NativeKernel = {
  kernelName: 'Conv2DBackpropInput',
  run: (native, inputs, attrs) =>
    backpropInput(native, inputs['dy']!, inputs['filter']!, attrs as unknown as Conv2DBackpropInputAttrs),
};

function backpropInput(
  native: Native,
  dy: TensorInfo,
  filter: TensorInfo,
  attrs: Conv2DBackpropInputAttrs,
): TensorInfo | null {
  const { strides, pad, dataFormat, dimRoundingMode, inputShape } = attrs;
  if (dataFormat !== 'NHWC' || dy.dtype !== 'float32' || filter.dtype !== 'float32') return null;
  const info = backend_util.computeConv2DInfo(
    inputShape,
    filter.shape as Shape4D,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  const { filterHeight, filterWidth, strideHeight, strideWidth, inChannels, outChannels, padInfo } = info;
  if (inputShape.includes(0) || dy.shape.includes(0)) return null;

  const { kernels, pointer } = native;
  const dx = native.output(inputShape);
  const isUnitStride = strideHeight === 1 && strideWidth === 1;
  if (filterHeight === 3 && filterWidth === 3 && isUnitStride && winogradPays(inputShape)) {
    // Padding of the forward pass eats into the full padding of the backward one.
    const [padTop, padLeft] = [2 - padInfo.top, 2 - padInfo.left];
    const args = { x: dy, y: dx, filter, padTop, padLeft, flipped: true, bias: 0, activation: 0, alpha: 0 };
    if (padTop >= 0 && padLeft >= 0 && winogradConv(native, args)) return dx;
  }
  if (filterHeight * filterWidth === 1 && isUnitStride && padInfo.top === 0 && padInfo.left === 0) {
    const positions = info.batchSize * info.outHeight * info.outWidth;
    const scratch = native.scratch(kernels.matMulScratch(positions, inChannels, outChannels));
    const [a, b, c] = [pointer(dy), pointer(filter), pointer(dx)];
    kernels.matMul(a, 0, b, 1, c, positions, inChannels, outChannels, 0, 0, 0, scratch);
    return dx;
  }
  kernels.convGemmBackpropInput(
    pointer(dy),
    info.batchSize,
    info.inHeight,
    info.inWidth,
    inChannels,
    pointer(filter),
    filterHeight,
    filterWidth,
    strideHeight,
    strideWidth,
    padInfo.top,
    padInfo.left,
    pointer(dx),
    info.outHeight,
    info.outWidth,
    outChannels,
    native.scratch(kernels.convGemmScratch(filterHeight * filterWidth * inChannels, outChannels)),
  );
  return dx;
}
