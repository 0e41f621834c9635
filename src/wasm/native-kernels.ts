import { conv2D, fusedConv2D } from './conv-2d';
import { conv2DBackpropFilter } from './conv-2d-backprop-filter';
import { conv2DBackpropInput } from './conv-2d-backprop-input';
import type { NativeKernel } from './kernel';
import { batchMatMul, fusedMatMul } from './mat-mul';

/** Every kernel of ours. */
export const nativeKernels: readonly NativeKernel[] = [
  conv2D,
  fusedConv2D,
  conv2DBackpropInput,
  conv2DBackpropFilter,
  batchMatMul,
  fusedMatMul,
];
