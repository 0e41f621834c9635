import * as tf from '@tensorflow/tfjs-core';
import { check, checkSameShape } from '../core/check';
import { turn } from '../core/turn';
import type { Batch, Dataset } from '../data/dataset';
import { confusionCounts, type ConfusionCounts } from '../metrics/confusion';
import type { Mask, Spacing } from '../metrics/distance-transform';
import { diceScore, iouScore, precisionScore, recallScore } from '../metrics/scores';
import {
  averageSurfaceDistance,
  hausdorffDistance95,
  surfaceDistances,
  type SurfaceDistances,
} from '../metrics/surface-distance';
import { evaluationOf, type Evaluation, type EvaluationRow } from './evaluation';
import { disposeBatch } from './step';

/** What predicts: a `LayersModel`, or an object of your own around tiles or several models. */
export interface Predictor {
  /** Gives `[B, H, W, classes]` for `[B, H, W, C]`; of several outputs the first counts. */
  predict(xs: tf.Tensor4D): tf.Tensor | tf.Tensor[];
}

/** Truth and prediction of one class of one image. */
export interface EvaluatedMasks {
  readonly name: string;
  readonly className: string;
  readonly truth: Mask;
  readonly prediction: Mask;
  readonly counts: ConfusionCounts;
  /** In pixels, or in mm with a spacing. Measured when first asked for. */
  readonly surfaces: SurfaceDistances;
}

/** One score of each image and class. */
export interface EvaluationColumn {
  readonly score: (masks: EvaluatedMasks) => number;
  /** Which way is better, to know the worst. */
  readonly better: 'higher' | 'lower';
}

/**
 * The columns of {@link evaluate}: `dice`, `iou`, `precision`, `recall` ({@link diceScore} and the others), `hd95` and
 * `assd` ({@link hausdorffDistance95}, {@link averageSurfaceDistance}).
 *
 * @example
 * ```ts
 * import { evaluationColumns, hausdorffDistance, type EvaluationColumn } from 'hilum';
 *
 * const { dice, hd95 } = evaluationColumns; // leave some out, add your own
 * const hd: EvaluationColumn = { score: ({ surfaces }) => hausdorffDistance(surfaces), better: 'lower' };
 * console.log(Object.keys({ dice, hd95, hd }));
 * ```
 */
export const evaluationColumns: Readonly<
  Record<'dice' | 'iou' | 'precision' | 'recall' | 'hd95' | 'assd', EvaluationColumn>
> = {
  dice: { score: ({ counts }) => diceScore(counts), better: 'higher' },
  iou: { score: ({ counts }) => iouScore(counts), better: 'higher' },
  precision: { score: ({ counts }) => precisionScore(counts), better: 'higher' },
  recall: { score: ({ counts }) => recallScore(counts), better: 'higher' },
  hd95: { score: ({ surfaces }) => hausdorffDistance95(surfaces), better: 'lower' },
  assd: { score: ({ surfaces }) => averageSurfaceDistance(surfaces), better: 'lower' },
};

/** What {@link evaluate} takes. */
export interface EvaluateArgs {
  /** The names of the channels. Default `['foreground']`, of several `['class 0', 'class 1', …]`. */
  classes?: readonly string[];
  /**
   * Makes masks of a prediction `[B, H, W, C]`: the same shape, foreground above 0.5. Default: one channel as it is;
   * of several the most probable class of each pixel alone, as {@link segment} decides. For classes that may overlap:
   * `(yPred) => yPred`.
   */
  decide?: (yPred: tf.Tensor4D) => tf.Tensor4D;
  /** The size in mm of a pixel as the network sees it, for each image. Default: distances in pixels. */
  spacing?: (name: string) => Spacing;
  /** What to score, by name. Default {@link evaluationColumns}. */
  columns?: Readonly<Record<string, EvaluationColumn>>;
}

/**
 * Scores a model image by image on a dataset: predict → decide → count, and measure the distances of the boundaries →
 * a row for each image and class → statistics over all and by class. {@link evaluationTable} and {@link evaluationCsv}
 * write it, {@link filterEvaluation} keeps a part.
 *
 * Images are scored at the size that the dataset gives them. An image without foreground in truth and prediction has
 * a Dice of 1 and no distance (NaN), one of the two an infinite one: neither goes into a mean, and both are told.
 *
 * @param dataset held-out images; its epoch 0 is taken
 * @returns plain data; no tensor is left behind
 * @throws RangeError when there are no images, the prediction has not the shape of the masks, or `classes` another
 *   number of names
 * @throws Error when a prediction is NaN, naming the image
 * @example
 * ```ts
 * import { batches, chestPhantom, evaluate, evaluationColumns, evaluationTable, surfaceDice, unet } from 'hilum';
 *
 * const model = unet({ inputShape: [32, 32, 1], filters: [2, 4] });
 * const dataset = batches({ items: [1, 2, 3], load: (seed) => chestPhantom({ seed, size: 32 }) });
 * const evaluation = await evaluate(model, dataset, {
 *   spacing: () => [12, 12],
 *   columns: {
 *     ...evaluationColumns,
 *     nsd: { score: ({ surfaces }) => surfaceDice(surfaces, { tolerance: 12 }), better: 'higher' },
 *   },
 * });
 * console.log(evaluation.rows[0]?.scores.dice, evaluation.summary.scores.dice?.median);
 * console.log(evaluationTable(evaluation));
 * ```
 */
