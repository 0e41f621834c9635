import type { Conv2DAttrs, FusedConv2DAttrs, TensorInfo } from '@tensorflow/tfjs-core';
import { activationNumber } from './activation';
import { areFloats } from './channels';
import { convInfo, imageOf, isProduct, isWinograd, positionsOf, windowOf } from './conv-geometry';
import type { NativeKernel } from './kernel';
import type { Native } from './native';
import { winogradConv } from './winograd';
import { isWinogradLine, winogradLine } from './winograd-line';

interface ConvolveArgs {
  readonly x: TensorInfo;
  readonly filter: TensorInfo;
  readonly bias: TensorInfo | undefined;
  readonly activation: number | undefined;
  readonly alpha: number;
  readonly attrs: Conv2DAttrs;
}

/** `Conv2D`: NHWC images, any kernel, stride, padding and dilation. */
export const conv2D: NativeKernel = {
  kernelName: 'Conv2D',
  run: (native, inputs, attrs) =>
    convolve(native, {
      x: inputs['x']!,
      filter: inputs['filter']!,
      bias: undefined,
      activation: 0,
      alpha: 0,
      attrs: attrs as unknown as Conv2DAttrs,
    }),
};

/** `FusedConv2D`: the same, with bias and activation while the outputs are in registers. */
export const fusedConv2D: NativeKernel = {
  kernelName: 'FusedConv2D',
  run: (native, inputs, attrs) => {
    const { activation, leakyreluAlpha, ...rest } = attrs as unknown as FusedConv2DAttrs;
    return convolve(native, {
      x: inputs['x']!,
      filter: inputs['filter']!,
      bias: inputs['bias'],
      activation: activationNumber(activation),
      alpha: leakyreluAlpha ?? 0,
      attrs: rest,
    });
  },
};

function convolve(
  native: Native,
  { x, filter, bias, activation, alpha, attrs }: ConvolveArgs,
): TensorInfo | null {
  if (activation === undefined || attrs.dataFormat !== 'NHWC') return null;
  const info = convInfo(x.shape, filter.shape, attrs);
  const { outShape, outChannels, inChannels, padInfo } = info;
  if (outShape.includes(0) || !areFloats(x, filter)) return null;
  // What the stock kernel refuses, it refuses in its own words.
  if (bias && (bias.shape.length !== 1 || bias.shape[0] !== outChannels)) return null;

  const { kernels, pointer } = native;
  const y = native.output(outShape);
  const ending = { bias: bias ? pointer(bias) : 0, activation, alpha };
  if (isWinograd(info, outShape)) {
    const args = { x, y, filter, padTop: padInfo.top, padLeft: padInfo.left, flipped: false, ...ending };
    if (winogradConv(native, args)) return y;
  }
  if (isWinogradLine(info) && winogradLine(native, { info, x, y, filter, ...ending })) return y;
  const depth = info.filterHeight * info.filterWidth * inChannels;
  if (isProduct(info)) {
    const positions = positionsOf(info);
    const scratch = native.scratch(kernels.matMulScratch(positions, outChannels, depth));
    const [a, b, c] = [pointer(x), pointer(filter), pointer(y)];
    kernels.matMul(a, 0, b, 0, c, positions, outChannels, depth, ending.bias, activation, alpha, scratch);
    return y;
  }
  kernels.convGemm(
    pointer(x),
    ...imageOf(info),
    pointer(filter),
    ...windowOf(info),
    info.dilationHeight,
    info.dilationWidth,
    padInfo.top,
    padInfo.left,
    pointer(y),
    info.outHeight,
    info.outWidth,
    outChannels,
    ending.bias,
    activation,
    alpha,
    native.scratch(kernels.convGemmScratch(depth, outChannels)),
  );
  return y;
}
