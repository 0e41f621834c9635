import type {
  DepthwiseConv2dNativeBackpropFilterAttrs,
  DepthwiseConv2dNativeBackpropInputAttrs,
  TensorInfo,
} from '@tensorflow/tfjs-core';
import { areFloats } from './channels';
import { convInfo, imageOf, windowOf } from './conv-geometry';
import type { NativeKernel } from './kernel';
import type { Native } from './native';

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
  const { inputShape } = attrs;
  if (!areFloats(dy, filter)) return null;
  const info = convInfo(inputShape, filter.shape, attrs, true);
  const { kernels, pointer } = native;
  const dx = native.output(inputShape);
  kernels.depthwiseBackpropInput(
    pointer(dy),
    ...imageOf(info),
    pointer(filter),
    filter.shape[3]!,
    ...windowOf(info),
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
  const { filterShape } = attrs;
  if (!areFloats(x, dy)) return null;
  const info = convInfo(x.shape, filterShape, attrs, true);
  const { kernels, pointer } = native;
  const dw = native.output(filterShape);
  kernels.depthwiseBackpropFilter(
    pointer(x),
    ...imageOf(info),
    pointer(dy),
    filterShape[3],
    ...windowOf(info),
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
