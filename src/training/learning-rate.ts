import type { Optimizer } from '@tensorflow/tfjs-core';

/** The learning rate as a function of the step, counted from 0 over the whole run. */
export type Schedule = (step: number) => number;

// tfjs keeps the rate as a protected field, read at every step by all its optimizers but SGD and momentum,
// which have a setter.
interface Rated {
  learningRate?: unknown;
  setLearningRate?: (value: number) => void;
}

/** Reads the learning rate of a tfjs optimizer. */
export function learningRateOf(optimizer: Optimizer): number {
  const { learningRate } = optimizer as unknown as Rated;
  if (typeof learningRate !== 'number') {
    throw new TypeError(
      `train: optimizer must have a number as learningRate, got ${typeof learningRate}. Use one of tf.train.`,
    );
  }
  return learningRate;
}

/** Sets the learning rate of a tfjs optimizer for the steps to come. */
export function setLearningRate(optimizer: Optimizer, value: number): void {
  const rated = optimizer as unknown as Rated;
  if (rated.setLearningRate) rated.setLearningRate(value);
  else rated.learningRate = value;
}
