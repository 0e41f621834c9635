import type { KernelConfig, NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { util } from '@tensorflow/tfjs-core';
import { add, multiply, realDiv, sub } from './broadcast';
import { conv2D, fusedConv2D } from './conv-2d';
import type { NativeKernel } from './kernel';
import { batchMatMul, fusedMatMul } from './mat-mul';
import type { Native } from './native';

/** Work that the stock backend divides among its threads. */
export type Contested = 'winograd' | 'convolution' | 'product' | 'broadcast';

/** Finds a stock kernel by its name. */
export type StockKernel = (kernelName: string) => KernelConfig | undefined;

interface Trial {
  readonly kernel: NativeKernel;
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly attrs: NamedAttrMap;
}

const attrs = { strides: [1, 1], pad: 'same', dataFormat: 'NHWC', dilations: [1, 1] };
const image = [1, 56, 56, 256];

/** Each kind of work on sizes of a ResNet's middle. */
const trials: Readonly<Record<Contested, Trial>> = {
  winograd: { kernel: conv2D, inputs: { x: [1, 56, 56, 64], filter: [3, 3, 64, 64] }, attrs },
  convolution: { kernel: conv2D, inputs: { x: image, filter: [1, 1, 256, 64] }, attrs },
  product: {
    kernel: batchMatMul,
    inputs: { a: [1, 256, 512], b: [1, 512, 256] },
    attrs: { transposeA: false, transposeB: false },
  },
  broadcast: { kernel: add, inputs: { a: image, b: [256] }, attrs: {} },
};

/**
 * Lets our kernels run against the stock ones, as these may use several threads and ours use one: one trial of each kind
 * of work, the best of ten rounds each, a quarter of a second in all. The winner is asked for all work of its kind from
 * then on.
 *
 * @returns the kinds that the stock kernels compute faster
 */
export function holdContest(native: Native, stock: StockKernel): ReadonlySet<Contested> {
  const kinds = Object.keys(trials) as Contested[];
  return new Set(
    kinds.filter((kind) => {
      const theirs = stock(trials[kind].kernel.kernelName);
      return theirs && ourTimeOver(native, theirs, trials[kind]) > 1;
    }),
  );
}

/** The same kernel, but for what belongs to the stock kernel. */
export function leaveToStock(kernel: NativeKernel, lost: ReadonlySet<Contested>): NativeKernel {
  return {
    ...kernel,
    run: (native, inputs, attrs) => {
      const kind = kindOf(kernel, inputs, attrs);
      return kind && lost.has(kind) ? null : kernel.run(native, inputs, attrs);
    },
  };
}

/** What kind of contested work a call is; undefined where the stock kernel has no use for threads. */
function kindOf(
  kernel: NativeKernel,
  { filter }: NamedTensorInfoMap,
  { strides, transposeA, transposeB }: NamedAttrMap,
): Contested | undefined {
  if (kernel === conv2D || kernel === fusedConv2D) {
    const [height, width] = filter!.shape;
    const unstrided = [strides].flat().every((stride) => stride === 1);
    return height === 3 && width === 3 && unstrided ? 'winograd' : 'convolution';
  }
  if (kernel === batchMatMul || kernel === fusedMatMul)
    return transposeA || transposeB ? undefined : 'product';
  // Images of one shape these kernels leave to the stock ones anyway.
  return [add, sub, multiply, realDiv].includes(kernel) ? 'broadcast' : undefined;
}

function ourTimeOver(native: Native, stock: KernelConfig, { kernel, inputs: shapes, attrs }: Trial): number {
  const { backend, memory, output, pointer } = native;
  const tensor = (shape: readonly number[]): TensorInfo => {
    const info = output(shape);
    // Whatever lay there before may be slow to compute with, such as numbers near zero.
    new Float32Array(memory.buffer, pointer(info), util.sizeFromShape([...shape])).fill(1);
    return info;
  };
  const inputs = Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, tensor(shape)]));
  const runs = [
    () => kernel.run(native, inputs, attrs),
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
