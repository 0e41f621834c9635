import { cast, greater, mul, stack, sub, sum, tidy, type Tensor, type Tensor3D } from '@tensorflow/tfjs-core';
import { check } from '../core/check';
import { checkMaps } from './area';

/** How many pixels (or cases) were called what. Counts add up over images, batches and machines; scores do not. */
export interface ConfusionCounts {
  /** True positives: foreground in truth and prediction. */
  readonly tp: number;
  /** False positives: foreground in the prediction alone. */
  readonly fp: number;
  /** False negatives: foreground in the truth alone. */
  readonly fn: number;
  /** True negatives: background in both. */
  readonly tn: number;
}

/** What counting takes. */
export interface ThresholdArgs {
  /** Predictions above it are foreground. Default 0.5; 0 for logits, 127 for masks of 8 bits. */
  threshold?: number | undefined;
}

/**
 * Counts from plain numbers: the data of two masks, or what `tensor.data()` gave. Exact for any length.
 *
 * @param truth foreground where above 0.5, so 0 and 1 or 0 and 255 will do
 * @param prediction probabilities, logits or a mask, of the same length
 * @throws RangeError when the lengths differ or the threshold is not finite
 * @example
 * ```ts
 * import { confusionCounts, diceScore } from 'hilum';
 *
 * const counts = confusionCounts([1, 1, 0, 0], [0.9, 0.2, 0.8, 0.1]);
 * console.log(counts, diceScore(counts)); // { tp: 1, fp: 1, fn: 1, tn: 1 } 0.5
 * ```
 */
export function confusionCounts(
  truth: ArrayLike<number>,
  prediction: ArrayLike<number>,
  { threshold = 0.5 }: ThresholdArgs = {},
): ConfusionCounts {
  check(
    truth.length === prediction.length,
    `confusionCounts: truth and prediction must be of one length, got ${truth.length} and ${prediction.length}.`,
  );
  checkThreshold('confusionCounts', threshold);
  const counts = { tp: 0, fp: 0, fn: 0, tn: 0 };
  for (let i = 0; i < truth.length; i++) {
    const predicted = prediction[i]! > threshold;
    if (truth[i]! > 0.5) counts[predicted ? 'tp' : 'fn']++;
    else counts[predicted ? 'fp' : 'tn']++;
  }
  return counts;
}

/**
 * Counts where the tensors are, without reading them back: `[B, H, W, C]` twice → `[B, C, 4]`, the last axis tp,
 * fp, fn, tn of every sample and class. {@link countsFrom} makes objects of what `data()` reads from it.
 * The result is the caller's to dispose. On WebGL with 16-bit textures counts above 2,048 are rounded: read the
 * prediction and use {@link confusionCounts} there.
 *
 * @param yTrue foreground where above 0.5
 * @throws RangeError when shapes differ, or a sample has more than 2^24 pixels: float32 counts no further
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { addCounts, countsFrom, countsTensor, iouScore } from 'hilum';
 *
 * const truth = tf.tensor4d([1, 1, 0, 0], [1, 2, 2, 1]);
 * const predicted = tf.tensor4d([0.9, 0.2, 0.1, 0.1], [1, 2, 2, 1]);
 * const counts = countsTensor(truth, predicted);
 * console.log(iouScore(addCounts(countsFrom(await counts.data())))); // 0.5
 * tf.dispose([truth, predicted, counts]);
 * ```
 */
export function countsTensor(
  yTrue: Tensor,
  yPred: Tensor,
  { threshold = 0.5 }: ThresholdArgs = {},
): Tensor3D {
  return tidy(() => {
    checkMaps('countsTensor', yTrue, yPred);
    checkThreshold('countsTensor', threshold);
    const pixels = yTrue.shape.slice(1, -1).reduce((product, size) => product * size, 1);
    check(
      pixels <= 2 ** 24,
      `countsTensor: a sample must have at most 2^24 pixels, got ${pixels}. Use confusionCounts.`,
    );
    // Rows first, [B, C] at the end.
    const axes = yTrue.shape.slice(1, -1).map((_, i) => i + 1);
    const count = (x: Tensor): Tensor => sum(x, axes);
    const [t, y] = foreground(yTrue, yPred, threshold);
    const tp = count(mul(t, y));
    const fp = sub(count(y), tp);
    const allTrue = count(t);
    return stack([tp, fp, sub(allTrue, tp), sub(sub(pixels, allTrue), fp)], -1) as Tensor3D;
  });
}

/** Truth and prediction as 0 and 1. */
export function foreground(yTrue: Tensor, yPred: Tensor, threshold: number): [Tensor, Tensor] {
  return [cast(greater(yTrue, 0.5), 'float32'), cast(greater(yPred, threshold), 'float32')];
}

/** Requires a finite threshold: NaN would call everything background. */
export function checkThreshold(caller: string, threshold: number): void {
  check(Number.isFinite(threshold), `${caller}: threshold must be finite, got ${threshold}.`);
}

/**
 * Objects of the values of a {@link countsTensor}: one for every sample and class, classes innermost.
 *
 * @param values tp, fp, fn, tn, over and over
 * @throws RangeError when the number of values does not divide by 4
 * @example
 * ```ts
 * import { countsFrom } from 'hilum';
 *
 * console.log(countsFrom([1, 2, 3, 4])); // [ { tp: 1, fp: 2, fn: 3, tn: 4 } ]
 * ```
 */
export function countsFrom(values: ArrayLike<number>): ConfusionCounts[] {
  check(values.length % 4 === 0, `countsFrom: values must come in fours, got ${values.length} of them.`);
  return Array.from({ length: values.length / 4 }, (_, i) => ({
    tp: values[4 * i]!,
    fp: values[4 * i + 1]!,
    fn: values[4 * i + 2]!,
    tn: values[4 * i + 3]!,
  }));
}

/**
 * The sum of counts: of the batches of a dataset, the tiles of an image, the machines of a run. Zeros for none.
 *
 * @example
 * ```ts
 * import { addCounts, diceScore } from 'hilum';
 *
 * const all = addCounts([{ tp: 1, fp: 0, fn: 1, tn: 2 }, { tp: 2, fp: 1, fn: 0, tn: 1 }]);
 * console.log(all, diceScore(all)); // { tp: 3, fp: 1, fn: 1, tn: 3 } 0.75
 * ```
 */
export function addCounts(counts: Iterable<ConfusionCounts>): ConfusionCounts {
  const total = { tp: 0, fp: 0, fn: 0, tn: 0 };
  for (const { tp, fp, fn, tn } of counts) {
    total.tp += tp;
    total.fp += fp;
    total.fn += fn;
    total.tn += tn;
  }
  return total;
}
