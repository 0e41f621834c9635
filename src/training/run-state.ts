import type { NamedArrays, SavedArray } from '../core/safetensors';
import type { Logs } from './events';
import { prefixed, savedNumbers, savedText, textOf, under } from './saved-arrays';

/** What a training run gives: `epoch` and `history` are those of tfjs's `fit`. */
export interface TrainHistory {
  epoch: number[];
  /** A value an epoch for `loss`, each metric, `val_loss`, `val_…` and `learningRate`. */
  history: Record<string, number[]>;
  /** Why it ended: `'completed'`, `'aborted'`, or the reason a callback gave. */
  ended: string;
}

/** Where a run stands, beside the weights, the optimizer and the callbacks. */
export interface RunState {
  /** The epoch under way, and how many steps of it are made. */
  epoch: number;
  step: number;
  /** Steps of the whole run. */
  totalSteps: number;
  /** Steps an epoch has, once that is known. */
  steps: number | undefined;
  /** The first loss of the run, by which an exploding one is known. */
  firstLoss: number | undefined;
  /** The reason a callback gave to stop. */
  ended: string | undefined;
  means: Means;
  epochs: number[];
  history: Record<string, number[]>;
}

/** Means weighted by the number of samples, so that a smaller last batch counts for less. */
export interface Means {
  add(values: readonly number[], samples: number): void;
  logs(): Logs;
  state(): SavedArray;
  restore(saved: SavedArray): void;
}

/** Means of values in the order of `keys`. */
export function runningMeans(keys: readonly string[]): Means {
  let sums = keys.map(() => 0);
  let total = 0;
  return {
    add(values, samples) {
      total += samples;
      values.forEach((value, i) => (sums[i]! += value * samples));
    },
    logs: () => Object.fromEntries(keys.map((key, i) => [key, sums[i]! / total])),
    state: () => savedNumbers(total, ...sums),
    restore({ data }) {
      [total = 0, ...sums] = data;
    },
  };
}

/** The state of a run that begins. */
export function newRun(keys: readonly string[], steps: number | undefined): RunState {
  return {
    epoch: 0,
    step: 0,
    totalSteps: 0,
    steps,
    firstLoss: undefined,
    ended: undefined,
    means: runningMeans(keys),
    epochs: [],
    history: {},
  };
}

/** The state as arrays. */
export function savedRun(run: RunState): NamedArrays {
  const { epoch, step, totalSteps, steps = NaN, firstLoss = NaN, ended, means, epochs, history } = run;
  const histories = Object.entries(history).map(([key, values]) => [key, savedNumbers(...values)] as const);
  return {
    at: savedNumbers(epoch, step, totalSteps, steps, firstLoss),
    means: means.state(),
    epochs: savedNumbers(...epochs),
    ...prefixed('history', Object.fromEntries(histories)),
    ...(ended === undefined ? {} : { ended: savedText(ended) }),
  };
}

/** Goes on where {@link savedRun} stood. */
export function restoreRun(run: RunState, saved: NamedArrays): void {
  const [epoch, step, totalSteps, steps, firstLoss] = saved.at!.data as Float64Array;
  const known = (value: number | undefined): number | undefined => (Number.isNaN(value) ? undefined : value);
  run.means.restore(saved.means!);
  Object.assign(run, {
    epoch,
    step,
    totalSteps,
    steps: known(steps),
    firstLoss: known(firstLoss),
    ended: saved.ended && textOf(saved.ended),
    epochs: [...saved.epochs!.data],
    history: Object.fromEntries(
      Object.entries(under('history', saved)).map(([key, { data }]) => [key, [...data]]),
    ),
  });
}
