import * as tf from '@tensorflow/tfjs-core';
import { batches, clipByGlobalNorm, findLearningRate, sgd, train, type Batch, type LossFn } from 'hilum';
import { describe, expect, it } from 'vitest';
import { onEachBackend } from '../backends';
import { weightValues } from '../battery';
import { halves, meanSquare, tinyModel } from './tiny';

const data = batches({ items: [1, 2, 3, 4], load: halves, batchSize: 2 });

/** Steps that can be followed by hand. */
const plain = { optimizer: () => tf.train.sgd(1), smoothing: 0 };

/** 50·x² of a bias x, whatever the model predicts: gradient descent diverges above a rate of 2/100. */
function parabola(model: ReturnType<typeof tinyModel>): LossFn {
  const bias = model.weights.find(({ originalName }) => originalName === 'tiny_head1/bias')!;
  bias.write(tf.tensor1d([1]));
  return () => tf.mul(50, tf.sum(tf.square(bias.read())));
}

describe('findLearningRate', () => {
  onEachBackend(() => {
    it('raises the rate exponentially until the loss diverges, and suggests one that does not', async () => {
      const model = tinyModel();
      const loss = parabola(model);
      const { learningRates, losses, smoothed, suggestion } = await findLearningRate(model, {
        data,
        loss,
        ...plain,
        from: 1.3e-4,
        to: 10,
        steps: 51,
      });
      // A step at rate r takes x to (1 − 100 r)·x.
      let x = 1;
      losses.forEach((value, i) => {
        expect(learningRates[i]!).toBeCloseTo(1.3e-4 * (10 / 1.3e-4) ** (i / 50), 9);
        expect(value / (50 * x * x)).toBeCloseTo(1, 3);
        x *= 1 - 100 * learningRates[i]!;
      });
      expect(smoothed).toEqual(losses);
      // It ends soon after 0.02, long before 10, with a loss four times its smallest.
      expect(learningRates.at(-1)!).toBeGreaterThan(0.02);
      expect(learningRates.at(-1)!).toBeLessThan(0.1);
      expect(losses.at(-1)!).toBeGreaterThan(4 * Math.min(...losses));
      expect(losses.at(-2)!).toBeLessThanOrEqual(4 * Math.min(...losses.slice(0, -1)));
      expect(suggestion).toBeGreaterThan(5e-4);
      expect(suggestion).toBeLessThan(0.02);
      model.dispose();
    });

    it('gives the model its weights back to the bit, and leaves no tensor, after an error too', async () => {
      const model = tinyModel({ norm: true, dropout: 0.2 });
      const before = await weightValues(model);
      const tensors = tf.memory().numTensors;
      const { losses } = await findLearningRate(model, { data, loss: meanSquare, steps: 10 });
      expect(losses).toHaveLength(10);
      expect(await weightValues(model)).toEqual(before);
      expect(tf.memory().numTensors).toBe(tensors);
      async function* breaks(): AsyncGenerator<Batch> {
        yield* data(0);
        throw new Error('planted');
      }
      await expect(findLearningRate(model, { data: breaks, loss: meanSquare })).rejects.toThrow('planted');
      expect(await weightValues(model)).toEqual(before);
      expect(tf.memory().numTensors).toBe(tensors);
      model.dispose();
    });
  });

  it('finds a rate with which a model learns', async () => {
    const model = tinyModel({ norm: true });
    const args = { data, loss: meanSquare };
    const { suggestion } = await findLearningRate(model, {
      ...args,
      optimizer: () => sgd(),
      gradients: clipByGlobalNorm(1),
      to: 10,
      steps: 60,
    });
    const optimizer = sgd({ learningRate: suggestion! });
    const { history } = await train(model, { ...args, epochs: 10, optimizer });
    expect(history.loss!.at(-1)!).toBeLessThan(history.loss![0]! / 2);
    optimizer.dispose();
    model.dispose();
  });

  it('ends where the loss is no longer finite, with what was finite', async () => {
    const model = tinyModel();
    let passes = 0;
    const loss: LossFn = (yTrue, yPred) => tf.mul(meanSquare(yTrue, yPred), ++passes < 5 ? 1 : NaN);
    const { losses, learningRates } = await findLearningRate(model, { data, loss });
    expect([losses.length, learningRates.length]).toEqual([4, 4]);
    expect(losses.every(Number.isFinite)).toBe(true);
    model.dispose();
  });

  it('suggests nothing where the loss never falls', async () => {
    const model = tinyModel();
    let passes = 0;
    const loss: LossFn = (yTrue, yPred) => tf.add(tf.mul(meanSquare(yTrue, yPred), 0), 100 + ++passes);
    const { suggestion, losses } = await findLearningRate(model, { data, loss, steps: 6 });
    expect(losses).toEqual([101, 102, 103, 104, 105, 106]);
    expect(suggestion).toBeUndefined();
    model.dispose();
  });

  it('smooths exponentially, and takes the bias of the beginning out', async () => {
    const model = tinyModel();
    let passes = 0;
    const loss: LossFn = (yTrue, yPred) => tf.add(tf.mul(meanSquare(yTrue, yPred), 0), [4, 2, 3][passes++]!);
    const { smoothed } = await findLearningRate(model, { data, loss, steps: 3, smoothing: 0.5 });
    // 4; (4/4 + 2/2) / (3/4); (4/8 + 2/4 + 3/2) / (7/8)
    [4, 8 / 3, 20 / 7].forEach((value, i) => expect(smoothed[i]).toBeCloseTo(value, 6));
    model.dispose();
  });

  it('refuses a first loss that is not finite, data without batches, and numbers outside their range', async () => {
    const model = tinyModel();
    const find = (args: Partial<Parameters<typeof findLearningRate>[1]>) =>
      findLearningRate(model, { data, loss: meanSquare, ...args });
    await expect(find({ loss: (_, yPred) => tf.mul(tf.mean(yPred), NaN) })).rejects.toThrow(
      'findLearningRate: the first loss must be finite, got NaN (halves-1, halves-2). Look for broken samples.',
    );
    // eslint-disable-next-line @typescript-eslint/require-await
    async function* nothing(): AsyncGenerator<Batch> {
      yield* [];
    }
    await expect(find({ data: nothing })).rejects.toThrow(
      'data must give at least one batch an epoch, got none.',
    );
    await expect(find({ steps: 2 })).rejects.toThrow('steps must be an integer of at least 3, got 2.');
    await expect(find({ from: 1, to: 1 })).rejects.toThrow('from must be above 0 and below to, got 1 and 1.');
    await expect(find({ smoothing: 1 })).rejects.toThrow('smoothing must be at least 0 and below 1, got 1.');
    await expect(find({ divergence: 1 })).rejects.toThrow('divergence must be above 1, got 1.');
    model.dispose();
  });
});
