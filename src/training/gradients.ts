import * as tf from '@tensorflow/tfjs-core';

/** Changes the gradients of a step, named by their variables, before the optimizer gets them; see {@link clipByGlobalNorm}. */
export type GradientTransform = (gradients: tf.NamedTensorMap) => tf.NamedTensorMap;

/** The mean of the gradients of several batches, weighted by their samples. */
export interface GradientMean {
  /** Takes the gradients of a batch over: they are no longer the caller's to dispose of. */
  add(gradients: tf.NamedTensorMap, samples: number): void;
  /** Makes a step with the mean and begins anew. */
  step(optimizer: tf.Optimizer, transform: GradientTransform): void;
  /** Whether there is something to step with. */
  readonly empty: boolean;
  dispose(): void;
}

/** A mean of nothing yet. With one batch a step the gradients go through as they are. */
export function gradientMean(): GradientMean {
  let mean: tf.NamedTensorMap = {};
  let total = 0;
  const dispose = (): void => {
    tf.dispose(mean);
    mean = {};
    total = 0;
  };
  return {
    add(gradients, samples) {
      const before = mean;
      const share = samples / (total + samples);
      mean =
        total === 0
          ? gradients
          : tf.tidy(() => mapTensors(gradients, (gradient, name) => blend(before[name]!, gradient, share)));
      if (total > 0) tf.dispose([before, gradients]);
      total += samples;
    },
    step(optimizer, transform) {
      tf.tidy(() => {
        optimizer.applyGradients(transform(mean));
      });
      dispose();
    },
    get empty() {
      return total === 0;
    },
    dispose,
  };
}

/** The same names with other tensors. */
export function mapTensors(
  tensors: tf.NamedTensorMap,
  change: (tensor: tf.Tensor, name: string) => tf.Tensor,
): tf.NamedTensorMap {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, change(tensor, name)]));
}

function blend(a: tf.Tensor, b: tf.Tensor, share: number): tf.Tensor {
  return tf.add(tf.mul(a, 1 - share), tf.mul(b, share));
}
