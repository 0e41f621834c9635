import * as tf from '@tensorflow/tfjs-core';
import type { LossFn, TverskyLossArgs } from 'hilum';
import { expect } from 'vitest';
import reference from '../reference/losses.json';

/** One answer of PyTorch: see test/reference/losses.py. */
export interface ReferenceLoss {
  loss: string;
  args: TverskyLossArgs;
  value: number;
  gradient: number[];
  truth: () => tf.Tensor;
  /** Logits or probabilities, as `args` has it. */
  given: () => tf.Tensor;
}

export const referenceLosses: ReferenceLoss[] = reference.losses.map((row) => ({
  ...row,
  truth: () => tf.tensor(reference.truth, reference.shape),
  given: () => tf.tensor(row.args.fromLogits ? reference.logits : reference.probabilities, reference.shape),
}));

export function valueOf(loss: LossFn, truth: tf.Tensor, predicted: tf.Tensor): number {
  return tf.tidy(() => loss(truth, predicted).dataSync()[0]!);
}

/** Every value within `tolerance` of the largest expected one. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  const largest = Math.max(...Array.from(expected, Math.abs));
  const worst = Math.max(...Array.from(actual, (value, i) => Math.abs(value - expected[i]!)));
  expect(worst).toBeLessThanOrEqual(tolerance * largest);
}

/** The gradient by central differences, for values that stay in (0, 1). */
export function finiteDifferences(
  loss: LossFn,
  truth: tf.Tensor,
  predicted: tf.Tensor,
  step = 0.01,
): number[] {
  const values = [...predicted.dataSync()];
  const at = (i: number, change: number): number => {
    const moved = values.map((value, j) => (j === i ? value + change : value));
    return valueOf(loss, truth, tf.tensor(moved, predicted.shape));
  };
  return values.map((_, i) => (at(i, step) - at(i, -step)) / (2 * step));
}
