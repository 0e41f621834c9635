import * as tf from '@tensorflow/tfjs-core';
import {
  adamW,
  batches,
  checkpoints,
  memoryStore,
  train,
  type Dataset,
  type LossFn,
  type TrainArgs,
} from 'hilum';
import { describe, expect, it } from 'vitest';
import { onEachBackend } from '../backends';
import { weightValues } from '../battery';
import { halves, meanSquare, tinyModel } from './tiny';

const data = batches({ items: [1, 2, 3, 4, 5, 6], load: halves, batchSize: 2 });

/** The data with one pixel of the third batch of the second epoch changed. */
function spoilt(value: number): Dataset {
  return async function* (epoch) {
    let i = 0;
    for await (const batch of data(epoch)) {
      if (epoch !== 1 || i++ !== 2) yield batch;
      else {
        const values = batch.xs.dataSync().slice();
        values[7] = value;
        batch.xs.dispose();
        yield { ...batch, xs: tf.tensor(values, batch.xs.shape) };
      }
    }
  };
}

/** From the pass of this number on with √0, which is finite, as its derivative is not. */
function cuspAt(pass: number): LossFn {
  let passes = 0;
  return function cusp(yTrue, yPred) {
    const loss = meanSquare(yTrue, yPred);
    return ++passes < pass ? loss : tf.add(loss, tf.sqrt(tf.mul(loss, 0)));
  };
}

describe('a batch that is no good', () => {
  onEachBackend(() => {
    it.each([
      ['a pixel that is NaN', { data: spoilt(NaN) }, /the loss must stay finite, got NaN/],
      ['a pixel without bounds', { data: spoilt(Infinity) }, /the loss must stay finite, got NaN/],
      [
        'a loss above its limit',
        { loss: exploding(6), lossLimit: 50 },
        /the loss must not explode, got \S+ above 50/,
      ],
      [
        'a gradient that is not finite',
        { loss: cuspAt(6) },
        /the gradient must stay finite, got a sum of NaN with a loss of 0\.\d+/,
      ],
    ] satisfies [string, Partial<TrainArgs>, RegExp][])(
      'ends the run before its step, with its images: %s',
      async (_, broken, message) => {
        const model = tinyModel({ norm: true, dropout: 0.2 });
        const optimizer = adamW({ learningRate: 0.05 });
        const store = memoryStore();
        let weights: number[][] = [];
        const failing = train(model, {
          data,
          epochs: 3,
          loss: meanSquare,
          optimizer,
          checkpoints: checkpoints({ store, everySteps: 1 }),
          callbacks: [{ onStep: async () => void (weights = await weightValues(model)) }],
          ...broken,
        });
        await expect(failing).rejects.toThrow(message);
        await expect(failing).rejects.toThrow(
          / in epoch 2, step 3 \(halves-5, halves-6\)\. Lower the learning rate, clip the gradients, or look for broken samples\./,
        );
        // All of them, statistics of the normalisation too, which a forward pass alone has moved.
        expect(await weightValues(model)).toEqual(weights);
        expect(weights.flat().every(Number.isFinite)).toBe(true);
        expect((await store.list()).sort().at(-1)).toBe('epoch-00001-step-000002.safetensors');

        // And from there the run goes on when what was broken is mended.
        const again = tinyModel({ norm: true, dropout: 0.2 });
        const optimizer2 = adamW({ learningRate: 0.05 });
        const saved = checkpoints({ store, everySteps: 1 });
        const args = {
          data,
          epochs: 3,
          loss: meanSquare,
          optimizer: optimizer2,
          checkpoints: saved,
          resume: true,
        };
        const { history } = await train(again, args);
        expect(history.loss!.every(Number.isFinite)).toBe(true);
        expect(history.loss).toHaveLength(3);
        optimizer.dispose();
        optimizer2.dispose();
        again.dispose();
        model.dispose();
      },
    );
  });

  it('takes back what the good batches before it moved, when their gradients are accumulated', async () => {
    const model = tinyModel({ norm: true });
    let weights: number[][] = [];
    const failing = train(model, {
      data: spoilt(NaN),
      epochs: 2,
      accumulate: 3,
      loss: meanSquare,
      callbacks: [{ onStep: async () => void (weights = await weightValues(model)) }],
    });
    await expect(failing).rejects.toThrow('in epoch 2, step 1 (halves-5, halves-6)');
    expect(await weightValues(model)).toEqual(weights);
    model.dispose();
  });

  it('leaves no tensor behind', async () => {
    const model = tinyModel({ norm: true });
    const run = () => train(model, { data: spoilt(NaN), epochs: 2, loss: meanSquare });
    await expect(run()).rejects.toThrow('finite');
    const before = tf.memory().numTensors;
    await expect(run()).rejects.toThrow('finite');
    expect(tf.memory().numTensors).toBe(before);
    model.dispose();
  });

  it('is not one for which a metric has no number: that is told in the history', async () => {
    const model = tinyModel();
    const undefinedScore: LossFn = function score() {
      return tf.scalar(NaN);
    };
    const { history } = await train(model, { data, epochs: 1, loss: meanSquare, metrics: [undefinedScore] });
    expect(history.score).toEqual([NaN]);
    expect(history.loss!.every(Number.isFinite)).toBe(true);
    model.dispose();
  });
});

/** From the pass of this number on ten thousand times as large. */
function exploding(pass: number): LossFn {
  let passes = 0;
  return function explosion(yTrue, yPred) {
    return tf.mul(meanSquare(yTrue, yPred), ++passes < pass ? 1 : 1e4);
  };
}
