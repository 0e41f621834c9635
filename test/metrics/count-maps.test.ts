import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { addClassCounts, confusionCounts, countLabels, countMaps } from 'hilum';
import { describe, expect, it } from 'vitest';
import { onEachBackend } from '../backends';
import reference from '../reference/scores.json';

const pixels = (length: number) =>
  fc.array(fc.tuple(fc.boolean(), fc.double({ min: 0, max: 1, noNaN: true })), {
    minLength: length,
    maxLength: length,
  });

describe('countMaps', () => {
  onEachBackend(() => {
    it('gives the counts of every sample and class', async () => {
      await fc.assert(
        fc.asyncProperty(pixels(24), async (values) => {
          const shape: [number, number, number, number] = [2, 2, 3, 2];
          const truth = values.map(([t]) => Number(t));
          // As the tensor holds them.
          const predicted = values.map(([, y]) => Math.fround(y));
          const maps = [tf.tensor4d(truth, shape), tf.tensor4d(predicted, shape)] as const;
          const expected = [0, 1].map((sample) =>
            [0, 1].map((channel) => {
              const of = (all: number[]): number[] =>
                all.slice(12 * sample, 12 * sample + 12).filter((_, i) => i % 2 === channel);
              return confusionCounts(of(truth), of(predicted), { threshold: 0.4 });
            }),
          );
          expect(await countMaps(...maps, { threshold: 0.4 })).toEqual(expected);
          tf.dispose([...maps]);
        }),
        { numRuns: 20 },
      );
    });

    it('counts to the unit when the pixels are more than one sum takes, and do not divide', async () => {
      const shape: [number, number, number, number] = [2, 3, 1501, 1];
      const flags = Array.from({ length: 2 * 3 * 1501 }, (_, i) => Number(i % 7 < 3));
      const [truth, all] = [tf.tensor4d(flags, shape), tf.ones(shape)];
      const expected = [0, 4503].map((start) => {
        const tp = flags.slice(start, start + 4503).reduce((sum, flag) => sum + flag);
        return [{ tp, fp: 4503 - tp, fn: 0, tn: 0 }];
      });
      expect(await countMaps(truth, all)).toEqual(expected);
      expect(await countMaps(truth, tf.zerosLike(all))).toEqual(
        expected.map(([of]) => [{ tp: 0, fp: 0, fn: of!.tp, tn: of!.fp }]),
      );
      tf.dispose([truth, all]);
    });

    it('takes booleans and volumes', async () => {
      const truth = tf.tensor([1, 0, 1, 1, 0, 1, 0, 0], [1, 2, 2, 2, 1], 'bool');
      const predicted = tf.tensor([1, 1, 0, 1, 0, 1, 0, 0], [1, 2, 2, 2, 1], 'bool');
      expect(await countMaps(truth, predicted)).toEqual([[{ tp: 3, fp: 1, fn: 1, tn: 3 }]]);
    });

    it('leaves no tensor behind', async () => {
      const truth = tf.ones([2, 2, 2, 1]);
      const before = tf.memory().numTensors;
      await countMaps(truth, truth);
      expect(tf.memory().numTensors).toBe(before);
    });
  });

  it('sums no more than 2,048 pixels on the device: exact in float16, and float32 ends at 2^24', async () => {
    const truth = tf.ones([1, 64, 65, 1]);
    const { kernels } = await tf.profile(async () => {
      await countMaps(truth, truth);
      return [];
    });
    const sums = kernels.filter(({ name }) => name === 'Sum');
    expect(sums).toHaveLength(3);
    for (const { inputShapes } of sums) expect(inputShapes[0]).toEqual([1, 3, 2048, 1]);
  });

  it('counts of batches add up to the counts of all, beyond 2^24', () => {
    const batch = [[{ tp: 2 ** 24, fp: 1, fn: 0, tn: 3 }], [{ tp: 2 ** 24 + 1, fp: 2, fn: 1, tn: 5 }]];
    expect(addClassCounts([...batch, ...batch])).toEqual([{ tp: 2 ** 26 + 2, fp: 6, fn: 2, tn: 16 }]);
  });

  it('refuses other shapes and a threshold that is no number', async () => {
    await expect(countMaps(tf.ones([1, 2, 2, 1]), tf.ones([1, 2, 3, 1]))).rejects.toThrow(
      new RangeError(
        'countMaps: yTrue and yPred must have the same shape, got [1, 2, 2, 1] and [1, 2, 3, 1].',
      ),
    );
    await expect(countMaps(tf.ones([2, 2]), tf.ones([2, 2]))).rejects.toThrow(RangeError);
    const map = tf.ones([1, 2, 2, 1]);
    await expect(countMaps(map, map, { threshold: NaN })).rejects.toThrow(
      'countMaps: threshold must be finite, got NaN.',
    );
  });
});

describe('countLabels', () => {
  onEachBackend(() => {
    it('counts as scikit-learn’s multilabel_confusion_matrix', async () => {
      const maps = [reference.truth, reference.predicted].map((labels) =>
        tf.tensor(labels, reference.shape, 'int32'),
      ) as [tf.Tensor, tf.Tensor];
      expect(await countLabels(...maps, { classes: reference.classes })).toEqual(reference.counts);
    });

    it('counts what argMax gives, and leaves no tensor behind', async () => {
      const probabilities = tf.tensor4d([0.6, 0.4, 0.2, 0.8, 0.1, 0.9], [1, 1, 3, 2]);
      const [truth, labels] = [tf.tensor3d([0, 0, 1], [1, 1, 3]), tf.argMax(probabilities, -1)];
      const before = tf.memory().numTensors;
      expect(await countLabels(truth, labels, { classes: 2 })).toEqual([
        [
          { tp: 1, fp: 0, fn: 1, tn: 1 },
          { tp: 1, fp: 1, fn: 0, tn: 1 },
        ],
      ]);
      expect(tf.memory().numTensors).toBe(before);
    });
  });

  it('counts a label of no class as background of all', async () => {
    const [truth, predicted] = [tf.tensor3d([255, 1], [1, 1, 2]), tf.tensor3d([1, 1], [1, 1, 2])];
    expect(await countLabels(truth, predicted, { classes: 2 })).toEqual([
      [
        { tp: 0, fp: 0, fn: 0, tn: 2 },
        { tp: 1, fp: 1, fn: 0, tn: 0 },
      ],
    ]);
  });

  it('refuses other shapes, labels without a size, and no classes', async () => {
    const map = tf.zeros([1, 2, 2]);
    await expect(countLabels(map, tf.zeros([1, 2, 3]), { classes: 2 })).rejects.toThrow(
      'countLabels: yTrue and yPred must have the same shape, got [1, 2, 2] and [1, 2, 3].',
    );
    await expect(countLabels(tf.zeros([2]), tf.zeros([2]), { classes: 2 })).rejects.toThrow(
      new RangeError(
        'countLabels: yTrue must be [B, H, W], got [2]. Take the most probable class with tf.argMax.',
      ),
    );
    await expect(countLabels(map, map, { classes: 0 })).rejects.toThrow(
      'countLabels: classes must be an integer of at least 1, got 0.',
    );
  });
});
