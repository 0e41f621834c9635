import { backend_util } from '@tensorflow/tfjs-core';
import { winogradPays } from './winograd';

export type Shape4D = [number, number, number, number];

/** Sizes, steps and padding of a convolution. */
export type ConvInfo = backend_util.Conv2DInfo;

/** What an operation of tfjs says of a convolution, beside its shapes. */
export interface ConvAttrs {
  readonly strides: [number, number] | number;
  readonly pad: Parameters<typeof backend_util.computeConv2DInfo>[4];
  readonly dilations?: [number, number] | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** The geometry of a convolution of NHWC images. */
export function convInfo(
  image: readonly number[],
  filter: readonly number[],
  { strides, dilations = 1, pad, dimRoundingMode }: ConvAttrs,
  depthwise = false,
): ConvInfo {
  return backend_util.computeConv2DInfo(
    image as Shape4D,
    filter as Shape4D,
    strides,
    dilations,
    pad,
    dimRoundingMode,
    depthwise,
  );
}

/** Whether Winograd's algorithm computes this convolution, or its gradients, fastest; `output` is what it gives. */
export function isWinograd(info: ConvInfo, output: readonly number[]): boolean {
  return info.filterHeight === 3 && info.filterWidth === 3 && isDense(info) && winogradPays(output);
}

/** Whether taps lie side by side and windows begin at every pixel: neither stride nor dilation. */
export function isDense({ strideHeight, strideWidth, dilationHeight, dilationWidth }: ConvInfo): boolean {
  return Math.max(strideHeight, strideWidth, dilationHeight, dilationWidth) === 1;
}

/** Whether a convolution is one product of matrices: every pixel by itself. */
export function isProduct({
  filterHeight,
  filterWidth,
  strideHeight,
  strideWidth,
  padInfo,
}: ConvInfo): boolean {
  return filterHeight * filterWidth * strideHeight * strideWidth === 1 && padInfo.top + padInfo.left === 0;
}

/** How many pixels come out, over the whole batch. */
export const positionsOf = (info: ConvInfo): number => info.batchSize * info.outHeight * info.outWidth;

/** Batch, height, width and channels of the image, as the kernels take them. */
export const imageOf = (info: ConvInfo): Shape4D => [
  info.batchSize,
  info.inHeight,
  info.inWidth,
  info.inChannels,
];

/** Size and step of the window, as the kernels take them. */
export const windowOf = (info: ConvInfo): Shape4D => [
  info.filterHeight,
  info.filterWidth,
  info.strideHeight,
  info.strideWidth,
];
