import * as tf from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import type { Block } from '../../layers/block';
import { apply } from '../../layers/conv';

/**
 * Batch normalisation without scale, y = (x − mean)/√(variance + ε) + β, that trains: one layer of the block's name
 * with the weights β, mean and variance. The layer of TensorFlow.js fails in training where it has no scale, since it
 * reads one; here it reads ones that are no weight. Saved, it is the plain layer again.
 */
export function batchNormWithoutScale(): Block {
  return (x, name) => {
    const layer = layers.batchNormalization({ scale: false, name });
    const y = apply(layer, x);
    const channels = x.shape.at(-1)!;
    (layer as unknown as { gamma: { read: () => tf.Tensor } }).gamma = { read: () => tf.ones([channels]) };
    return y;
  };
}
