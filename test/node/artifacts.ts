import type { io } from '@tensorflow/tfjs-core';

/** A model of 1,000,000 weights that all are `value`. */
export function artifactsOf(value: number): io.ModelArtifacts {
  return {
    modelTopology: { value },
    format: 'layers-model',
    weightSpecs: [{ name: 'w', shape: [1000, 1000], dtype: 'float32' }],
    weightData: new Float32Array(1_000_000).fill(value).buffer,
  };
}
