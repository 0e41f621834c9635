/** A tensor of a Keras file. */
export interface KerasTensor {
  /** As stored: `conv1/kernel:0`, `conv1_W`; in files of Keras 3, which count, `0`, `1`, … */
  readonly name: string;
  readonly shape: readonly number[];
  /** Row by row; what is stored in another precision is converted. */
  readonly data: Float32Array;
}

/** A layer of a Keras file that has weights. */
export interface KerasLayer {
  /** Of a layer within a model within the model with the name of that: `encoder/conv1`. */
  readonly name: string;
  /**
   * Where a file of Keras 3 has it, by kinds and numbers instead of names: `functional/conv2d_1`; undefined in files
   * of `layer_names`.
   */
  readonly place: string | undefined;
  readonly weights: readonly KerasTensor[];
}
