import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { createRandom } from 'hilum';
import { installWasmKernels } from 'hilum/wasm';
import type { InstalledKernel } from '../../src/wasm/kernel';
import { cells, markdown, milliseconds } from './table';

type Inputs = Readonly<Record<string, tf.Tensor>> | readonly tf.Tensor[];

interface Case {
  readonly title: string;
  readonly kernel: string;
  readonly inputs: Inputs;
  readonly attrs?: object;
}

/** Kernels beside the stock ones they take the place of, on the images of a network's first level, in one process. */
export async function kernelTable(): Promise<string> {
  await tf.setBackend('wasm');
  await installWasmKernels();
  const lines: string[] = [];
  for (const { title, kernel, inputs, attrs = {} } of cases()) {
    const { kernelFunc, replaces } = tf.getKernel(kernel, 'wasm') as InstalledKernel;
    const run = (compute: tf.KernelFunc): tf.Tensor[] =>
      [
        compute({
          inputs: inputs as tf.NamedTensorInfoMap,
          attrs: attrs as tf.NamedAttrMap,
          backend: tf.backend(),
        }),
      ]
        .flat()
        .map((info) => tf.engine().makeTensorFromTensorInfo(info));
    const distance = apart(run(kernelFunc), run(replaces!.kernelFunc));
    if (!(distance < 1e-4)) throw new Error(`kernelTable: ${title} lies ${distance} from the stock kernel.`);
    const [ours, stock]: [number[], number[]] = [[], []];
    for (let round = 0; round < 7; round++) {
      ours.push(timed(() => run(kernelFunc)));
      stock.push(timed(() => run(replaces!.kernelFunc)));
    }
    const [a, b] = [Math.min(...ours), Math.min(...stock)];
    lines.push(cells([title, milliseconds(b), milliseconds(a), `${(b / a).toFixed(1)}×`]));
  }
  return markdown(['kernel', 'stock', 'hilum', 'faster'], lines);
}

function cases(): Case[] {
  const shape = [4, 256, 256, 16];
  const [x, y, big] = [image(shape, 1), image(shape, 2), image([4, 256, 256, 32], 3)];
  const [small, vector] = [image([4, 128, 128, 16], 4), image([16], 5)];
  const variance = tf.add(tf.abs(vector), 0.1);
  const positive = tf.abs(x);
  const pool = { filterSize: 2, strides: 2, pad: 'same' };
  const axis = [0, 1, 2];
  return [
    { title: 'Identity', kernel: 'Identity', inputs: { x } },
    { title: 'Add of a bias', kernel: 'Add', inputs: { a: x, b: vector } },
    { title: 'Sub of channel means', kernel: 'Sub', inputs: { a: x, b: tf.reshape(vector, [1, 1, 1, 16]) } },
    { title: 'Multiply by channels', kernel: 'Multiply', inputs: { a: x, b: vector } },
    { title: 'Sum over pixels', kernel: 'Sum', inputs: { x: positive }, attrs: { axis, keepDims: false } },
    { title: 'Mean over pixels', kernel: 'Mean', inputs: { x: positive }, attrs: { axis, keepDims: false } },
    {
      title: 'FusedBatchNorm',
      kernel: 'FusedBatchNorm',
      inputs: { x, mean: vector, variance, scale: vector, offset: vector },
      attrs: { varianceEpsilon: 1e-3 },
    },
    { title: 'Concat of channels', kernel: 'Concat', inputs: [x, y], attrs: { axis: 3 } },
    {
      title: 'SplitV of channels',
      kernel: 'SplitV',
      inputs: { x: big },
      attrs: { numOrSizeSplits: [16, 16], axis: 3 },
    },
    {
      title: 'Slice of rows',
      kernel: 'Slice',
      inputs: { x },
      attrs: { begin: [0, 8, 0, 0], size: [4, 240, 256, 16] },
    },
    {
      title: 'Tile of channels',
      kernel: 'Tile',
      inputs: { x: tf.reshape(vector, [1, 1, 1, 16]) },
      attrs: { reps: [4, 256, 256, 1] },
    },
    {
      title: 'MaxPoolGrad 2×2',
      kernel: 'MaxPoolGrad',
      inputs: { dy: small, input: positive, output: small },
      attrs: pool,
    },
    { title: 'AvgPoolGrad 2×2', kernel: 'AvgPoolGrad', inputs: { dy: small, input: x }, attrs: pool },
    {
      title: 'ResizeNearestNeighbor ×2',
      kernel: 'ResizeNearestNeighbor',
      inputs: { images: small },
      attrs: { size: [256, 256], alignCorners: false, halfPixelCenters: false },
    },
    {
      title: 'ResizeNearestNeighborGrad ×2',
      kernel: 'ResizeNearestNeighborGrad',
      inputs: { images: small, dy: x },
      attrs: { alignCorners: false },
    },
  ];
}

function image(shape: number[], seed: number): tf.Tensor {
  const random = createRandom(seed);
  const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => random.uniform(-1, 1));
  return tf.tensor(values, shape);
}

/** The largest difference, relative to the largest value. */
function apart(ours: tf.Tensor[], stock: tf.Tensor[]): number {
  const distance = tf.tidy(() => {
    const parts = ours.map((a, i) => tf.div(tf.max(tf.abs(tf.sub(a, stock[i]!))), tf.max(tf.abs(stock[i]!))));
    return Math.max(...parts.map((part) => part.dataSync()[0]!));
  });
  tf.dispose([ours, stock]);
  return distance;
}

function timed(run: () => tf.Tensor[]): number {
  const start = process.cpuUsage();
  const outputs = run();
  const { user, system } = process.cpuUsage(start);
  tf.dispose(outputs);
  return (user + system) / 1000;
}
