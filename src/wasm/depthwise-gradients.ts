import type {
  DepthwiseConv2dNativeBackpropFilterAttrs,
  DepthwiseConv2dNativeBackpropInputAttrs,
  TensorInfo,
} from '@tensorflow/tfjs-core';
import { backend_util } from '@tensorflow/tfjs-core';
import type { NativeKernel } from './kernel';
import type { Native } from './native';

type Shape4D = [number, number, number, number];

/** `DepthwiseConv2dNativeBackpropInput`: the gradient of a depthwise convolution's input. */
export const depthwiseBackpropInput: NativeKernel = {
  kernelName: 'DepthwiseConv2dNativeBackpropInput',
  run: (native, inputs, attrs) =>
    backpropInput(
      native,
      inputs['dy']!,
      inputs['filter']!,
      attrs as unknown as DepthwiseConv2dNativeBackpropInputAttrs,
    ),
};

/** `DepthwiseConv2dNativeBackpropFilter`: the gradient of its filters. */
export const depthwiseBackpropFilter: NativeKernel = {
  kernelName: 'DepthwiseConv2dNativeBackpropFilter',
  run: (native, inputs, attrs) =>
    backpropFilter(
      native,
      inputs['x']!,
      inputs['dy']!,
      attrs as unknown as DepthwiseConv2dNativeBackpropFilterAttrs,
    ),
};

function backpropInput(
  native: Native,
  dy: TensorInfo,
  filter: TensorInfo,
  attrs: DepthwiseConv2dNativeBackpropInputAttrs,
): TensorInfo | null {
  const { strides, dilations, pad, dimRoundingMode, inputShape } = attrs;
  if (dy.dtype !== 'float32' || filter.dtype !== 'float32') return null;
  const shape = filter.shape as Shape4D;
  const info = backend_util.computeConv2DInfo(
    inputShape,
    shape,
    strides,
    dilations,
    pad,
    dimRoundingMode,
    true,
  );
  const { kernels, pointer } = native;
  const dx = native.output(inputShape);
  kernels.depthwiseBackpropInput(
    pointer(dy),
    info.batchSize,
    info.inHeight,
    info.inWidth,
    info.inChannels,
    pointer(filter),
    shape[3],
    info.filterHeight,
    info.filterWidth,
    info.strideHeight,
    info.strideWidth,
    info.dilationHeight,
    info.dilationWidth,
    info.padInfo.top,
    info.padInfo.left,
    pointer(dx),
    info.outHeight,
    info.outWidth,
  );
  return dx;
}

function backpropFilter(
  native: Native,
  x: TensorInfo,
  dy: TensorInfo,
  attrs: DepthwiseConv2dNativeBackpropFilterAttrs,
): TensorInfo | null {
  const { strides, dilations, pad, dimRoundingMode, filterShape } = attrs;
  if (dy.dtype !== 'float32' || x.dtype !== 'float32') return null;
  const shape = x.shape as Shape4D;
  const info = backend_util.computeConv2DInfo(
    shape,
    filterShape,
    strides,
    dilations,
    pad,
    dimRoundingMode,
    true,
  );
  const { kernels, pointer } = native;
  const dw = native.output(filterShape);
  kernels.depthwiseBackpropFilter(
    pointer(x),
    info.batchSize,
    info.inHeight,
    info.inWidth,
    info.inChannels,
    pointer(dy),
    filterShape[3],
    info.filterHeight,
    info.filterWidth,
    info.strideHeight,
    info.strideWidth,
    info.dilationHeight,
    info.dilationWidth,
    info.padInfo.top,
    info.padInfo.left,
    pointer(dw),
    info.outHeight,
    info.outWidth,
    native.scratch(4 * filterShape.reduce((a, b) => a * b, 1)),
  );
  return dw;
}
