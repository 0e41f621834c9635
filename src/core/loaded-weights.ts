import * as tf from '@tensorflow/tfjs-core';
import type { LayerVariable } from '@tensorflow/tfjs-layers';

/** What was loaded into a model, by the names of its weights: `block1_conv1/kernel`. */
export interface LoadedWeights {
  /** Weights of the model that got values. */
  readonly matched: readonly string[];
  /** Weights of the model that the file has no values for: left as they were. */
  readonly missing: readonly string[];
  /** Tensors of the file that the model has no weight for. */
  readonly leftOver: readonly string[];
}

/** A weight and the values that it is to get, of its shape. */
export interface WeightValues {
  readonly weight: LayerVariable;
  readonly data: Float32Array | Int32Array | Uint8Array;
}

/** Writes values into weights. Nothing is written before all values are tensors. */
export function writeWeights(values: readonly WeightValues[]): void {
  tf.tidy(() => {
    const tensors = values.map(({ weight, data }) => tf.tensor(data, weight.shape as number[], weight.dtype));
    values.forEach(({ weight }, i) => weight.write(tensors[i]!));
  });
}
