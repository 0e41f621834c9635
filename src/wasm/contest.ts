import type { KernelConfig, NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { conv2D } from './conv-2d';
import type { NativeKernel } from './kernel';
import type { Native } from './native';

/** Whether the stock kernel is to compute a convolution. */
export type StockWins = (inputs: NamedTensorInfoMap, attrs: NamedAttrMap) => boolean;

/** Inputs of a ResNet's middle: one where Winograd's algorithm works, one that is a matrix product. */
const contests = {
  3: { x: [1, 56, 56, 64], filter: [3, 3, 64, 64] },
  1: { x: [1, 56, 56, 256], filter: [1, 1, 256, 64] },
} as const;

/**
 * Lets our convolutions run against the stock ones, as these may use several threads and ours use one: once of 3×3
 * and once of 1×1, the best of ten rounds each, a quarter of a second in all. The winner is asked for every convolution
 * of its kind from then on: unstrided 3×3, or any other.
 *
 * @param stock the stock kernel `Conv2D`
 */
export function holdContest(native: Native, stock: KernelConfig): StockWins {
  const lost = { 3: ourTimeOver(native, stock, 3) > 1, 1: ourTimeOver(native, stock, 1) > 1 };
  return ({ filter }, { strides }) => {
    const [height, width] = filter!.shape;
    const winograd = height === 3 && width === 3 && [strides].flat().every((stride) => stride === 1);
    return lost[winograd ? 3 : 1];
  };
}

/** The same kernel, but for what belongs to the stock kernel. */
export function leaveToStock(kernel: NativeKernel, stockWins: StockWins): NativeKernel {
  return {
    ...kernel,
    run: (native, inputs, attrs) => (stockWins(inputs, attrs) ? null : kernel.run(native, inputs, attrs)),
  };
}

function ourTimeOver(native: Native, stock: KernelConfig, size: keyof typeof contests): number {
  const { backend, memory, output, pointer } = native;
  const tensor = (shape: readonly number[]): TensorInfo => {
    const info = output(shape);
    const length = shape.reduce((product, side) => product * side, 1);
    // Whatever lay there before may be slow to compute with, such as numbers near zero.
    new Float32Array(memory.buffer, pointer(info), length).fill(1);
    return info;
  };
  const inputs = { x: tensor(contests[size].x), filter: tensor(contests[size].filter) };
  const attrs = { strides: [1, 1], pad: 'same', dataFormat: 'NHWC', dilations: [1, 1] };
  const runs = [
    () => conv2D.run(native, inputs, attrs),
    () => stock.kernelFunc({ inputs, attrs, backend }),
  ].map((run) => () => {
    const start = performance.now();
    const y = run() as TensorInfo;
    const time = performance.now() - start;
    backend.disposeData(y.dataId);
    return time;
  });
  const best = [Infinity, Infinity];
  // The engine compiles our module better while the first rounds run.
  for (let round = 0; round < 10; round++)
    runs.forEach((run, who) => (best[who] = Math.min(best[who]!, run())));
  for (const { dataId } of Object.values(inputs)) backend.disposeData(dataId);
  return best[0]! / best[1]!;
}
