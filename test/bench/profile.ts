/**
 * Where the time of a training step or a prediction goes on the WASM backend with our kernels, kernel by kernel:
 * `tsx test/bench/profile.ts [predict|train] [unet|resunet] [SIZE] [BATCH] [--shapes]`.
 */
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { diceLoss, resunet, unet } from 'hilum';
import { installWasmKernels } from 'hilum/wasm';
import { markdown, cells } from './table';

const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const [work = 'train', name = 'unet', size = '256', batch = '4'] = words;
const perShape = process.argv.includes('--shapes');

await tf.setBackend('wasm');
await installWasmKernels();
const spent = new Map<string, { time: number; calls: number }>();
for (const kernel of tf.getKernelsForBackend('wasm')) {
  tf.unregisterKernel(kernel.kernelName, 'wasm');
  tf.registerKernel({
    ...kernel,
    kernelFunc: (args) => {
      const start = processorTime();
      const result = kernel.kernelFunc(args);
      const time = processorTime() - start;
      const shapes = Object.values(args.inputs).map((input) => `[${input?.shape.join(',')}]`);
      const key = perShape ? `${kernel.kernelName} ${shapes.join(' ')}` : kernel.kernelName;
      const entry = spent.get(key) ?? { time: 0, calls: 0 };
      spent.set(key, { time: entry.time + time, calls: entry.calls + 1 });
      return result;
    },
  });
}

const build = name === 'resunet' ? resunet : unet;
const model = build({ inputShape: [Number(size), Number(size), 1], seed: 1 });
const xs = tf.randomUniform<tf.Rank.R4>([Number(batch), Number(size), Number(size), 1], -1, 1, 'float32', 1);
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

step();
spent.clear();
const start = processorTime();
step();
const whole = processorTime() - start;
const inner = [...spent].sort(([, a], [, b]) => b.time - a.time);
const lines = inner
  .slice(0, 40)
  .map(([key, { time, calls }]) =>
    cells([key, `${calls}`, `${time.toFixed(1)} ms`, `${((100 * time) / whole).toFixed(1)} %`]),
  );
const { wasm } = tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } };
const heap = Math.round(wasm.HEAPU8.byteLength / 2 ** 20);
console.log(
  `${work} ${name} ${size}×${size}, batch ${batch}: ${whole.toFixed(0)} ms, WASM heap ${heap} MiB\n`,
);
console.log(markdown(['kernel', 'calls', 'time', 'of the whole'], lines));
