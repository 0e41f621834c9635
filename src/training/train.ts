import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { check, checkInteger } from '../core/check';
import { turn } from '../core/turn';
import type { Batch, Dataset } from '../data/dataset';
import type { LossFn } from '../losses/loss';
import { restoreCheckpoint, takeCheckpoint } from './checkpoint';
import type { Checkpoints } from './checkpoints';
import { dropoutSeeds } from './dropout-seeds';
import type { EpochEnd, Logs, TrainCallback, Training } from './events';
import { alignOptimizer } from './optimizer-state';
import { gradientMean, type GradientTransform } from './gradients';
import { keepWeights, type KeptWeights } from './kept-weights';
import { learningRateOf, setLearningRate, type Schedule } from './learning-rate';
import { newRun, runningMeans, type TrainHistory } from './run-state';
import { disposeBatch, gradientsOf, measure, shareOf } from './step';

/** What {@link train} takes. */
export interface TrainArgs {
  /** The batches to learn from; see {@link batches}. */
  data: Dataset;
  /** Batches to measure loss and metrics on after each epoch. */
  validation?: Dataset;
  /** Epochs of the whole run, those before a `resume` included. */
  epochs: number;
  /** Of a model with several outputs it is given all of them: {@link deepSupervision}. */
  loss: LossFn;
  /** Any optimizer of tfjs; stays yours to dispose. Default `tf.train.adam(1e-3)`. */
  optimizer?: tf.Optimizer;
  /** The learning rate at each step. Default: the optimizer's own. */
  schedule?: Schedule;
  /** Changes the gradients before each step, as {@link clipByGlobalNorm} does. Default: none. */
  gradients?: GradientTransform;
  /** Batches whose gradients are averaged into one step, as if they were one large batch. Default 1. */
  accumulate?: number;
  /**
   * Values to report besides the loss, keyed by the name of the function; means over the samples. Of several outputs
   * they see the first.
   */
  metrics?: readonly LossFn[];
  /** {@link bestWeights}, {@link plateau}, {@link earlyStopping}, progress, your own; called in this order. */
  callbacks?: readonly TrainCallback[];
  /** Where the run is saved as it goes. Default: nowhere. */
  checkpoints?: Checkpoints;
  /** Goes on from the newest of `checkpoints`, or begins where there is none. Default false. */
  resume?: boolean;
  /** What dropout layers draw from. Default 0. */
  seed?: number | string;
  /** A loss above it ends the run as one that is not finite does. Default: 10,000 times the first, or 10,000. */
  lossLimit?: number;
  /** Ends the run after the step under way; the history holds the epochs that were completed. */
  signal?: AbortSignal;
  /** Steps an epoch, if known, for progress. Default: counted in the first epoch. */
  stepsPerEpoch?: number;
}

