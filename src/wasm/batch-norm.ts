import type { FusedBatchNormAttrs, TensorInfo } from '@tensorflow/tfjs-core';
import { areFloats, periodOf, repeat, sizeOf, vectorLength } from './channels';
import type { NativeKernel } from './kernel';
import type { Native } from './native';

/** `FusedBatchNorm` with its four vectors along the channels. */
export const fusedBatchNorm: NativeKernel = {
  kernelName: 'FusedBatchNorm',
  run: (native, inputs, attrs) => {
    const { x, mean, variance, scale, offset } = inputs;
    const vectors = [mean!, variance!, ...(scale ? [scale] : []), ...(offset ? [offset] : [])];
    if (!areChannelsOf(x!, vectors)) return null;
    const { varianceEpsilon } = attrs as unknown as FusedBatchNormAttrs;
    const { kernels, pointer } = native;
    const channels = x!.shape.at(-1)!;
    const period = periodOf(channels);
    const y = native.output(x!.shape);
    const means = native.scratch(4 * (3 * period + channels));
    const [factors, offsets, factor] = [means + 4 * period, means + 8 * period, means + 12 * period];
    kernels.batchNormFactor(
      pointer(variance!),
      scale ? pointer(scale) : 0,
      factor,
      channels,
      varianceEpsilon,
    );
    repeat(native, mean!, means, period);
    kernels.repeatRow(factor, factors, channels, period);
    if (offset) repeat(native, offset, offsets, period);
    else fillZero(native, offsets, period);
    kernels.batchNormRows(pointer(x!), means, factors, offsets, pointer(y), sizeOf(x!), period);
    return y;
  },
};

/**
 * `HilumBatchNormSums`: of an image x, the gradient dy of its normalised image and the mean, the vectors Σ dy and
 * Σ dy·(x − mean), which the gradients of batch normalisation are made of.
 */
export const batchNormSums: NativeKernel = {
  kernelName: 'HilumBatchNormSums',
  run: (native, { dy, x, mean }) => {
    const { kernels, pointer } = native;
    const channels = sizeOf(mean!);
    const period = periodOf(channels);
    const first = native.output([channels]);
    const second = native.output([channels]);
    const means = native.scratch(20 * period);
    repeat(native, mean!, means, period);
    kernels.batchNormSums(
      pointer(dy!),
      pointer(x!),
      means,
      pointer(first),
      pointer(second),
      sizeOf(x!),
      channels,
      period,
      means + 4 * period,
    );
    return [first, second];
  },
};

/** Whether x is an image in single precision and each of the others a vector along its channels. */
export function areChannelsOf(x: TensorInfo, vectors: readonly TensorInfo[]): boolean {
  const channels = x.shape.at(-1);
  return areFloats(x, ...vectors) && vectors.every(({ shape }) => vectorLength(shape) === channels);
}

function fillZero({ memory }: Native, address: number, floats: number): void {
  new Float32Array(memory.buffer, address >>> 0, floats).fill(0);
}
