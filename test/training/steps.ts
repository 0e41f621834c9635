import * as tf from '@tensorflow/tfjs-core';
import reference from '../reference/optimizers.json';

/** Twenty steps of PyTorch: see test/reference/optimizers.py. */
export const { paths } = reference;

/** How far from the path of PyTorch an optimizer gets, relative to the largest number of each variable. */
export function awayFrom(path: keyof typeof paths, optimizer: tf.Optimizer): number {
  const kernel = tf.tidy(() => tf.variable(tf.tensor2d(reference.start.kernel, [3, 4])));
  const bias = tf.tidy(() => tf.variable(tf.tensor1d(reference.start.bias)));
  let away = 0;
  for (const [i, expected] of paths[path].entries()) {
    const gradient = reference.gradients[i]!;
    tf.tidy(() =>
      optimizer.applyGradients({
        [kernel.name]: tf.tensor2d(gradient.kernel, [3, 4]),
        [bias.name]: tf.tensor1d(gradient.bias),
      }),
    );
    away = Math.max(away, relative(kernel, expected.kernel), relative(bias, expected.bias));
  }
  optimizer.dispose();
  tf.dispose([kernel, bias]);
  return away;
}

function relative(variable: tf.Variable, expected: readonly number[]): number {
  const apart = variable.dataSync().map((value, i) => Math.abs(value - expected[i]!));
  return Math.max(...apart) / Math.max(...expected.map(Math.abs));
}
