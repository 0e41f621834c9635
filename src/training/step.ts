import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { check } from '../core/check';
import type { Batch } from '../data/dataset';
import type { LossFn } from '../losses/loss';

/**
 * The loss of a model with several outputs, of which the first is the one that counts:
 * {@link deepSupervision} makes one.
 */
export type OutputsLossFn = (yTrue: tf.Tensor, yPreds: readonly tf.Tensor[]) => tf.Scalar;

/** What is measured of a batch: the loss first, then the metrics. */
export interface Measures {
  readonly loss: LossFn | OutputsLossFn;
  readonly metrics: readonly LossFn[];
}

/** The gradients of a batch by the name of the variable, and what was measured before any step. */
export interface BatchGradients {
  readonly gradients: tf.NamedTensorMap;
  /** The loss, with the regularisation of the model, and each metric. */
  readonly values: number[];
}

/** Runs the model forwards and backwards on a batch, which is disposed of; the gradients are the caller's. */
export async function gradientsOf(
  model: LayersModel,
  batch: Batch,
  { loss, metrics }: Measures,
): Promise<BatchGradients> {
  const { gradients, values } = tf.tidy(() => {
    let measured: tf.Tensor[] = [];
    const { value, grads } = tf.variableGrads(() => {
      const outputs = outputsOf(model, batch.xs, true);
      measured = metrics.map((metric) => tf.keep(metric(batch.ys, outputs[0]!)));
      return tf.addN<tf.Scalar>([lossOf(loss, batch, outputs), ...model.calculateLosses()]);
    }, trainableVariables(model));
    return { gradients: grads, values: [value, ...measured] };
  });
  try {
    return { gradients, values: await read(values, batch) };
  } catch (error) {
    tf.dispose(gradients);
    throw error;
  }
}

/** Runs the model forwards on a batch, which is disposed of, and measures. */
export async function measure(
  model: LayersModel,
  batch: Batch,
  { loss, metrics }: Measures,
): Promise<number[]> {
  const values = tf.tidy(() => {
    const outputs = outputsOf(model, batch.xs, false);
    return [lossOf(loss, batch, outputs), ...metrics.map((metric) => metric(batch.ys, outputs[0]!))];
  });
  return read(values, batch);
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

function lossOf(loss: Measures['loss'], { ys, weights }: Batch, outputs: readonly tf.Tensor[]): tf.Scalar {
  const of = (yTrue: tf.Tensor, yPreds: readonly tf.Tensor[]): tf.Scalar =>
    // Several outputs are all given to the loss, which must know what to do with them.
    tf.mean(yPreds.length > 1 ? (loss as OutputsLossFn)(yTrue, yPreds) : (loss as LossFn)(yTrue, yPreds[0]!));
  if (weights === undefined) return of(ys, outputs);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
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
  return tf.addN(weighted);
}

/** Disposes of the tensors of a batch. */
export function disposeBatch({ xs, ys }: Batch): void {
  tf.dispose([xs, ys]);
}

/** The numbers in the tensors, which are disposed of together with the batch. */
async function read(values: readonly tf.Tensor[], batch: Batch): Promise<number[]> {
  try {
    return await Promise.all(values.map(async (value) => (await value.data())[0]!));
  } finally {
    disposeBatch(batch);
    tf.dispose([...values]);
  }
}
