import { adam } from './adam';
import { batchNormSums, fusedBatchNorm } from './batch-norm';
import { add, multiply, realDiv, squaredDifference, sub } from './broadcast';
import { conv2D, fusedConv2D } from './conv-2d';
import { conv2DBackpropFilter } from './conv-2d-backprop-filter';
import { conv2DBackpropInput } from './conv-2d-backprop-input';
import { cast, concat, identity, slice, splitV } from './copy';
import { depthwiseBackpropFilter, depthwiseBackpropInput } from './depthwise-gradients';
import { reluGrad, squareGrad } from './elementwise-gradients';
import type { NativeKernel } from './kernel';
import { batchMatMul, fusedMatMul } from './mat-mul';
import { avgPoolGrad, maxPoolGrad } from './pool';
import { mean, sum } from './reduce';
import { resizeNearestNeighbor, resizeNearestNeighborGrad } from './resample';
import { segmentSum } from './segment-sum';
import { tile } from './tile';

/** Every kernel of ours. */
export const nativeKernels: readonly NativeKernel[] = [
  conv2D,
  fusedConv2D,
  conv2DBackpropInput,
  conv2DBackpropFilter,
  depthwiseBackpropInput,
  depthwiseBackpropFilter,
  batchMatMul,
  fusedMatMul,
  identity,
  cast,
  concat,
  slice,
  splitV,
  tile,
  add,
  sub,
  multiply,
  realDiv,
  squaredDifference,
  sum,
  mean,
  fusedBatchNorm,
  batchNormSums,
  reluGrad,
  squareGrad,
  maxPoolGrad,
  avgPoolGrad,
  resizeNearestNeighbor,
  resizeNearestNeighborGrad,
  segmentSum,
  adam,
];
