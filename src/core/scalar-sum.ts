import * as tf from '@tensorflow/tfjs-core';

/** The sum of any number of scalars. `addN` would bind a buffer for each, and WebGPU may have no more than 8 at once. */
export function scalarSum(scalars: readonly tf.Tensor[]): tf.Scalar {
  return tf.sum(tf.stack([...scalars]));
}
