/** The page of test/bench/browser.ts: measures one backend, and tells what it is. */
import '@tensorflow/tfjs-backend-cpu';
import { getThreadsCount, setThreadsCount } from '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-backend-webgl';
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { bceLoss, resunet, unet } from 'hilum';
import { installWasmKernels } from 'hilum/wasm';
import '../browser/wasm-backend';

/** What one page measures; each page measures once, as a backend cannot be started anew in another way. */
export interface PageJob {
  backend: 'wasm' | 'webgl' | 'webgpu';
  hilum: boolean;
  /** Threads of the threaded build; 0 leaves it to tfjs, 1 selects the build of one thread. */
  threads: number;
  rounds: number;
}

export interface PageResult {
  isolated: boolean;
  threads: number;
  /** Medians in milliseconds by the names of the work; absent where the backend cannot do it. */
  times: Record<string, number>;
  /** A few values of each answer, for comparison. */
  answers: Record<string, number[]>;
}

async function measure({ backend, hilum, threads, rounds }: PageJob): Promise<PageResult> {
  if (threads === 1) tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  if (threads > 1) setThreadsCount(threads);
  if (!(await tf.setBackend(backend))) throw new Error(`${backend} did not start`);
  await tf.ready();
  if (hilum) await installWasmKernels();
  const result: PageResult = {
    isolated: crossOriginIsolated,
    threads: backend === 'wasm' && crossOriginIsolated && threads !== 1 ? getThreadsCount() : 1,
    times: {},
    answers: {},
  };
  const record = async (name: string, work: () => Promise<Float32Array>): Promise<void> => {
    const answer = await work();
    const step = Math.max(1, Math.floor(answer.length / 50));
    result.answers[name] = Array.from(answer.filter((_, i) => i % step === 0));
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const start = performance.now();
      await work();
      times.push(performance.now() - start);
    }
    result.times[name] = times.sort((a, b) => a - b)[rounds >> 1]!;
  };

  const image = tf.randomUniform([1, 256, 256, 1], -1, 1, 'float32', 1);
  for (const [name, model] of [
    ['predict U-Net', unet({ seed: 1 })],
    ['predict ResUNet', resunet({ seed: 1 })],
  ] as const) {
    await record(name, async () => {
      const y = model.predict(image) as tf.Tensor;
      const values = (await y.data()) as Float32Array;
      y.dispose();
      return values;
    });
    model.dispose();
  }
  const kernels = tf.getKernelsForBackend(backend).map(({ kernelName }) => kernelName);
  if (kernels.includes('Conv2DBackpropFilter')) await record('train U-Net', trainingStep());
  return result;
}

/** The gradients of a U-Net at 64×64 by a batch of 4, without the step of an optimizer: the same every time. */
function trainingStep(): () => Promise<Float32Array> {
  const model = unet({ inputShape: [64, 64, 1], seed: 1 });
  const xs = tf.randomUniform([4, 64, 64, 1], -1, 1, 'float32', 2);
  const ys = tf.cast(tf.greater(xs, 0), 'float32');
  return async () => {
    const { value, grads } = tf.variableGrads(() =>
      bceLoss()(ys, model.apply(xs, { training: true }) as tf.Tensor),
    );
    const head = Object.entries(grads).find(([name]) => name.startsWith('unet_encoder1_conv1/kernel'))![1];
    const values = (await head.data()) as Float32Array;
    tf.dispose([value, grads]);
    return values;
  };
}

Object.assign(globalThis, { measure });
