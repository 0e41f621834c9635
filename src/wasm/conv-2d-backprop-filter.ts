import type { Conv2DBackpropFilterAttrs, TensorInfo } from '@tensorflow/tfjs-core';
import { areFloats } from './channels';
import { convInfo, imageOf, isProduct, isWinograd, positionsOf, windowOf } from './conv-geometry';
import type { NativeKernel } from './kernel';
import type { Native } from './native';
import { winogradBackpropFilter } from './winograd';

/** `Conv2DBackpropFilter`: the gradient of a convolution's filters, which the stock backend lacks. */
export const conv2DBackpropFilter: NativeKernel = {
  kernelName: 'Conv2DBackpropFilter',
  run: (native, inputs, attrs) =>
    backpropFilter(native, inputs['x']!, inputs['dy']!, attrs as unknown as Conv2DBackpropFilterAttrs),
};

function backpropFilter(
  native: Native,
  x: TensorInfo,
  dy: TensorInfo,
  attrs: Conv2DBackpropFilterAttrs,
): TensorInfo | null {
  const { dataFormat, filterShape } = attrs;
  if (dataFormat !== 'NHWC' || !areFloats(x, dy)) return null;
  const info = convInfo(x.shape, filterShape, attrs);
  const { filterHeight, filterWidth, inChannels, outChannels, padInfo } = info;

  const { kernels, pointer } = native;
  const dw = native.output(filterShape);
  if (isWinograd(info, dy.shape)) {
    if (winogradBackpropFilter(native, { x, dy, dw, padTop: padInfo.top, padLeft: padInfo.left })) return dw;
  }
  if (isProduct(info)) {
    const positions = positionsOf(info);
    const scratch = native.scratch(kernels.matMulScratch(inChannels, outChannels, positions));
    const [a, b, c] = [pointer(x), pointer(dy), pointer(dw)];
    kernels.matMul(a, 1, b, 0, c, inChannels, outChannels, positions, 0, 0, 0, scratch);
    return dw;
  }
  kernels.convGemmBackpropFilter(
    pointer(x),
    ...imageOf(info),
    pointer(dy),
    ...windowOf(info),
    padInfo.top,
    padInfo.left,
    pointer(dw),
    info.outHeight,
    info.outWidth,
    outChannels,
    native.scratch(kernels.convGemmScratch(filterHeight * filterWidth * inChannels, outChannels)),
  );
  return dw;
}
