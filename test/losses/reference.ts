import * as tf from '@tensorflow/tfjs-core';
import type { LossFn, TverskyLossArgs } from 'hilum';
import { expect } from 'vitest';
import { read } from '../read';
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

export async function valueOf(loss: LossFn, truth: tf.Tensor, predicted: tf.Tensor): Promise<number> {
  return (await read(() => loss(truth, predicted)))[0]!;
}

/** The gradient by the prediction. */
export function gradientOf(loss: LossFn, truth: tf.Tensor, predicted: tf.Tensor): Promise<number[]> {
  return read(() => tf.grad((y) => loss(truth, y))(predicted));
}

/** Every value within `tolerance` of the largest expected one. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  const largest = Math.max(...Array.from(expected, Math.abs));
  const worst = Math.max(...Array.from(actual, (value, i) => Math.abs(value - expected[i]!)));
  expect(worst).toBeLessThanOrEqual(tolerance * largest);
}

/** The gradient by central differences, for values that stay in (0, 1). */
export async function finiteDifferences(
  loss: LossFn,
  truth: tf.Tensor,
  predicted: tf.Tensor,
  step = 0.01,
): Promise<number[]> {
  const values = Array.from(await predicted.data());
  const at = (i: number, change: number): Promise<number> => {
    const moved = values.map((value, j) => (j === i ? value + change : value));
    return valueOf(loss, truth, tf.tensor(moved, predicted.shape));
  };
  return Promise.all(values.map(async (_, i) => ((await at(i, step)) - (await at(i, -step))) / (2 * step)));
}