/**
 * Trains a model: for each batch the gradient of the loss by all trainable weights, and a step of the optimizer;
 * after each epoch the validation. With the same seeds in the model and the data the same numbers come out.
 *
 * @returns the history; no tensor is left behind but the state of your optimizer
 * @throws RangeError when `data` gives no batches
 * @throws RangeError when the loss or a gradient is no longer finite, or the loss explodes, naming epoch, step and
 * samples; the model is left as it was before that step, statistics of normalisations included, and the checkpoints as
 * they were
 * @throws Error when `checkpoints` already holds a run and `resume` is not asked for
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
  const { data, validation, epochs, schedule, accumulate = 1, seed = 0, checkpoints, signal } = args;
  const { loss, metrics = [], callbacks = [] } = args;
  const transform: GradientTransform = args.gradients ?? ((gradients) => gradients);
  checkInteger('train', 'epochs', epochs, 1);
  checkInteger('train', 'accumulate', accumulate, 1);
  check(
    model.trainableWeights.length > 0,
    'train: model must have a weight that trains, got none. Unfreeze a layer.',
  );
  const optimizer = args.optimizer ?? tf.train.adam(1e-3);
  const keys = ['loss', ...metrics.map((metric) => metric.name)];
  const run = newRun(keys, args.stepsPerEpoch);
  const parts = { model, optimizer, callbacks, run };
  const dropouts = dropoutSeeds(model, seed);
  const training: Training = {
    model,
    get learningRate() {
      return learningRateOf(optimizer);
    },
    set learningRate(value) {
      setLearningRate(optimizer, value);
    },
    stop(reason) {
      run.ended = reason;
    },
  };

  const at = () => ({ epoch: run.epoch, epochs, steps: run.steps, training });
  const tell = async <Name extends EventName>(name: Name, event: EventOf<Name>): Promise<void> => {
    for (const callback of callbacks as readonly { [key in Name]?: (e: typeof event) => unknown }[])
      await callback[name]?.(event);
  };
  const save = async (logs?: Logs): Promise<void> => {
    const { epoch, step } = run;
    await checkpoints?.save({
      epoch,
      step,
      take: () => takeCheckpoint(parts),
      ...(logs === undefined ? {} : { logs }),
    });
  };

  const checkLoss = (value: number, gradientSum: number, { names }: Batch): void => {
    const where = `in epoch ${run.epoch + 1}, step ${run.step + 1} (${names.join(', ')})`;
    const remedy = 'Lower the learning rate, clip the gradients, or look for broken samples.';
    check(Number.isFinite(value), `train: the loss must stay finite, got ${value} ${where}. ${remedy}`);
    check(
      Number.isFinite(gradientSum),
      `train: the gradient must stay finite, got a sum of ${gradientSum} with a loss of ${value} ${where}. ${remedy}`,
    );
    run.firstLoss ??= value;
    const limit = args.lossLimit ?? 1e4 * Math.max(1, Math.abs(run.firstLoss));
    check(
      value <= limit,
      `train: the loss must not explode, got ${value} above ${limit} ${where}. ${remedy}`,
    );
  };

  /** The steps of the epoch under way, from where the run stands; gives the seconds they took, and those they waited. */
  const makeSteps = async (): Promise<StepTimes> => {
    const began = performance.now();
    let idleSince = began;
    let waited = 0;
    const mean = gradientMean();
    // A forward pass already moves the statistics of normalisations, whether a step follows or not.
    let before: KeptWeights | undefined;
    const step = async (): Promise<void> => {
      if (schedule) training.learningRate = schedule(run.totalSteps);
      mean.step(optimizer, transform);
      run.totalSteps++;
      before?.dispose();
      before = undefined;
      await tell('onStep', { ...at(), step: run.step++, logs: run.means.logs() });
      await save();
    };
    const done = run.step * accumulate;
    let seen = 0;
    try {
      for await (const batch of data(run.epoch)) {
        waited += performance.now() - idleSince;
        idleSince = performance.now();
        if (seen++ < done) {
          disposeBatch(batch);
          continue;
        }
        dropouts.draw(`${run.epoch}/${seen}`);
        before ??= keepWeights(model.nonTrainableWeights);
        const { gradients, gradientSum, values } = await gradientsOf(model, batch, { loss, metrics });
        mean.add(gradients, shareOf(batch));
        // Before the step, so that a loss that is no good never reaches the weights.
        checkLoss(values[0]!, gradientSum, batch);
        run.means.add(values, batch.names.length);
        if (seen % accumulate === 0) await step();
        // What others do in this turn, as decoding the next batch, is waited for as well.
        idleSince = performance.now();
        await turn();
        if (signal?.aborted) break;
      }
      waited += performance.now() - idleSince;
      if (!signal?.aborted && !mean.empty) await step();
    } finally {
      mean.dispose();
      before?.giveBack();
      before?.dispose();
    }
    check(seen > 0, `train: data must give at least one batch an epoch, got none in epoch ${run.epoch + 1}.`);
    if (!signal?.aborted) run.steps = run.step;
    return { stepSeconds: (performance.now() - began) / 1000, waitedSeconds: waited / 1000 };
  };

  /** Measures on the validation set, unless aborted in between. */
  const validate = async (logs: Logs): Promise<void> => {
    if (!validation) return;
    const means = runningMeans(keys);
    for await (const batch of validation(run.epoch)) {
      means.add(await measure(model, batch, { loss, metrics }), batch.names.length);
      await turn();
      if (signal?.aborted) return;
    }
    for (const [key, value] of Object.entries(means.logs())) logs[`val_${key}`] = value;
  };

  const runEpoch = async (): Promise<void> => {
    const started = performance.now();
    let times: StepTimes;
    try {
      await tell('onEpochBegin', at());
      times = await makeSteps();
    } finally {
      await tell('onStepsEnd', at());
    }
    if (signal?.aborted) return;
    const logs = run.means.logs();
    await validate(logs);
    if (signal?.aborted) return;
    logs.learningRate = training.learningRate;
    run.epochs.push(run.epoch);
    for (const [key, value] of Object.entries(logs)) (run.history[key] ??= []).push(value);
    await tell('onEpochEnd', { ...at(), logs, seconds: (performance.now() - started) / 1000, ...times });
    run.epoch++;
    run.step = 0;
    run.means = runningMeans(keys);
    await save(logs);
  };

  try {
    const latest = await checkpoints?.latest();
    check(
      latest === undefined || args.resume === true,
      'train: checkpoints must be empty for a new run, got one under way. Pass resume: true to go on with it, or another store.',
    );
    alignOptimizer(optimizer, model);
    if (latest) restoreCheckpoint(latest, parts);
    while (run.epoch < epochs && !signal?.aborted && run.ended === undefined) await runEpoch();
  } finally {
    dropouts.giveBack();
    await tell('onTrainEnd', { training });
    if (!args.optimizer) optimizer.dispose();
  }
  const ended = signal?.aborted ? 'aborted' : (run.ended ?? 'completed');
  return { epoch: run.epochs, history: run.history, ended };
}

type StepTimes = Pick<EpochEnd, 'stepSeconds' | 'waitedSeconds'>;
type EventName = 'onEpochBegin' | 'onStep' | 'onStepsEnd' | 'onEpochEnd' | 'onTrainEnd';
type EventOf<Name extends EventName> = Parameters<Required<TrainCallback>[Name]>[0];
