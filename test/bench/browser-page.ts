/** The page of test/bench/browser.ts: runs the work of one backend, when it is told to. */
import '@tensorflow/tfjs-backend-cpu';
import { getThreadsCount } from '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-backend-webgl';
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { bceDiceLoss, resunet, unet } from 'hilum';
import { installWasmKernels } from 'hilum/wasm';
import '../browser/wasm-backend';

/** What a page runs on; it stays with it, as a backend cannot be started anew in another way. */
export interface PageJob {
  backend: 'wasm' | 'webgl' | 'webgpu';
  hilum: boolean;
}

export interface PageState {
  isolated: boolean;
  threads: number;
  /** What it can do, by the names of the work. */
  works: string[];
}

/** What the bench calls in the page. */
export interface BenchPage {
  start(job: PageJob): Promise<PageState>;
  /** Does the work for the first time, and gives a few values of what came of it, the same on every backend. */
  answer(work: string): Promise<number[]>;
  /** Does the work, and gives the milliseconds. */
  time(work: string): Promise<number>;
}

type Work = () => Promise<Float32Array>;
const works: Record<string, () => Work> = {
  'predict U-Net': () => prediction(unet),
  'predict ResUNet': () => prediction(resunet),
  'train U-Net': () => trainingStep(unet),
  'train ResUNet': () => trainingStep(resunet),
};
const prepared = new Map<string, Work>();

function workOf(name: string): Work {
  const work = prepared.get(name) ?? works[name]!();
  prepared.set(name, work);
  return work;
}

const page: BenchPage = {
  async start({ backend, hilum }) {
    if (!(await tf.setBackend(backend))) throw new Error(`${backend} did not start`);
    if (hilum) await installWasmKernels();
    const kernels = tf.getKernelsForBackend(backend).map(({ kernelName }) => kernelName);
    const trains = kernels.includes('Conv2DBackpropFilter');
    return {
      isolated: crossOriginIsolated,
      threads: backend === 'wasm' && crossOriginIsolated ? getThreadsCount() : 1,
      works: Object.keys(works).filter((name) => trains || name.startsWith('predict')),
    };
  },
  async answer(name) {
    const values = await workOf(name)();
    const step = Math.max(1, Math.floor(values.length / 50));
    return Array.from(values.filter((_, i) => i % step === 0));
  },
  async time(name) {
    const work = workOf(name);
    const start = performance.now();
    await work();
    return performance.now() - start;
  },
};

function prediction(build: typeof unet | typeof resunet): Work {
  const model = build({ seed: 1 });
  const image = tf.randomUniform([1, 256, 256, 1], -1, 1, 'float32', 1);
  return async () => {
    const y = model.predict(image) as tf.Tensor;
    const values = (await y.data()) as Float32Array;
    y.dispose();
    return values;
  };
}

/** Steps of Adam on four images of 64×64; the answer is the gradient of the first kernel. */
function trainingStep(build: typeof unet | typeof resunet): Work {
  const model = build({ inputShape: [64, 64, 1], seed: 1 });
  const xs = tf.randomUniform([4, 64, 64, 1], -1, 1, 'float32', 2);
  const ys = tf.cast(tf.greater(xs, 0), 'float32');
  const optimizer = tf.train.adam(1e-4);
  const loss = bceDiceLoss();
  return async () => {
    const { value, grads } = tf.variableGrads(() =>
      loss(ys, model.apply(xs, { training: true }) as tf.Tensor),
    );
    optimizer.applyGradients(grads as Parameters<typeof optimizer.applyGradients>[0]);
    const first = Object.keys(grads).find((name) => name.includes('/kernel'))!;
    const values = (await grads[first]!.data()) as Float32Array;
    tf.dispose([value, grads]);
    return values;
  };
}

Object.assign(globalThis, { page });
