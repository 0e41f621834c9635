import * as tf from '@tensorflow/tfjs-core';
import { batches, train, type TrainArgs } from 'hilum';
import { describe, expect, it } from 'vitest';
import { gradientMean } from '../../src/training/gradients';
import { onEachBackend } from '../backends';
import { weightValues } from '../battery';
import { halves, meanSquare, tinyModel } from './tiny';

const data = (batchSize: number) => batches({ items: [1, 2, 3, 4, 5, 6, 7], load: halves, batchSize });

/** The weights and the losses of the epochs of a short run by plain gradient descent. */
async function after(args: Pick<TrainArgs, 'data'> & Partial<TrainArgs>) {
  const model = tinyModel();
  const optimizer = tf.train.sgd(0.5);
  const { history } = await train(model, { epochs: 3, loss: meanSquare, optimizer, ...args });
  optimizer.dispose();
  const weights = await weightValues(model);
  model.dispose();
  return { weights: weights.flat(), losses: history.loss! };
}

describe('accumulated gradients', () => {
  onEachBackend((tolerance) => {
    it('make the steps of one large batch, where the loss is a mean; a smaller rest of an epoch too', async () => {
      // Seven samples: steps of 4 and of 3 (batches of 2, 2 and 2, 1), or of one batch each.
      const large = await after({ data: data(4) });
      const small = await after({ data: data(2), accumulate: 2 });
      expect(small.losses).toHaveLength(3);
      for (const key of ['weights', 'losses'] as const)
        small[key].forEach((value, i) => expect(Math.abs(value - large[key][i]!)).toBeLessThan(tolerance));
      const other = await after({ data: data(2) });
      expect(Math.abs(other.weights[0]! - large.weights[0]!)).toBeGreaterThan(1e-3);
    });

    it('are transformed once a step, after their mean is taken', async () => {
      let steps = 0;
      const stops = await after({
        data: data(2),
        accumulate: 2,
        gradients: (gradients) => {
          steps++;
          return Object.fromEntries(Object.entries(gradients).map(([name, g]) => [name, tf.zerosLike(g)]));
        },
      });
      expect(steps).toBe(6);
      const start = tinyModel();
      expect(stops.weights).toEqual((await weightValues(start)).flat());
      start.dispose();
    });
  });
});

describe('gradientMean', () => {
  it('weighs each batch by what it counts, and begins anew after a step', () => {
    const x = tf.tidy(() => tf.variable(tf.scalar(0)));
    const optimizer = tf.train.sgd(1);
    const before = tf.memory().numTensors;
    const mean = gradientMean();
    expect(mean.empty).toBe(true);
    mean.add({ [x.name]: tf.scalar(1) }, 1);
    mean.add({ [x.name]: tf.scalar(5) }, 3);
    expect(mean.empty).toBe(false);
    mean.step(optimizer, (gradients) => gradients);
    // (1·1 + 3·5) / 4 = 4, against the gradient.
    expect(x.dataSync()[0]).toBe(-4);
    expect(mean.empty).toBe(true);
    mean.add({ [x.name]: tf.scalar(2) }, 7);
    mean.step(optimizer, (gradients) => gradients);
    expect(x.dataSync()[0]).toBe(-6);
    mean.add({ [x.name]: tf.scalar(2) }, 7);
    mean.dispose();
    expect(tf.memory().numTensors).toBe(before);
    optimizer.dispose();
    x.dispose();
  });
});
