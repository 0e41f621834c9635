import * as tf from '@tensorflow/tfjs-core';
import { bceDiceLoss, bceLoss, dice, diceLoss, iou, jaccardLoss, unet, weightedSum } from 'hilum';
import { describe, expect, it } from 'vitest';
import { onEachBackend } from '../backends';
import { valueOf } from './reference';

const truth = (): tf.Tensor => tf.tensor4d([1, 0, 1, 0], [1, 2, 2, 1]);
const predicted = (): tf.Tensor => tf.tensor4d([0.8, 0.3, 0.4, 0.1], [1, 2, 2, 1]);

describe('weightedSum', () => {
  it('is each loss times its weight, added', async () => {
    const loss = weightedSum([
      [0.25, bceLoss()],
      [2, jaccardLoss()],
      [-1, diceLoss()],
    ]);
    const [b, j, d] = await Promise.all(
      [bceLoss(), jaccardLoss(), diceLoss()].map((part) => valueOf(part, truth(), predicted())),
    );
    expect(await valueOf(loss, truth(), predicted())).toBeCloseTo(0.25 * b! + 2 * j! - d!, 6);
  });

  it('takes a loss of one’s own', async () => {
    const loss = weightedSum([[3, (t, y) => tf.mean(tf.abs(tf.sub(t, y)))]]);
    expect(await valueOf(loss, truth(), predicted())).toBeCloseTo((3 * (0.2 + 0.3 + 0.6 + 0.1)) / 4, 6);
  });

  it('leaves no tensor but the one it returns', () => {
    const [t, y] = [truth(), predicted()];
    const before = tf.memory().numTensors;
    weightedSum([
      [1, bceLoss()],
      [1, diceLoss()],
    ])(t, y).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses no parts, and weights that are no numbers', () => {
    expect(() => weightedSum([])).toThrow(
      new RangeError('weightedSum: parts must hold at least one pair of weight and loss, got none.'),
    );
    expect(() => weightedSum([[NaN, bceLoss()]])).toThrow('weightedSum: weights must be finite, got NaN.');
  });
});

describe('bceDiceLoss', () => {
  it('is binary cross-entropy plus Dice loss, with the options of both', async () => {
    for (const args of [
      {},
      { fromLogits: true },
      { smooth: 3, perSample: true },
      { labelSmoothing: 0.1, weights: (t: tf.Tensor) => tf.equal(t, 1) },
    ]) {
      const sum =
        (await valueOf(bceLoss(args), truth(), predicted())) +
        (await valueOf(diceLoss(args), truth(), predicted()));
      expect(await valueOf(bceDiceLoss(args), truth(), predicted())).toBeCloseTo(sum, 6);
    }
  });

  it('has its own name', () => {
    expect(bceDiceLoss().name).toBe('bceDiceLoss');
    expect(weightedSum([[1, bceLoss()]]).name).toBe('weightedSum');
  });
});

describe('losses and metrics in plain TensorFlow.js', () => {
  onEachBackend(() => {
    it('train through compile and fit, in a history that has their names', async () => {
      const model = unet({ inputShape: [4, 4, 1], filters: [2], seed: 2 });
      model.compile({
        optimizer: 'sgd',
        loss: bceDiceLoss(),
        metrics: [diceLoss(), bceLoss(), dice(), iou()],
      });
      const x = tf.randomNormal([6, 4, 4, 1], 0, 1, 'float32', 1);
      const y = tf.cast(tf.greater(x, 0), 'float32');
      const args = {
        epochs: 3,
        batchSize: 4,
        shuffle: false,
        validationData: [x, y] as [tf.Tensor, tf.Tensor],
      };
      const { history } = await model.fit(x, y, args);
      expect(Object.keys(history).sort()).toEqual(
        ['loss', 'diceLoss', 'bceLoss', 'dice', 'iou'].flatMap((key) => [key, `val_${key}`]).sort(),
      );
      const last = Object.fromEntries(
        Object.entries(history).map(([key, values]) => [key, values.at(-1) as number]),
      );
      expect(last.loss).toBeLessThan(history.loss![0] as number);
      // The loss is what its two parts, followed as metrics, add up to.
      expect(last.val_diceLoss! + last.val_bceLoss!).toBeCloseTo(last.val_loss!, 5);
      for (const key of ['dice', 'iou'] as const) {
        expect(last[key]).toBeGreaterThanOrEqual(0);
        expect(last[key]).toBeLessThanOrEqual(1);
      }
      // fit weights its batches of 4 and 2 by their size, so a mean over images stays one.
      const whole = await valueOf(dice(), y, model.predict(x) as tf.Tensor);
      expect(last.val_dice).toBeCloseTo(whole, 5);
      tf.dispose([x, y]);
      model.dispose();
    });

    it('give gradients to variableGrads', async () => {
      const model = unet({ inputShape: [4, 4, 1], filters: [2], activation: 'linear', seed: 2 });
      const [x, y] = [tf.ones([1, 4, 4, 1]), tf.ones([1, 4, 4, 1])];
      const { value, grads } = tf.variableGrads(() =>
        bceDiceLoss({ fromLogits: true })(y, model.apply(x, { training: true }) as tf.Tensor),
      );
      expect(value.shape).toEqual([]);
      const values = await Promise.all(Object.values(grads).map((gradient) => gradient.data()));
      expect(values.flatMap((gradient) => [...gradient]).some((slope) => slope !== 0)).toBe(true);
      tf.dispose([x, y, value, grads]);
      model.dispose();
    });
  });
});
