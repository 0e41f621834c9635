import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { check, checkInteger } from '../core/check';
import { turn } from '../core/turn';
import type { Batch, Dataset } from '../data/dataset';
import type { LossFn } from '../losses/loss';
import type { Logs, TrainCallback, Training } from './events';
import { learningRateOf, setLearningRate, type Schedule } from './learning-rate';

/** What {@link train} takes. */
export interface TrainArgs {
  /** The batches to learn from; see {@link batches}. */
  data: Dataset;
  /** Batches to measure loss and metrics on after each epoch. */
  validation?: Dataset;
  epochs: number;
  loss: LossFn;
  /** Any optimizer of tfjs; stays yours to dispose. Default `tf.train.adam(1e-3)`. */
  optimizer?: tf.Optimizer;
  /** The learning rate at each step. Default: the optimizer's own. */
  schedule?: Schedule;
  /** Values to report besides the loss, keyed by the name of the function; means over the samples. */
  metrics?: readonly LossFn[];
  /** {@link bestWeights}, {@link plateau}, {@link earlyStopping}, progress, your own; called in this order. */
  callbacks?: readonly TrainCallback[];
  /** Ends the run after the step under way; the history holds the epochs that were completed. */
  signal?: AbortSignal;
  /** Steps an epoch, if known, for progress. Default: counted in the first epoch. */
  stepsPerEpoch?: number;
}

/** What {@link train} gives: `epoch` and `history` are those of tfjs's `fit`. */
export interface TrainHistory {
  epoch: number[];
  /** A value an epoch for `loss`, each metric, `val_loss`, `val_…` and `learningRate`. */
  history: Record<string, number[]>;
  /** Why it ended: `'completed'`, `'aborted'`, or the reason a callback gave. */
  ended: string;
}

/**
 * Trains a model: for each batch the gradient of the loss by all trainable weights, and a step of the optimizer;
 * after each epoch the validation. With the same seeds in the model and the data the same numbers come out.
 *
 * @returns the history; no tensor is left behind but the state of your optimizer
 * @throws RangeError when `data` gives no batches
 * @throws Error when the loss is no longer finite, naming epoch, step and samples
 * @example
 * ```ts
 * import { batches, bceDiceLoss, chestPhantom, dice, train, unet } from 'hilum';
 *
 * const load = (seed: number) => chestPhantom({ seed, size: 32 });
 * const model = unet({ inputShape: [32, 32, 1], filters: [2, 4] });
 * const { history } = await train(model, {
 *   data: batches({ items: [1, 2], load, batchSize: 2, shuffle: true }),
 *   validation: batches({ items: [3], load }),
 *   epochs: 1,
 *   loss: bceDiceLoss(),
 *   metrics: [dice()],
 * });
 * console.log(history.val_dice);
 * ```
 */
