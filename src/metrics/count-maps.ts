import * as tf from '@tensorflow/tfjs-core';
import { check, checkInteger, checkSameShape } from '../core/check';
import { checkMaps } from './area';
import { checkThreshold, type ConfusionCounts, type ThresholdArgs } from './confusion';

/** Pixels that are summed on the device: no more than every number format counts to, 16-bit floats included. */
const mostPerSum = 2048;

/**
 * Counts each sample and class where the tensors are: what is read back are sums of 2,048 pixels, which are exact in
 * every number format and are added up here, so that no count is too large. {@link addClassCounts} adds up the
 * samples of all batches.
 *
 * @param yTrue `[B, H, W, C]`, a channel for each class, foreground above 0.5
 * @param yPred probabilities or logits of the same shape, each channel for itself; give the most probable class alone
 *   with {@link countLabels} and `tf.argMax`
 * @returns `[sample][class]`; no tensor is left behind
 * @throws RangeError when shapes differ or the threshold is not finite
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { countMaps, iouScore } from 'hilum';
 *
 * const truth = tf.tensor4d([1, 1, 0, 0], [1, 2, 2, 1]);
 * const predicted = tf.tensor4d([0.9, 0.2, 0.1, 0.1], [1, 2, 2, 1]);
 * const [[counts]] = await countMaps(truth, predicted);
 * console.log(counts, iouScore(counts!)); // { tp: 1, fp: 0, fn: 1, tn: 2 } 0.5
 * tf.dispose([truth, predicted]);
 * ```
 */
export async function countMaps(
  yTrue: tf.Tensor,
  yPred: tf.Tensor,
  { threshold = 0.5 }: ThresholdArgs = {},
): Promise<ConfusionCounts[][]> {
  checkMaps('countMaps', yTrue, yPred);
  checkThreshold('countMaps', threshold);
  return count(yTrue.shape, () => [tf.greater(yTrue, 0.5), tf.greater(yPred, threshold)]);
}

/** What {@link countLabels} takes. */
export interface CountLabelsArgs {
  /** How many classes there are. */
  classes: number;
}

/**
 * Counts each sample and class of label maps where the tensors are: for each class, its pixels against all others.
 * What is no label of a class is counted as background of all of them. All else as {@link countMaps}.
 *
 * @param yTrue `[B, H, W]`, labels 0 to classes − 1
 * @param yPred labels of the same shape, for instance `tf.argMax(probabilities, -1)`
 * @returns `[sample][class]`; no tensor is left behind
 * @throws RangeError when shapes differ, or `classes` is no whole number of at least 1
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { addClassCounts, countLabels, diceScore } from 'hilum';
 *
 * const truth = tf.tensor3d([0, 1, 2, 2], [1, 2, 2], 'int32');
 * const predicted = tf.tensor3d([0, 2, 2, 2], [1, 2, 2], 'int32');
 * const classes = addClassCounts(await countLabels(truth, predicted, { classes: 3 }));
 * console.log(classes.map(diceScore)); // [ 1, 0, 0.8 ]
 * tf.dispose([truth, predicted]);
 * ```
 */
export async function countLabels(
  yTrue: tf.Tensor,
  yPred: tf.Tensor,
  { classes }: CountLabelsArgs,
): Promise<ConfusionCounts[][]> {
  checkInteger('countLabels', 'classes', classes, 1);
  checkSameShape('countLabels', ['yTrue', 'yPred'], yTrue.shape, yPred.shape);
  check(
    yTrue.rank > 2,
    `countLabels: yTrue must be [B, H, W], got [${yTrue.shape.join(', ')}]. Take the most probable class with tf.argMax.`,
  );
  return count([...yTrue.shape, classes], () => {
    const labels = tf.range(0, classes);
    return [yTrue, yPred].map((map) => tf.equal(tf.cast(tf.expandDims(map, -1), 'float32'), labels));
  });
}

/** Counts what `flags` gives: truth and prediction as booleans `[B, …, C]`. */
async function count(shape: readonly number[], flags: () => tf.Tensor[]): Promise<ConfusionCounts[][]> {
  const [samples, classes] = [shape[0]!, shape.at(-1)!];
  const pixels = shape.slice(1, -1).reduce((product, size) => product * size, 1);
  const perSum = Math.min(pixels, mostPerSum);
  const parts = Math.ceil(pixels / perSum);
  const sums = tf.tidy(() => {
    const numbers = flags().map((flag) => {
      // Times one: see area.
      const values = tf.reshape(tf.mul(tf.cast(flag, 'float32'), 1), [samples, pixels, classes]);
      const padded = tf.pad(values, [
        [0, 0],
        [0, parts * perSum - pixels],
        [0, 0],
      ]);
      return tf.reshape(padded, [samples, parts, perSum, classes]);
    });
    const [t, y] = numbers as [tf.Tensor, tf.Tensor];
    return tf.stack([tf.sum(tf.mul(t, y), 2), tf.sum(t, 2), tf.sum(y, 2)]); // [3, B, parts, C]
  });
  try {
    const values = await sums.data();
    const total = (of: number, sample: number, label: number): number => {
      let sum = 0;
      for (let part = 0; part < parts; part++)
        sum += values[((of * samples + sample) * parts + part) * classes + label]!;
      return sum;
    };
    return Array.from({ length: samples }, (_, sample) =>
      Array.from({ length: classes }, (_, label) => {
        const [tp, inTruth, predicted] = [0, 1, 2].map((of) => total(of, sample, label)) as [
          number,
          number,
          number,
        ];
        return { tp, fp: predicted - tp, fn: inTruth - tp, tn: pixels - inTruth - predicted + tp };
      }),
    );
  } finally {
    sums.dispose();
  }
}
