import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

type Weights = LayersModel['weights'];

/** What weights were at one moment. Stays on the device: a kernel never writes into memory that somebody else holds. */
export interface KeptWeights {
  /** Writes the values back into the weights; they stay kept. */
  giveBack(): void;
  dispose(): void;
}

/** Keeps the values that these weights have now, until they are disposed of. */
export function keepWeights(weights: Weights): KeptWeights {
  const values = weights.map((weight) => tf.keep(tf.clone(weight.read())));
  return {
    giveBack: () => weights.forEach((weight, i) => weight.write(values[i]!)),
    dispose: () => tf.dispose(values),
  };
}
