/**
 * A training run as a process of its own: tells each step, and at the end its history and weights.
 * Arguments: the folder of the checkpoints.
 */
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import {
  adamW,
  batches,
  bceDiceLoss,
  bestWeights,
  checkpoints,
  chestPhantom,
  clipByGlobalNorm,
  createRandom,
  flipHorizontal,
  plateau,
  train,
  unet,
  weightAverage,
} from 'hilum';
import { folderStore } from 'hilum/node';
import { installWasmKernels } from 'hilum/wasm';

await tf.setBackend('wasm');
await installWasmKernels();

const load = (seed: number) => chestPhantom({ seed, size: 32 });
const model = unet({ inputShape: [32, 32, 1], filters: [2, 4], seed: 1 });
const { history } = await train(model, {
  data: batches({
    items: createRandom(0).shuffle([1, 2, 3, 4, 5, 6, 7, 8]),
    load,
    batchSize: 2,
    shuffle: true,
    augment: flipHorizontal(),
  }),
  validation: batches({ items: [9, 10], load }),
  epochs: 4,
  loss: bceDiceLoss(),
  optimizer: adamW({ learningRate: 0.01 }),
  gradients: clipByGlobalNorm(1),
  callbacks: [
    weightAverage(),
    plateau({ patience: 1, cooldown: 0 }),
    bestWeights(),
    { onStep: ({ epoch, step }) => console.log(`epoch ${epoch} step ${step}`) },
  ],
  checkpoints: checkpoints({ store: folderStore(process.argv[2]!), everySteps: 3, keepLast: 3 }),
  resume: true,
});
const weights = model.getWeights().map((weight) => [...weight.dataSync()]);
console.log(`result ${JSON.stringify({ history, weights })}`);
