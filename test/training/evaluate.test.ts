import * as tf from '@tensorflow/tfjs-core';
import {
  averageSurfaceDistance,
  batches,
  chestPhantom,
  confusionCounts,
  diceScore,
  evaluate,
  evaluationColumns,
  hausdorffDistance95,
  iouScore,
  precisionScore,
  recallScore,
  specificityScore,
  surfaceDistances,
  unet,
  withLabels,
  type Batch,
  type Dataset,
  type Predictor,
} from 'hilum';
import { describe, expect, it } from 'vitest';
import { onEachBackend } from '../backends';

type Maps = readonly (readonly number[])[];

/** Maps of 3 × 4 pixels; what should be predicted is given as the image. */
function datasetOf(truths: Maps, predictions: Maps, batchSize = 2, classes = 1): Dataset {
  const size: [number, number, number] = [3, 4, classes];
  return async function* epoch() {
    for (let i = 0; i < truths.length; i += batchSize) {
      const [ys, xs] = [truths.slice(i, i + batchSize), predictions.slice(i, i + batchSize)];
      yield await Promise.resolve<Batch>({
        xs: tf.tensor4d(xs.flat(), [xs.length, ...size]),
        ys: tf.tensor4d(ys.flat(), [ys.length, ...size]),
        names: xs.map((_, k) => `image ${i + k}`),
      });
    }
  };
}

