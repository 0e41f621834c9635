import * as tf from '@tensorflow/tfjs-core';

/** The values of what `compute` gives, asked for in the way that every backend answers; no tensor is left behind. */
export async function read(compute: () => tf.Tensor): Promise<number[]> {
  const result = tf.tidy(compute);
  try {
    return Array.from(await result.data());
  } finally {
    result.dispose();
  }
}
