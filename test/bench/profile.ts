/**
 * Where the time of a training step or a prediction goes on the WASM backend, kernel by kernel:
 * `tsx test/bench/profile.ts [predict|train] [MODEL] [SIZE] [BATCH] [--shapes] [--stock] [--fold] [--rounds N] [--lines N]`,
 * with MODEL one of unet, resunet, vgg16, resnet50 and inception. What is outside the kernels is JavaScript: tfjs-layers
 * and the engine of tfjs. `--stock` leaves our kernels out, `--fold` predicts with `foldBatchNorm`; convolutions tell their GFLOP/s, counted
 * as the direct method computes.
 */
import { parseArgs } from 'node:util';
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { diceLoss, foldBatchNorm, inceptionResnetV2, resnet50, resunet, unet, vgg16 } from 'hilum';
import { installWasmKernels } from 'hilum/wasm';
import { markdown, cells } from './table';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    shapes: { type: 'boolean', default: false },
    stock: { type: 'boolean', default: false },
    fold: { type: 'boolean', default: false },
    lines: { type: 'string', default: '40' },
    rounds: { type: 'string', default: '5' },
  },
});
const models = {
  unet: [unet, 256, 1],
  resunet: [resunet, 256, 1],
  vgg16: [vgg16, 224, 3],
  resnet50: [resnet50, 224, 3],
  inception: [inceptionResnetV2, 224, 3],
} as const;
const [work = 'train', name = 'unet', sizeWord, batchWord] = positionals;
const [build, usualSize, channels] = models[name as keyof typeof models];
const size = Number(sizeWord ?? usualSize);
const batch = Number(batchWord ?? (work === 'predict' ? 1 : 4));

await tf.setBackend('wasm');
if (!options.stock) await installWasmKernels();

interface Call {
  readonly key: string;
  readonly time: number;
  readonly operations: number;
}
let calls: Call[] = [];
for (const kernel of tf.getKernelsForBackend('wasm')) {
  tf.unregisterKernel(kernel.kernelName, 'wasm');
  tf.registerKernel({
    ...kernel,
    kernelFunc: (args) => {
      const start = processorTime();
      const result = kernel.kernelFunc(args);
      const time = processorTime() - start;
      const shapes = Object.values(args.inputs).flatMap((input) =>
        input ? `[${input.shape.join(',')}]` : [],
      );
      const key = options.shapes ? `${kernel.kernelName} ${shapes.join(' ')}` : kernel.kernelName;
      calls.push({ key, time, operations: operationsOf(kernel.kernelName, args.inputs, result) });
      return result;
    },
  });
}

/** Two for each multiply-add of a convolution, were it computed directly; 0 for other kernels. */
function operationsOf(
  kernel: string,
  inputs: tf.NamedTensorInfoMap,
  result: tf.TensorInfo | tf.TensorInfo[],
): number {
  if (kernel !== 'Conv2D' && kernel !== 'FusedConv2D') return 0;
  const pixels = tf.util.sizeFromShape((result as tf.TensorInfo).shape.slice(0, 3));
  return 2 * pixels * tf.util.sizeFromShape(inputs['filter']!.shape);
}

const plain = build({ inputShape: [size, size, channels], ...(channels === 1 && { seed: 1 }) } as never);
const model = options.fold ? foldBatchNorm(plain) : plain;
const xs = tf.randomUniform<tf.Rank.R4>([batch, size, size, channels], -1, 1, 'float32', 1);
const ys = tf.cast(tf.greater(xs, 0), 'float32');
const optimizer = tf.train.adam(1e-3);
const loss = diceLoss();

/** Milliseconds that this process has computed: others on the machine do not count. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function step(): void {
  tf.tidy(() => {
    if (work === 'predict') {
      model.predict(xs);
      return;
    }
    optimizer.minimize(() => loss(ys, model.apply(xs, { training: true }) as tf.Tensor));
  });
}

// Two rounds in which the engine compiles; then the best of each call, since every round makes the same ones.
const best: { key: string; time: number; operations: number }[] = [];
let whole = Infinity;
let outside = Infinity;
for (let round = -2; round < Number(options.rounds); round++) {
  calls = [];
  const start = processorTime();
  step();
  const time = processorTime() - start;
  if (round < 0) continue;
  whole = Math.min(whole, time);
  outside = Math.min(outside, time - calls.reduce((sum, call) => sum + call.time, 0));
  calls.forEach((call, i) => (best[i] = { ...call, time: Math.min(call.time, best[i]?.time ?? Infinity) }));
}
const lines = [...new Set(best.map(({ key }) => key))]
  .map((key) => ({ key, group: best.filter((call) => call.key === key) }))
  .map(({ key, group }) => ({
    key,
    calls: group.length,
    time: group.reduce((sum, call) => sum + call.time, 0),
    operations: group.reduce((sum, call) => sum + call.operations, 0),
  }))
  .sort((a, b) => b.time - a.time)
  .slice(0, Number(options.lines))
  .map(({ key, calls: count, operations, time }) =>
    cells([
      key,
      `${count}`,
      `${time.toFixed(1)} ms`,
      operations > 0 ? (operations / time / 1e6).toFixed(0) : '',
    ]),
  );
const inKernels = best.reduce((sum, { time }) => sum + time, 0);
const { wasm } = tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } };
const heap = Math.round(wasm.HEAPU8.byteLength / 2 ** 20);
console.log(
  `${work} ${name} ${size}×${size}, batch ${batch}: best round ${whole.toFixed(0)} ms; ${inKernels.toFixed(0)} ms in kernels, ` +
    `the best of each call, and ${outside.toFixed(0)} ms outside; WASM heap ${heap} MiB\n`,
);
console.log(markdown(['kernel', 'calls', 'time', 'GFLOP/s'], lines));
