import type { Conv2DBackpropInputAttrs, TensorInfo } from '@tensorflow/tfjs-core';
import { areFloats } from './channels';
import { convInfo, imageOf, isProduct, isWinograd, positionsOf, windowOf } from './conv-geometry';
import type { NativeKernel } from './kernel';
import type { Native } from './native';
import { winogradConv } from './winograd';

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
  const { dataFormat, inputShape } = attrs;
  if (dataFormat !== 'NHWC' || !areFloats(dy, filter)) return null;
  const info = convInfo(inputShape, filter.shape, attrs);
  const { filterHeight, filterWidth, inChannels, outChannels, padInfo } = info;

  const { kernels, pointer } = native;
  const dx = native.output(inputShape);
  if (isWinograd(info, inputShape)) {
    // Padding of the forward pass eats into the full padding of the backward one.
    const [padTop, padLeft] = [2 - padInfo.top, 2 - padInfo.left];
    const args = { x: dy, y: dx, filter, padTop, padLeft, flipped: true, bias: 0, activation: 0, alpha: 0 };
    if (padTop >= 0 && padLeft >= 0 && winogradConv(native, args)) return dx;
  }
  if (isProduct(info)) {
    const positions = positionsOf(info);
    const scratch = native.scratch(kernels.matMulScratch(positions, inChannels, outChannels));
    const [a, b, c] = [pointer(dy), pointer(filter), pointer(dx)];
    kernels.matMul(a, 0, b, 1, c, positions, inChannels, outChannels, 0, 0, 0, scratch);
    return dx;
  }
  kernels.convGemmBackpropInput(
    pointer(dy),
    ...imageOf(info),
    pointer(filter),
    ...windowOf(info),
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
