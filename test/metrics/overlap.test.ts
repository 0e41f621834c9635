import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { confusionCounts, dice, diceScore, iou, iouScore } from 'hilum';
import { describe, expect, it } from 'vitest';
import { onEachBackend } from '../backends';
import { read } from '../read';

const metrics = { dice, iou };
const scores = { dice: diceScore, iou: iouScore };

describe.each(['dice', 'iou'] as const)('%s', (name) => {
  const metric = metrics[name];
  const value = async (truth: tf.Tensor, predicted: tf.Tensor, threshold?: number): Promise<number> =>
    (await read(() => metric({ threshold })(truth, predicted)))[0]!;

  onEachBackend(() => {
    it('is the mean over samples and classes of the score of their counts', async () => {
      const pixels = fc.array(fc.tuple(fc.boolean(), fc.double({ min: 0, max: 1, noNaN: true })), {
        minLength: 24,
        maxLength: 24,
      });
      await fc.assert(
        fc.asyncProperty(pixels, async (values) => {
          const shape: [number, number, number, number] = [2, 3, 2, 2];
          const truth = values.map(([t]) => Number(t));
          const predicted = values.map(([, y]) => Math.fround(y));
          const each = [0, 12].flatMap((start) =>
            [0, 1].map((channel) => {
              const of = (all: number[]): number[] =>
                all.slice(start, start + 12).filter((_, i) => i % 2 === channel);
              return scores[name](confusionCounts(of(truth), of(predicted)));
            }),
          );
          expect(await value(tf.tensor4d(truth, shape), tf.tensor4d(predicted, shape))).toBeCloseTo(
            each.reduce((a, b) => a + b) / 4,
            5,
          );
        }),
        { numRuns: 20 },
      );
    });

    it('is exactly 1 for identical masks and for empty ones, 0 for a false alarm', async () => {
      const mask = tf.tensor4d([1, 0, 1, 1, 0, 0, 0], [1, 1, 7, 1]);
      expect(await value(mask, mask)).toBe(1);
      expect(await value(tf.zerosLike(mask), tf.zerosLike(mask))).toBe(1);
      expect(await value(tf.zerosLike(mask), mask)).toBe(0);
      expect(await value(mask, tf.zerosLike(mask))).toBe(0);
    });

    it('leaves no tensor but the one it returns', () => {
      const mask = tf.ones([1, 2, 2, 1]);
      const before = tf.memory().numTensors;
      const result = metric()(mask, mask);
      expect(result.shape).toEqual([]);
      expect(tf.memory().numTensors).toBe(before + 1);
      result.dispose();
    });
  });

  it('has its name, as the key of a history', () => {
    expect(metric().name).toBe(name);
  });

  it('takes what is above the threshold for foreground', async () => {
    const truth = tf.tensor4d([1, 1, 0, 0], [1, 2, 2, 1]);
    const logits = tf.tensor4d([0.2, 3, -1, 0], [1, 2, 2, 1]);
    expect(await value(truth, logits, 0)).toBe(1);
    expect(await value(truth, logits)).toBeLessThan(1);
  });

  it('refuses other shapes and a threshold that is no number', () => {
    expect(() => metric()(tf.ones([1, 2, 2, 1]), tf.ones([2, 2, 2, 1]))).toThrow(
      new RangeError(`${name}: yTrue and yPred must have the same shape, got [1, 2, 2, 1] and [2, 2, 2, 1].`),
    );
    expect(() => metric({ threshold: Infinity })).toThrow(
      new RangeError(`${name}: threshold must be finite, got Infinity.`),
    );
  });
});
