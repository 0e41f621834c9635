import * as tf from '@tensorflow/tfjs-core';

/** Which variables are pulled towards 0; the others are left to their gradients alone. */
export type Decays = (variable: tf.Variable) => boolean;

/** What an optimizer is given: by name, or as a list. */
export type Gradients = Parameters<tf.Optimizer['applyGradients']>[0];

/** A variable and its gradient; null where it took no part. */
export interface NamedGradient {
  readonly name: string;
  readonly tensor: tf.Tensor | null;
  readonly variable: tf.Variable;
}

/** Kernels decay; biases, and scales and offsets of normalisations, which have one axis, do not. */
export const isKernel: Decays = (variable) => variable.rank >= 2;

/** The gradients as a list, each with its variable. */
export function gradientList(gradients: Gradients): NamedGradient[] {
  const pairs = Array.isArray(gradients)
    ? gradients.map(({ name, tensor }) => [name, tensor] as const)
    : Object.entries(gradients);
  return pairs.map(([name, tensor]) => ({
    name,
    tensor,
    variable: tf.engine().registeredVariables[name]!,
  }));
}
