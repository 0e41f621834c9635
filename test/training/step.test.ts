import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { batches, bceLoss, deepSupervision, train, type Batch, type Dataset, type LossFn } from 'hilum';
import { describe, expect, it } from 'vitest';
import { gradientsOf, measure } from '../../src/training/step';
import { onEachBackend } from '../backends';
import { weightValues } from '../battery';
import { halves, meanSquare, tinyModel } from './tiny';

const items = [1, 2, 3];

/** The samples as one batch, with these weights. */
async function batchOf(seeds: readonly number[], weights?: readonly number[]): Promise<Batch> {
  for await (const batch of batches({ items: seeds, load: halves, batchSize: seeds.length })(0))
    return weights ? { ...batch, weights } : batch;
  throw new Error('no batch');
}

/** Loss and gradients of a batch, as numbers. */
async function numbersOf(model: LayersModel, batch: Batch, loss: LossFn = meanSquare) {
  const { gradients, gradientSum, values } = await gradientsOf(model, batch, { loss, metrics: [] });
  const numbers = Object.values(gradients).flatMap((gradient) => [...gradient.dataSync()]);
  tf.dispose(gradients);
  return { value: values[0]!, numbers, gradientSum };
}

describe('a step', () => {
  onEachBackend((tolerance) => {
    it('takes the mean of the samples by their weights', async () => {
      const model = tinyModel();
      const single = [];
      for (const seed of items) single.push(await numbersOf(model, await batchOf([seed])));
      const weighted = await numbersOf(model, await batchOf(items, [3, 0, 1]));
      // By hand: (3·a + 0·b + 1·c) / 4, of the loss and of each number of the gradients.
      const [a, , c] = single as [(typeof single)[0], unknown, (typeof single)[0]];
      expect(Math.abs(weighted.value - (3 * a.value + c.value) / 4)).toBeLessThan(tolerance);
      weighted.numbers.forEach((number, i) =>
        expect(Math.abs(number - (3 * a.numbers[i]! + c.numbers[i]!) / 4)).toBeLessThan(tolerance),
      );
      const plain = await numbersOf(model, await batchOf(items));
      expect(Math.abs(plain.value - weighted.value)).toBeGreaterThan(10 * tolerance);
      const measured = await measure(model, await batchOf(items, [3, 0, 1]), {
        loss: meanSquare,
        metrics: [],
      });
      expect(Math.abs(measured[0]! - weighted.value)).toBeLessThan(tolerance);
      model.dispose();
    });

    it('weighs accumulated batches by the sum of their weights, as if they were one', async () => {
      const weights = [2, 1, 0.5];
      const ends = async (data: Dataset, accumulate: number): Promise<number[]> => {
        const model = tinyModel();
        const optimizer = tf.train.sgd(0.5);
        await train(model, { data, accumulate, epochs: 1, loss: meanSquare, optimizer });
        optimizer.dispose();
        const values = (await weightValues(model)).flat();
        model.dispose();
        return values;
      };
      const one = await ends(async function* () {
        yield await batchOf(items, weights);
      }, 1);
      const three = await ends(async function* () {
        for (const [i, seed] of items.entries()) yield await batchOf([seed], [weights[i]!]);
      }, 3);
      three.forEach((value, i) => expect(Math.abs(value - one[i]!)).toBeLessThan(tolerance));
    });

    it('gives the loss all outputs of a model that has several, and a metric the first', async () => {
      const model = tinyModel({ outputs: 2 });
      const loss = deepSupervision(bceLoss(), { weights: [0.75, 0.25] });
      const batch = await batchOf(items);
      const { expected, score } = tf.tidy(() => {
        const [fine, coarse] = model.predict(batch.xs) as [tf.Tensor, tf.Tensor];
        // Of 2×2 pixels the one at the top left, which is the one whose output a stride of 2 leaves.
        const half = tf.stridedSlice(batch.ys, [0, 0, 0, 0], batch.ys.shape, [1, 2, 2, 1]);
        const parts = [bceLoss()(batch.ys, fine), bceLoss()(half, coarse)] as const;
        return {
          expected: 0.75 * parts[0].dataSync()[0]! + 0.25 * parts[1].dataSync()[0]!,
          score: meanSquare(batch.ys, fine).dataSync()[0]!,
        };
      });
      const { gradients, values } = await gradientsOf(model, batch, { loss, metrics: [meanSquare] });
      expect(Math.abs(values[0]! - expected)).toBeLessThan(tolerance);
      expect(Math.abs(values[1]! - score)).toBeLessThan(tolerance);
      // Both heads learn.
      expect(Object.values(gradients)).toHaveLength(model.trainableWeights.length);
      for (const gradient of Object.values(gradients))
        expect(gradient.dataSync().some((g) => g !== 0)).toBe(true);
      tf.dispose(gradients);
      model.dispose();
    });

    it('knows by one number of a gradient that is not finite, while the loss is', async () => {
      const model = tinyModel();
      // √0 is 0, and its derivative is not finite.
      const cusp: LossFn = (yTrue, yPred) => tf.mean(tf.sqrt(tf.mul(tf.abs(tf.sub(yTrue, yPred)), 0)));
      const { value, gradientSum } = await numbersOf(model, await batchOf(items), cusp);
      expect(value).toBe(0);
      expect(gradientSum).toBeNaN();
      expect((await numbersOf(model, await batchOf(items))).gradientSum).not.toBeNaN();
      model.dispose();
    });

    it('disposes of the batch when a loss or a metric throws', async () => {
      const model = tinyModel();
      const throws: LossFn = () => {
        throw new Error('planted');
      };
      for (const measures of [
        { loss: throws, metrics: [meanSquare] },
        { loss: meanSquare, metrics: [meanSquare, throws] },
      ])
        for (const run of [gradientsOf, measure]) {
          const batch = await batchOf(items);
          await expect(run(model, batch, measures)).rejects.toThrow('planted');
          expect([batch.xs.isDisposed, batch.ys.isDisposed]).toEqual([true, true]);
        }
      model.dispose();
    });
  });

  it('refuses weights that are not one a sample, or of which all are 0', async () => {
    const model = tinyModel();
    await expect(numbersOf(model, await batchOf(items, [1, 2]))).rejects.toThrow(
      'train: a batch must have a weight for each of its 3 samples with a sum above 0, got [1, 2].',
    );
    await expect(numbersOf(model, await batchOf(items, [0, 0, 0]))).rejects.toThrow('got [0, 0, 0]');
    model.dispose();
  });
});
