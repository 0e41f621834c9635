import type { NativeKernel } from './kernel';

/** Every kernel of ours, in the order they are installed: one line per kernel family. */
export const nativeKernels: readonly NativeKernel[] = [];
