import type { Conv2DAttrs, FusedConv2DAttrs, TensorInfo } from '@tensorflow/tfjs-core';
import { backend_util } from '@tensorflow/tfjs-core';
import { activationNumber } from './activation';
import type { NativeKernel } from './kernel';
import type { Native } from './native';
import { winogradConv, winogradPays } from './winograd';

type Shape4D = [number, number, number, number];

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
  const { strides, pad, dataFormat, dilations, dimRoundingMode } = attrs;
  if (activation === undefined || dataFormat !== 'NHWC') return null;
  const info = backend_util.computeConv2DInfo(
    x.shape as Shape4D,
    filter.shape as Shape4D,
    strides,
    dilations,
    pad,
    dimRoundingMode,
  );
  const { outShape, outChannels, filterHeight, filterWidth, inChannels, strideHeight, strideWidth } = info;
  if (outShape.includes(0) || inChannels === 0 || !isFloat(x) || !isFloat(filter)) return null;
  // What the stock kernel refuses, it refuses in its own words.
  if (bias && (bias.shape.length !== 1 || bias.shape[0] !== outChannels)) return null;
  const { top, left } = info.padInfo;

  const y = native.output(outShape);
  const biasPointer = bias ? native.pointer(bias) : 0;
  const step = Math.max(strideHeight, strideWidth, info.dilationHeight, info.dilationWidth);
  if (filterHeight === 3 && filterWidth === 3 && step === 1 && winogradPays(outShape)) {
    const args = {
      x,
      y,
      filter,
      padTop: top,
      padLeft: left,
      flipped: false,
      bias: biasPointer,
      activation,
      alpha,
    };
    if (winogradConv(native, args)) return y;
  }
  const { kernels, pointer } = native;
  const depth = filterHeight * filterWidth * inChannels;
  if (filterHeight * filterWidth === 1 && strideHeight * strideWidth === 1 && top === 0 && left === 0) {
    const positions = info.batchSize * info.outHeight * info.outWidth;
    const scratch = native.scratch(kernels.matMulScratch(positions, outChannels, depth));
    kernels.matMul(
      pointer(x),
      0,
      pointer(filter),
      0,
      pointer(y),
      positions,
      outChannels,
      depth,
      biasPointer,
      activation,
      alpha,
      scratch,
    );
    return y;
  }
  kernels.convGemm(
    pointer(x),
    info.batchSize,
    info.inHeight,
    info.inWidth,
    inChannels,
    pointer(filter),
    filterHeight,
    filterWidth,
    strideHeight,
    strideWidth,
    info.dilationHeight,
    info.dilationWidth,
    top,
    left,
    pointer(y),
    info.outHeight,
    info.outWidth,
    outChannels,
    biasPointer,
    activation,
    alpha,
    native.scratch(kernels.convGemmScratch(depth, outChannels)),
  );
  return y;
}

const isFloat = ({ dtype }: TensorInfo): boolean => dtype === 'float32';