const identity: Predictor = { predict: (xs) => tf.clone(xs) };
const truths = [
  [0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0],
  [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
  [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
];
const predictions = [
  [0.1, 0.9, 0.4, 0, 0.8, 0.7, 0.6, 0, 0, 0, 0, 0.9],
  [0.9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.6],
  [0.9, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0.2],
];

describe('evaluate', () => {
  onEachBackend(() => {
    it('gives each image its scores, in the order of the dataset', async () => {
      const { rows, unit, columns } = await evaluate(identity, datasetOf(truths, predictions));
      expect(unit).toBe('px');
      expect(Object.entries(columns)).toEqual([
        ['dice', 'higher'],
        ['iou', 'higher'],
        ['precision', 'higher'],
        ['recall', 'higher'],
        ['hd95', 'lower'],
        ['assd', 'lower'],
      ]);
      const expected = truths.map((truth, i) => {
        const decided = predictions[i]!.map((value) => Number(value > 0.5));
        const counts = confusionCounts(truth, decided);
        const mask = (data: number[]) => ({ width: 4, height: 3, data });
        const surfaces = surfaceDistances(mask(truth), mask(decided));
        return {
          name: `image ${i}`,
          className: 'foreground',
          counts,
          scores: {
            dice: diceScore(counts),
            iou: iouScore(counts),
            precision: precisionScore(counts),
            recall: recallScore(counts),
            hd95: hausdorffDistance95(surfaces),
            assd: averageSurfaceDistance(surfaces),
          },
        };
      });
      expect(rows).toEqual(expected);
    });

    it('scores the most probable class of several, and each class for itself', async () => {
      const pixel = (label: number): number[] => [0, 1, 2].map((i) => Number(i === label));
      const labels = [0, 0, 1, 1, 0, 2, 2, 1, 0, 2, 2, 1];
      const predicted = [0, 1, 1, 1, 0, 2, 1, 1, 0, 2, 2, 1];
      const { rows, classes, summary } = await evaluate(
        identity,
        // None of the probabilities is above one half.
        datasetOf(
          [labels.flatMap(pixel)],
          [predicted.flatMap((label) => pixel(label).map((p) => 0.3 + p / 10))],
          1,
          3,
        ),
        { classes: ['background', 'lung', 'heart'] },
      );
      expect(rows.map(({ className }) => className)).toEqual(['background', 'lung', 'heart']);
      expect(rows.map(({ counts }) => counts)).toEqual(
        [0, 1, 2].map((label) =>
          confusionCounts(
            labels.map((value) => Number(value === label)),
            predicted.map((value) => Number(value === label)),
          ),
        ),
      );
      expect(Object.keys(classes)).toEqual(['background', 'lung', 'heart']);
      expect(classes.heart?.scores.dice?.mean).toBeCloseTo(6 / 7, 12);
      expect(summary.rows).toBe(3);
    });

    it('leaves no tensor behind, and needs none of the model’s other outputs', async () => {
      const model = unet({ inputShape: [32, 32, 1], filters: [2, 4] });
      const dataset = batches({
        items: [1, 2, 3],
        load: (seed) => chestPhantom({ seed, size: 32 }),
        batchSize: 2,
      });
      await evaluate(model, dataset);
      const before = tf.memory().numTensors;
      const one = await evaluate(model, dataset);
      const two = await evaluate(
        { predict: (xs) => [model.predict(xs) as tf.Tensor, tf.zeros([7])] },
        dataset,
      );
      expect(two).toEqual(one);
      expect(one.rows.map(({ name }) => name)).toHaveLength(3);
      expect(tf.memory().numTensors).toBe(before);
      model.dispose();
    });
  });

  it('gives the same rows whatever the batches', async () => {
    const all = await evaluate(identity, datasetOf(truths, predictions, 3));
    expect(await evaluate(identity, datasetOf(truths, predictions, 1))).toEqual(all);
  });

  it('takes a function that decides, for classes that overlap', async () => {
    const dataset = (): Dataset =>
      datasetOf([truths[0]!.flatMap((v) => [v, v])], [truths[0]!.flatMap((v) => [v, v])], 1, 2);
    const { rows } = await evaluate(identity, dataset(), { decide: (yPred) => yPred });
    expect(rows.map(({ className, scores }) => [className, scores.dice])).toEqual([
      ['class 0', 1],
      ['class 1', 1],
    ]);
    const exclusive = await evaluate(identity, dataset());
    expect(exclusive.rows[1]?.scores.dice).toBe(0);
  });

  it('measures in mm with the spacing of each image', async () => {
    const dataset = (): Dataset => datasetOf(truths, predictions);
    const pixels = await evaluate(identity, dataset());
    const mm = await evaluate(identity, dataset(), {
      spacing: (name) => (name === 'image 0' ? [2, 2] : [1, 1]),
    });
    expect(mm.unit).toBe('mm');
    expect(mm.rows[0]?.scores.hd95).toBeCloseTo(pixels.rows[0]!.scores.hd95! * 2, 12);
    expect(mm.rows.slice(1)).toEqual(pixels.rows.slice(1));
  });

  it('takes columns of one’s own, beside or instead of its own', async () => {
    const { rows, columns } = await evaluate(identity, datasetOf(truths, predictions), {
      columns: {
        dice: evaluationColumns.dice,
        specificity: { score: ({ counts }) => specificityScore(counts), better: 'higher' },
        missed: {
          score: ({ truth, prediction }) =>
            Array.from(truth.data).filter((value, i) => value === 1 && prediction.data[i] === 0).length,
          better: 'lower',
        },
      },
    });
    expect(columns).toEqual({ dice: 'higher', specificity: 'higher', missed: 'lower' });
    expect(rows.map(({ scores }) => scores.missed)).toEqual([1, 0, 1]);
  });

  it('measures no distances when no column asks for them, and once when several do', async () => {
    let same = false;
    await evaluate(identity, datasetOf(truths, predictions), {
      columns: {
        twice: {
          score: (masks) => {
            same = masks.surfaces === masks.surfaces;
            return 0;
          },
          better: 'lower',
        },
      },
    });
    expect(same).toBe(true);
    // A spacing that would be refused is not looked at.
    const unused = { spacing: () => [0, 0] as const, columns: { dice: evaluationColumns.dice } };
    await expect(evaluate(identity, datasetOf(truths, predictions), unused)).resolves.toBeDefined();
    await expect(
      evaluate(identity, datasetOf(truths, predictions), { spacing: () => [0, 0] }),
    ).rejects.toThrow('surfaceDistances: spacing must be two positive numbers, got [0, 0].');
  });

  it('refuses an empty dataset, other shapes, and other numbers of classes, and keeps no tensor', async () => {
    const before = tf.memory().numTensors;
    await expect(evaluate(identity, datasetOf([], []))).rejects.toThrow(
      new RangeError('evaluate: dataset must give at least one image, got none.'),
    );
    const halved: Predictor = { predict: (xs) => tf.slice(xs, [0, 0, 0, 0], [-1, 1, -1, -1]) };
    await expect(evaluate(halved, datasetOf(truths, predictions))).rejects.toThrow(
      'evaluate: masks and predictions must have the same shape, got [2, 3, 4, 1] and [2, 1, 4, 1].',
    );
    const labels = { decide: (yPred: tf.Tensor4D) => tf.argMax<tf.Tensor4D>(yPred, -1) };
    await expect(evaluate(identity, datasetOf(truths, predictions), labels)).rejects.toThrow(
      'evaluate: masks and what decide gives must have the same shape',
    );
    await expect(evaluate(identity, datasetOf(truths, predictions), { classes: ['a', 'b'] })).rejects.toThrow(
      new RangeError(
        'evaluate: classes must be 1 different names, one for each channel of the masks, got [a, b].',
      ),
    );
    const classified = withLabels(datasetOf(truths, predictions), () => 1);
    await expect(evaluate(identity, classified)).rejects.toThrow(
      new RangeError(
        'evaluate: batches must hold masks [B, H, W, classes], got [2, 1]. For labels see rocAuc and classificationReport.',
      ),
    );
    expect(tf.memory().numTensors).toBe(before);
  });

  it('names the image of a prediction that is no number', async () => {
    const broken = [predictions[0]!, [NaN, ...predictions[1]!.slice(1)]];
    await expect(evaluate(identity, datasetOf(truths.slice(0, 2), broken))).rejects.toThrow(
      new Error('evaluate: predictions must be numbers, got NaN for image 1. Did the training diverge?'),
    );
  });
});
