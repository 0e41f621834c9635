import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { bestWeights, type Training } from 'hilum';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** A model of one weight, and what shows it to a callback. */
function oneWeight(): { training: Training; set: (value: number) => void; get: () => number } {
  const model = layers.sequential({
    layers: [layers.layers.dense({ units: 1, inputShape: [1], useBias: false })],
  });
  const weight = model.weights[0]!;
  return {
    training: { model, learningRate: 1, stop: () => undefined },
    set: (value) => weight.write(tf.tensor2d([[value]])),
    get: () => weight.read().dataSync()[0]!,
  };
}

const epochEnd = (training: Training, val_loss: number) => ({
  epoch: 0,
  epochs: 3,
  steps: 1,
  training,
  logs: { val_loss },
  ...{ seconds: 0, stepSeconds: 0, waitedSeconds: 0 },
});

describe('bestWeights', () => {
  it('gives the model the weights of the best epoch when training ends', async () => {
    const { training, set, get } = oneWeight();
    const callback = bestWeights();
    for (const [weight, loss] of [
      [10, 3],
      [20, 1],
      [30, 2],
    ] as const) {
      set(weight);
      await callback.onEpochEnd?.(epochEnd(training, loss));
    }
    expect(get()).toBe(30);
    await callback.onTrainEnd?.({ training });
    expect(get()).toBe(20);
  });

  it('leaves the weights alone when no epoch was completed', async () => {
    const { training, set, get } = oneWeight();
    set(7);
    await bestWeights().onTrainEnd?.({ training });
    expect(get()).toBe(7);
  });

  it('tells of every improvement, and of nothing else', async () => {
    const { training } = oneWeight();
    const improved: number[] = [];
    const callback = bestWeights({ onImprove: ({ logs }) => void improved.push(logs.val_loss!) });
    for (const loss of [3, 4, 2, NaN, 2, 1]) await callback.onEpochEnd?.(epochEnd(training, loss));
    expect(improved).toEqual([3, 2, 1]);
  });
});