export async function evaluate(
  model: Predictor,
  dataset: Dataset,
  args: EvaluateArgs = {},
): Promise<Evaluation> {
  const columns = Object.entries(args.columns ?? evaluationColumns);
  const rows: EvaluationRow[] = [];
  for await (const batch of dataset(0)) {
    for (const masks of await masksOf(model, batch, args)) {
      const { name, className, counts } = masks;
      const scores = columns.map(([column, { score }]) => [column, score(masks)] as const);
      rows.push({ name, className, counts, scores: Object.fromEntries(scores) });
      await turn();
    }
  }
  check(rows.length > 0, 'evaluate: dataset must give at least one image, got none.');
  const better = columns.map((entry) => [entry[0], entry[1].better] as const);
  return evaluationOf({ unit: args.spacing ? 'mm' : 'px', columns: Object.fromEntries(better), rows });
}

function mostProbable(yPred: tf.Tensor4D): tf.Tensor4D {
  const classes = yPred.shape[3];
  if (classes === 1) return yPred;
  const labels = tf.expandDims(tf.argMax(yPred, -1), -1);
  return tf.equal(labels, tf.range(0, classes, 1, 'int32'));
}

/** Predicts a batch, which is disposed of, and takes the classes of its images apart. */
async function masksOf(
  model: Predictor,
  batch: Batch,
  { classes, decide = mostProbable, spacing }: EvaluateArgs,
): Promise<EvaluatedMasks[]> {
  const { shape } = batch.ys;
  if (shape.length !== 4) disposeBatch(batch);
  check(
    shape.length === 4,
    `evaluate: batches must hold masks [B, H, W, classes], got [${shape.join(', ')}]. For labels see rocAuc and classificationReport.`,
  );
  const [, height, width, channels] = shape as [number, number, number, number];
  const { means, truth, prediction } = await readMaps(model, batch, decide);
  const plain = Array.from({ length: channels }, (_, i) => (channels > 1 ? `class ${i}` : 'foreground'));
  const classNames = classes ?? plain;
  check(
    classNames.length === channels && new Set(classNames).size === channels,
    `evaluate: classes must be ${channels} different names, one for each channel of the masks, got [${classNames.join(', ')}].`,
  );
  return batch.names.flatMap((name, sample) => {
    if (Number.isNaN(means[sample]))
      throw new Error(
        `evaluate: predictions must be numbers, got NaN for ${name}. Did the training diverge?`,
      );
    return classNames.map((className, channel) => {
      const maskOf = (values: ArrayLike<number>): Mask => {
        const data = new Uint8Array(height * width);
        const start = sample * data.length;
        for (let i = 0; i < data.length; i++) data[i] = values[(start + i) * channels + channel]!;
        return { width, height, data };
      };
      return evaluatedMasks(
        { name, className, truth: maskOf(truth), prediction: maskOf(prediction) },
        spacing?.(name),
      );
    });
  });
}

/** The mean of each prediction, and truth and prediction as 0 and 1. */
async function readMaps(
  model: Predictor,
  batch: Batch,
  decide: (yPred: tf.Tensor4D) => tf.Tensor4D,
): Promise<Record<'means' | 'truth' | 'prediction', ArrayLike<number>>> {
  const { xs, ys } = batch;
  // Times one: see area.
  const flags = (map: tf.Tensor): tf.Tensor => tf.mul(tf.cast(tf.greater(map, 0.5), 'float32'), 1);
  let tensors: tf.Tensor[] = [];
  try {
    tensors = tf.tidy(() => {
      const [yPred] = [model.predict(xs)].flat() as [tf.Tensor4D];
      checkSameShape('evaluate', ['masks', 'predictions'], ys.shape, yPred.shape);
      const decided = decide(yPred);
      checkSameShape('evaluate', ['masks', 'what decide gives'], ys.shape, decided.shape);
      return [tf.mean(yPred, [1, 2, 3]), flags(ys), flags(decided)];
    });
    const [means, truth, prediction] = await Promise.all(tensors.map((tensor) => tensor.data()));
    return { means: means!, truth: truth!, prediction: prediction! };
  } finally {
    disposeBatch(batch);
    tf.dispose(tensors);
  }
}

function evaluatedMasks(
  masks: Pick<EvaluatedMasks, 'name' | 'className' | 'truth' | 'prediction'>,
  spacing: Spacing | undefined,
): EvaluatedMasks {
  const { truth, prediction } = masks;
  let measured: SurfaceDistances | undefined;
  return {
    ...masks,
    counts: confusionCounts(truth.data, prediction.data),
    get surfaces() {
      return (measured ??= surfaceDistances(truth, prediction, { spacing }));
    },
  };
}
