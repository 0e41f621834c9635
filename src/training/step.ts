import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { check } from '../core/check';
import type { Batch } from '../data/dataset';
import type { LossFn, MultiOutputLossFn } from '../losses/loss';
import { mapTensors } from './gradients';
import { scalarSum } from '../core/scalar-sum';

/** What is measured of a batch: the loss first, then the metrics. */
export interface Measures {
  /** Of a model with several outputs a {@link MultiOutputLossFn}. */
  readonly loss: LossFn;
  readonly metrics: readonly LossFn[];
}

/** The gradients of a batch by the name of the variable, and what was measured before any step. */
export interface BatchGradients {
  readonly gradients: tf.NamedTensorMap;
  /** The sum of all their numbers: not finite when one of them is not. */
  readonly gradientSum: number;
  /** The loss, with the regularisation of the model, and each metric. */
  readonly values: number[];
}

/** Runs the model forwards and backwards on a batch, which is disposed of; the gradients are the caller's. */
export async function gradientsOf(
  model: LayersModel,
  batch: Batch,
  { loss, metrics }: Measures,
): Promise<BatchGradients> {
  let measured: tf.Tensor[] = [];
  let gradients: tf.NamedTensorMap = {};
  try {
    const tensors = tf.tidy(() => {
      const { value, grads } = tf.variableGrads(() => {
        const outputs = outputsOf(model, batch.xs, true);
        measured = metrics.map((metric) => tf.keep(metric(batch.ys, outputs[0]!)));
        return scalarSum([lossOf(loss, batch, outputs), ...model.calculateLosses()]);
      }, trainableVariables(model));
      gradients = mapTensors(grads, (gradient) => tf.keep(gradient));
      // Read together with the loss, so that it costs no waiting of its own.
      const sum = scalarSum(Object.values(grads).map((gradient) => tf.sum(gradient)));
      return [sum, value, ...measured];
    });
    const [gradientSum, ...values] = (await read(tensors)) as [number, ...number[]];
    return { gradients, gradientSum, values };
  } catch (error) {
    tf.dispose([measured, gradients]);
    throw error;
  } finally {
    disposeBatch(batch);
  }
}

/** Runs the model forwards on a batch, which is disposed of, and measures. */
export async function measure(
  model: LayersModel,
  batch: Batch,
  { loss, metrics }: Measures,
): Promise<number[]> {
  try {
    const values = tf.tidy(() => {
      const outputs = outputsOf(model, batch.xs, false);
      return [lossOf(loss, batch, outputs), ...metrics.map((metric) => metric(batch.ys, outputs[0]!))];
    });
    return await read(values);
  } finally {
    disposeBatch(batch);
  }
}

/** The variables that a step changes. */
export function trainableVariables(model: LayersModel): tf.Variable[] {
  // read() is typed as a tensor, and gives the variable itself.
  return model.trainableWeights.map((weight) => weight.read() as unknown as tf.Variable);
}

function outputsOf(model: LayersModel, xs: tf.Tensor, training: boolean): tf.Tensor[] {
  const outputs = model.apply(xs, { training }) as tf.Tensor | tf.Tensor[];
  return Array.isArray(outputs) ? outputs : [outputs];
}

function lossOf(loss: LossFn, { ys, names, weights }: Batch, outputs: readonly tf.Tensor[]): tf.Scalar {
  const of = (yTrue: tf.Tensor, yPreds: readonly tf.Tensor[]): tf.Scalar =>
    // Several outputs are all given to the loss, which must know what to do with them.
    tf.mean(yPreds.length > 1 ? (loss as MultiOutputLossFn)(yTrue, yPreds) : loss(yTrue, yPreds[0]!));
  if (weights === undefined) return of(ys, outputs);
  const total = shareOf({ names, weights });
  check(
    weights.length === ys.shape[0] && total > 0,
    `train: a batch must have a weight for each of its ${ys.shape[0]} samples with a sum above 0, got [${weights.join(', ')}].`,
  );
  const one = (tensor: tf.Tensor, i: number): tf.Tensor => tf.slice(tensor, i, 1);
  const weighted = weights.map((weight, i) =>
    tf.mul<tf.Scalar>(
      of(
        one(ys, i),
        outputs.map((output) => one(output, i)),
      ),
      weight / total,
    ),
  );
  return scalarSum(weighted);
}

/** How much a batch counts beside others: its samples, or the sum of their weights. */
export function shareOf({ names, weights }: Pick<Batch, 'names' | 'weights'>): number {
  return weights ? weights.reduce((sum, weight) => sum + weight, 0) : names.length;
}

/** Disposes of the tensors of a batch. */
export function disposeBatch({ xs, ys }: Batch): void {
  tf.dispose([xs, ys]);
}

/** The numbers in the tensors, which are disposed of. */
async function read(values: readonly tf.Tensor[]): Promise<number[]> {
  try {
    return await Promise.all(values.map(async (value) => (await value.data())[0]!));
  } finally {
    tf.dispose([...values]);
  }
}
