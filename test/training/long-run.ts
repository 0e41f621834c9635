/**
 * A training run with all that train can do at once, as a process of its own: after each 50 steps it prints how many
 * tensors there are, and how much memory. Arguments: the steps, and `leak` to forget 1 MB of tensors in each.
 */
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import {
  adamW,
  batches,
  bestWeights,
  checkpoints,
  clipByGlobalNorm,
  cosineSchedule,
  diceLoss,
  memoryStore,
  train,
  warmUp,
  weightAverage,
} from 'hilum';
import { installWasmKernels } from 'hilum/wasm';
import { halves, tinyModel } from './tiny';

await tf.setBackend('wasm');
await installWasmKernels();

interface WasmBackend {
  readonly wasm: { readonly HEAPU8: Uint8Array };
}

const epochs = Number(process.argv[2]) / 50;
const data = batches({
  items: Array.from({ length: 100 }, (_, i) => i),
  load: halves,
  batchSize: 1,
  shuffle: true,
});
const optimizer = adamW({ learningRate: 1e-3 });
await train(tinyModel({ norm: true, dropout: 0.2 }), {
  data,
  validation: batches({ items: [101, 102], load: halves }),
  epochs,
  accumulate: 2,
  loss: diceLoss(),
  optimizer,
  gradients: clipByGlobalNorm(1),
  schedule: warmUp({ steps: 50 }, cosineSchedule({ learningRate: 1e-3, steps: 500 })),
  callbacks: [
    weightAverage(),
    bestWeights(),
    {
      onStep() {
        if (process.argv[3] === 'leak') tf.keep(tf.fill([512, 512], 1));
      },
      onEpochEnd({ epoch }) {
        global.gc!();
        const { rss, heapUsed } = process.memoryUsage();
        const wasm = (tf.backend() as unknown as WasmBackend).wasm.HEAPU8.length;
        console.log(
          JSON.stringify({ steps: 50 * (epoch + 1), tensors: tf.memory().numTensors, wasm, rss, heapUsed }),
        );
      },
    },
  ],
  checkpoints: checkpoints({ store: memoryStore(), everySteps: 25 }),
});