export async function train(model: LayersModel, args: TrainArgs): Promise<TrainHistory> {
  const { data, validation, epochs, loss, schedule, metrics = [], callbacks = [], signal } = args;
  checkInteger('train', 'epochs', epochs, 1);
  const optimizer = args.optimizer ?? tf.train.adam(1e-3);
  const epochsDone: number[] = [];
  const history: TrainHistory['history'] = {};
  const functions = [loss, ...metrics];
  const keys = ['loss', ...metrics.map((metric) => metric.name)];
  let steps = args.stepsPerEpoch;
  let totalSteps = 0;
  let ended: string | undefined;
  const training: Training = {
    model,
    get learningRate() {
      return learningRateOf(optimizer);
    },
    set learningRate(value) {
      setLearningRate(optimizer, value);
    },
    stop(reason) {
      ended = reason;
    },
  };

  const tell = async <Name extends keyof TrainCallback>(
    name: Name,
    event: Parameters<Required<TrainCallback>[Name]>[0],
  ): Promise<void> => {
    for (const callback of callbacks as readonly { [key in Name]?: (e: typeof event) => unknown }[])
      await callback[name]?.(event);
  };

  const runEpoch = async (epoch: number): Promise<void> => {
    const started = performance.now();
    const at = { epoch, epochs, training };
    await tell('onEpochBegin', { ...at, steps });
    const means = runningMeans(keys);
    let step = 0;
    for await (const batch of data(epoch)) {
      if (schedule) training.learningRate = schedule(totalSteps);
      const values = await trainStep(model, batch, functions, optimizer);
      check(
        values.every(Number.isFinite),
        `train: the loss must stay finite, got ${values.join(', ')} in epoch ${epoch + 1}, step ${step + 1} (${batch.names.join(', ')}). Lower the learning rate, or look for broken samples.`,
      );
      means.add(values, batch.names.length);
      await tell('onStep', { ...at, step: step++, steps, logs: means.logs() });
      totalSteps++;
      await turn();
      if (signal?.aborted) return;
    }
    check(step > 0, `train: data must give at least one batch an epoch, got none in epoch ${epoch + 1}.`);
    steps = step;
    const logs = means.logs();
    if (validation) {
      const validationMeans = runningMeans(keys);
      for await (const batch of validation(epoch)) {
        validationMeans.add(await validationStep(model, batch, functions), batch.names.length);
        await turn();
        if (signal?.aborted) return;
      }
      for (const [key, value] of Object.entries(validationMeans.logs())) logs[`val_${key}`] = value;
    }
    logs.learningRate = training.learningRate;
    epochsDone.push(epoch);
    for (const [key, value] of Object.entries(logs)) (history[key] ??= []).push(value);
    await tell('onEpochEnd', { ...at, steps, logs, seconds: (performance.now() - started) / 1000 });
  };

  try {
    for (let epoch = 0; epoch < epochs && !signal?.aborted && ended === undefined; epoch++)
      await runEpoch(epoch);
  } finally {
    await tell('onTrainEnd', { training });
    if (!args.optimizer) optimizer.dispose();
  }
  return { epoch: epochsDone, history, ended: signal?.aborted ? 'aborted' : (ended ?? 'completed') };
}

/** One step of the optimizer; the loss (with the model's regularisation) and the metrics before it. */
async function trainStep(
  model: LayersModel,
  batch: Batch,
  [loss, ...metrics]: readonly LossFn[],
  optimizer: tf.Optimizer,
): Promise<number[]> {
  // read() is typed as a tensor, and gives the variable itself.
  const weights = model.trainableWeights.map((weight) => weight.read() as unknown as tf.Variable);
  const values = tf.tidy(() => {
    let measured: tf.Tensor[] = [];
    const { value, grads } = tf.variableGrads(() => {
      const yPred = model.apply(batch.xs, { training: true }) as tf.Tensor;
      measured = metrics.map((metric) => tf.keep(metric(batch.ys, yPred)));
      return tf.addN<tf.Scalar>([tf.mean(loss!(batch.ys, yPred)), ...model.calculateLosses()]);
    }, weights);
    optimizer.applyGradients(grads);
    return [value, ...measured];
  });
  return read(values, batch);
}

async function validationStep(
  model: LayersModel,
  batch: Batch,
  functions: readonly LossFn[],
): Promise<number[]> {
  const values = tf.tidy(() => {
    const yPred = model.apply(batch.xs, { training: false }) as tf.Tensor;
    return functions.map((measure) => tf.mean(measure(batch.ys, yPred)));
  });
  return read(values, batch);
}

/** The numbers in the tensors, which are disposed together with the batch. */
async function read(values: readonly tf.Tensor[], { xs, ys }: Batch): Promise<number[]> {
  try {
    return await Promise.all(values.map(async (value) => (await value.data())[0]!));
  } finally {
    tf.dispose([xs, ys, ...values]);
  }
}

/** Means weighted by the number of samples, so that a smaller last batch counts for less. */
function runningMeans(keys: readonly string[]): {
  add(values: number[], samples: number): void;
  logs(): Logs;
} {
  const sums = keys.map(() => 0);
  let total = 0;
  return {
    add(values, samples) {
      total += samples;
      values.forEach((value, i) => (sums[i]! += value * samples));
    },
    logs: () => Object.fromEntries(keys.map((key, i) => [key, sums[i]! / total])),
  };
}
