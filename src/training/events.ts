import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { NamedArrays } from '../core/safetensors';

/** Values by name, as in the history of tfjs: `loss`, `dice`, `val_loss`, `val_dice`, … */
export type Logs = Record<string, number>;

/** The run as a callback sees it, and what it may do to it. */
export interface Training {
  readonly model: LayersModel;
  /** The learning rate of the next step; a callback may set it. */
  learningRate: number;
  /** Ends the run after the current epoch. */
  stop(reason: string): void;
}

/** An epoch begins. Epochs and steps count from 0. */
export interface EpochBegin {
  readonly epoch: number;
  readonly epochs: number;
  /** Steps of this epoch, known from the second epoch on or when `stepsPerEpoch` is given. */
  readonly steps: number | undefined;
  readonly training: Training;
}

/** A step has been made. */
export interface StepEnd extends EpochBegin {
  readonly step: number;
  /** Means over the epoch so far. */
  readonly logs: Logs;
}

/** An epoch is over, validation included. */
export interface EpochEnd extends EpochBegin {
  /** Means over the epoch, `val_` for the validation, and `learningRate`. */
  readonly logs: Logs;
  /** Wall time of the epoch with its validation. */
  readonly seconds: number;
  /** How much of it the steps took, with their batches. */
  readonly stepSeconds: number;
  /** How much of that they waited for batches: loaded too slowly, or on the thread that trains. */
  readonly waitedSeconds: number;
}

/**
 * Something that watches a run, and may steer it through `training`. Each event may be asynchronous: training
 * waits for it.
 */
export interface TrainCallback {
  /** What a checkpoint calls its state. Needed by a callback that has one. */
  readonly name?: string;
  onEpochBegin?(event: EpochBegin): void | Promise<void>;
  onStep?(event: StepEnd): void | Promise<void>;
  /**
   * No more steps are made in this epoch: all are made, or the run was aborted or failed. What is measured next, or
   * left, is the model as it is after this.
   */
  onStepsEnd?(event: EpochBegin): void | Promise<void>;
  onEpochEnd?(event: EpochEnd): void | Promise<void>;
  /** Called once at the end, after an abort or an error too. */
  onTrainEnd?(event: { readonly training: Training }): void | Promise<void>;
  /** What it must know to go on with a run later. */
  state?(): NamedArrays | Promise<NamedArrays>;
  /** Takes the state back, before the first event. */
  restore?(state: NamedArrays): void;
}
