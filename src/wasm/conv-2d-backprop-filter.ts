import type { Conv2DBackpropFilterAttrs, TensorInfo } from '@tensorflow/tfjs-core';
import { backend_util } from '@tensorflow/tfjs-core';
import type { NativeKernel } from './kernel';
import type { Native } from './native';
import { winogradBackpropFilter, winogradPays } from './winograd';

type Shape4D = [number, number, number, number];

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
  const { strides, pad, dataFormat, dimRoundingMode, filterShape } = attrs;
  if (dataFormat !== 'NHWC' || dy.dtype !== 'float32' || x.dtype !== 'float32') return null;
  const info = backend_util.computeConv2DInfo(
    x.shape as Shape4D,
    filterShape,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  const { filterHeight, filterWidth, strideHeight, strideWidth, inChannels, outChannels, padInfo } = info;
  if (filterShape.includes(0) || dy.shape.includes(0) || x.shape.includes(0)) return null;

  const { kernels, pointer } = native;
  const dw = native.output(filterShape);
  const isUnitStride = strideHeight === 1 && strideWidth === 1;
  if (filterHeight === 3 && filterWidth === 3 && isUnitStride && winogradPays(dy.shape)) {
    if (winogradBackpropFilter(native, { x, dy, dw, padTop: padInfo.top, padLeft: padInfo.left })) return dw;
  }
  const isUnit = filterHeight * filterWidth === 1 && isUnitStride && padInfo.top === 0;
  if (isUnit && padInfo.left === 0) {
    const positions = info.batchSize * info.outHeight * info.outWidth;
    const scratch = native.scratch(kernels.matMulScratch(inChannels, outChannels, positions));
    const [a, b, c] = [pointer(x), pointer(dy), pointer(dw)];
    kernels.matMul(a, 1, b, 0, c, inChannels, outChannels, positions, 0, 0, 0, scratch);
    return dw;
  }
  kernels.convGemmBackpropFilter(
    pointer(x),
    info.batchSize,
    info.inHeight,
    info.inWidth,
    inChannels,
    pointer(dy),
    filterHeight,
    filterWidth,
    strideHeight,
    strideWidth,
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
