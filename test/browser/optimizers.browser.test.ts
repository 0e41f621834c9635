import * as tf from '@tensorflow/tfjs-core';
import {
  adamW,
  batches,
  bceDiceLoss,
  chestPhantom,
  clipByGlobalNorm,
  cosineSchedule,
  train,
  unet,
  warmUp,
  weightAverage,
} from 'hilum';
import { beforeAll, describe, expect, it } from 'vitest';
import { onEachBackend, selectBackend } from './backends';
import { tolerances } from './tolerances';

const load = (seed: number) => chestPhantom({ seed, size: 32 });

/** Four steps of a small U-Net with all that may change one: the losses, those of validation of the averaged weights. */
async function steps(): Promise<number[]> {
  const model = unet({ inputShape: [32, 32, 1], filters: [2, 4], seed: 1 });
  // Its epsilon is otherwise the backend's, 1e-4 on WebGL of half precision, and other steps follow.
  const optimizer = adamW({ learningRate: 1e-2, weightDecay: 0.1, epsilon: 1e-7 });
  const before = tf.memory().numTensors;
  const { history } = await train(model, {
    data: batches({ items: [1, 2, 3, 4], load, batchSize: 1 }),
    validation: batches({ items: [5], load }),
    epochs: 2,
    accumulate: 2,
    loss: bceDiceLoss(),
    optimizer,
    // Low enough that every step is clipped.
    gradients: clipByGlobalNorm(0.1),
    schedule: warmUp({ steps: 1 }, cosineSchedule({ learningRate: 1e-2, steps: 3 })),
    callbacks: [weightAverage({ decay: 0.5 })],
  });
  // Two moments for each weight are the optimizer's.
  expect(tf.memory().numTensors - before).toBe(2 * model.trainableWeights.length);
  optimizer.dispose();
  model.dispose();
  return [...history['loss']!, ...history['val_loss']!];
}

let expected: number[];
beforeAll(async () => {
  await selectBackend('cpu');
  expected = await steps();
});

onEachBackend((_, name) => {
  describe('AdamW with accumulated and clipped gradients, a schedule and averaged weights', () => {
    it('makes the steps that the cpu backend makes', async () => {
      const found = await steps();
      expect(found[1]).toBeLessThan(found[0]!);
      found.forEach((value, i) =>
        expect(Math.abs(value - expected[i]!)).toBeLessThan(tolerances.training[name]),
      );
    });
  });
});
