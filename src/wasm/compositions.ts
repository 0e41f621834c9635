import type {
  Conv2DBackpropFilterAttrs,
  DepthwiseConv2dNativeBackpropFilterAttrs,
  DepthwiseConv2dNativeBackpropInputAttrs,
  KernelConfig,
  NamedAttrMap,
  NamedTensorInfoMap,
  Tensor,
  Rank,
  Tensor4D,
  UnsortedSegmentSumAttrs,
} from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/**
 * The gradients that the stock WASM backend lacks, composed of kernels it has. They need no access to its memory,
 * so a network trains on every build of the backend; our own kernels are several times faster.
 */
export const compositions: readonly KernelConfig[] = [
  composition('Conv2DBackpropFilter', conv2DBackpropFilter),
  composition('DepthwiseConv2dNativeBackpropFilter', depthwiseBackpropFilter),
  composition('DepthwiseConv2dNativeBackpropInput', depthwiseBackpropInput),
  composition('UnsortedSegmentSum', unsortedSegmentSum),
];

function composition(
  kernelName: string,
  compute: (inputs: NamedTensorInfoMap, attrs: NamedAttrMap) => Tensor,
): KernelConfig {
  return {
    kernelName,
    backendName: 'wasm',
    // Ops inside a kernel are never recorded for gradients, so this is a plain computation.
    kernelFunc: ({ inputs, attrs }) => tf.tidy(() => compute(inputs, attrs ?? {})),
  };
}

/** dw[i, j] = xᵢⱼᵀ · dy, where xᵢⱼ holds, for every output position, the input that the tap (i, j) saw. */
function conv2DBackpropFilter(inputs: NamedTensorInfoMap, attrs: NamedAttrMap): Tensor {
  const { strides, pad, dataFormat, dimRoundingMode, filterShape } =
    attrs as unknown as Conv2DBackpropFilterAttrs;
  const x = inputs['x'] as Tensor4D;
  const dy = inputs['dy'] as Tensor4D;
  checkChannelsLast('Conv2DBackpropFilter', dataFormat);
  const info = tf.backend_util.computeConv2DInfo(x.shape, filterShape, strides, 1, pad, dimRoundingMode);
  const positions = info.batchSize * info.outHeight * info.outWidth;
  const dy2d = tf.reshape(dy, [positions, info.outChannels]);
  const taps = tapsOf(x, info).map((tap) => {
    // The stock kernel multiplies transposed matrices by a scalar loop, and untransposed ones fast.
    const xT = tf.transpose(tf.reshape<Rank.R2>(tap, [positions, info.inChannels]));
    return tf.matMul(xT, dy2d);
  });
  return tf.reshape(tf.stack(taps), filterShape);
}

/** dw[i, j, c, m] = Σ xᵢⱼ[…, c] · dy[…, c·multiplier + m] over batch and positions. */
function depthwiseBackpropFilter(inputs: NamedTensorInfoMap, attrs: NamedAttrMap): Tensor {
  const { strides, dilations, pad, dimRoundingMode, filterShape } =
    attrs as unknown as DepthwiseConv2dNativeBackpropFilterAttrs;
  const x = inputs['x'] as Tensor4D;
  const dy = inputs['dy'] as Tensor4D;
  const info = tf.backend_util.computeConv2DInfo(
    x.shape,
    filterShape,
    strides,
    dilations,
    pad,
    dimRoundingMode,
    true,
  );
  const positions = info.batchSize * info.outHeight * info.outWidth;
  const dy3d = tf.reshape(dy, [positions, info.inChannels, filterShape[3]]);
  const taps = tapsOf(x, info).map((tap) =>
    tf.sum(tf.mul(tf.reshape(tap, [positions, info.inChannels, 1]), dy3d), 0),
  );
  return tf.reshape(tf.stack(taps), filterShape);
}

/** dx = Σ over taps of dy · w[i, j], spread by the strides and shifted to where the tap (i, j) looked. */
function depthwiseBackpropInput(inputs: NamedTensorInfoMap, attrs: NamedAttrMap): Tensor {
  const { strides, dilations, pad, dimRoundingMode, inputShape } =
    attrs as unknown as DepthwiseConv2dNativeBackpropInputAttrs;
  const dy = inputs['dy'] as Tensor4D;
  const filter = inputs['filter'] as Tensor4D;
  const info = tf.backend_util.computeConv2DInfo(
    inputShape,
    filter.shape,
    strides,
    dilations,
    pad,
    dimRoundingMode,
    true,
  );
  const { batchSize, inChannels, inHeight, inWidth, outHeight, outWidth, padInfo } = info;
  const dy5d = tf.reshape(dy, [batchSize, outHeight, outWidth, inChannels, filter.shape[3]]);
  const padded = paddedSize(info);
  let sum: Tensor | undefined;
  for (let i = 0; i < info.filterHeight; i++) {
    for (let j = 0; j < info.filterWidth; j++) {
      const tap = tf.reshape(tf.slice(filter, [i, j, 0, 0], [1, 1, -1, -1]), [inChannels, filter.shape[3]]);
      const spread = spreadBy(tf.sum(tf.mul(dy5d, tap), 4), info.strideHeight, info.strideWidth);
      const [, height, width] = spread.shape as [number, number, number, number];
      const top = i * info.dilationHeight;
      const left = j * info.dilationWidth;
      const placed = tf.pad(spread, [
        [0, 0],
        [top, padded.height - top - height],
        [left, padded.width - left - width],
        [0, 0],
      ]);
      sum = sum === undefined ? placed : tf.add(sum, placed);
    }
  }
  return tf.slice(sum!, [0, padInfo.top, padInfo.left, 0], [batchSize, inHeight, inWidth, inChannels]);
}

/** The rows of x times a matrix of ones and zeros that says which segment each belongs to. */
function unsortedSegmentSum(inputs: NamedTensorInfoMap, attrs: NamedAttrMap): Tensor {
  const { numSegments } = attrs as unknown as UnsortedSegmentSumAttrs;
  const x = inputs['x'] as Tensor;
  const [rows = 0, ...inner] = x.shape;
  const belongs = tf.oneHot(inputs['segmentIds'] as Tensor<Rank.R1>, numSegments);
  const sums = tf.matMul(
    tf.transpose(tf.cast<Tensor>(belongs, 'float32')),
    tf.reshape(tf.cast(x, 'float32'), [rows, -1]),
  );
  return tf.cast(tf.reshape(sums, [numSegments, ...inner]), x.dtype);
}

type ConvInfo = tf.backend_util.Conv2DInfo;

/** The smallest size that holds the padded input and every position a filter looks at. */
function paddedSize(info: ConvInfo): { height: number; width: number } {
  const reach = (out: number, stride: number, filter: number, dilation: number): number =>
    (out - 1) * stride + (filter - 1) * dilation + 1;
  const { padInfo } = info;
  return {
    height: Math.max(
      info.inHeight + padInfo.top + padInfo.bottom,
      reach(info.outHeight, info.strideHeight, info.filterHeight, info.dilationHeight),
    ),
    width: Math.max(
      info.inWidth + padInfo.left + padInfo.right,
      reach(info.outWidth, info.strideWidth, info.filterWidth, info.dilationWidth),
    ),
  };
}

/** For each tap of the filter, row by row: the input values it met, [B, outHeight, outWidth, C]. */
function tapsOf(x: Tensor4D, info: ConvInfo): Tensor[] {
  const { padInfo, strideHeight, strideWidth, outHeight, outWidth } = info;
  const { height, width } = paddedSize(info);
  const padded = tf.pad(x, [
    [0, 0],
    [padInfo.top, height - info.inHeight - padInfo.top],
    [padInfo.left, width - info.inWidth - padInfo.left],
    [0, 0],
  ]);
  const taps: Tensor[] = [];
  for (let i = 0; i < info.filterHeight; i++) {
    for (let j = 0; j < info.filterWidth; j++) {
      const top = i * info.dilationHeight;
      const left = j * info.dilationWidth;
      const bottom = top + (outHeight - 1) * strideHeight + 1;
      const right = left + (outWidth - 1) * strideWidth + 1;
      const end = [info.batchSize, bottom, right, info.inChannels];
      taps.push(tf.stridedSlice(padded, [0, top, left, 0], end, [1, strideHeight, strideWidth, 1]));
    }
  }
  return taps;
}

/** Puts `stride − 1` zeros between rows and between columns. */
function spreadBy(x: Tensor, strideHeight: number, strideWidth: number): Tensor {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  if (strideHeight === 1 && strideWidth === 1) return x;
  // As [B, H, 1, W, 1, C] the zeros are padding of the two unit axes, on their far sides.
  const rows = tf.pad(tf.reshape(x, [batch * height, 1, width * channels]), [
    [0, 0],
    [0, strideHeight - 1],
    [0, 0],
  ]);
  const tall = height * strideHeight;
  const columns = tf.pad(tf.reshape(rows, [batch * tall * width, 1, channels]), [
    [0, 0],
    [0, strideWidth - 1],
    [0, 0],
  ]);
  const spread = tf.reshape(columns, [batch, tall, width * strideWidth, channels]);
  const end = [batch, tall - strideHeight + 1, width * strideWidth - strideWidth + 1, channels];
  return tf.slice(spread, [0, 0, 0, 0], end);
}

function checkChannelsLast(kernel: string, dataFormat: string): void {
  if (dataFormat !== 'NHWC') {
    throw new Error(`${kernel}: the WASM backend takes images as NHWC, got ${dataFormat}. Transpose them.`);
  }
}
