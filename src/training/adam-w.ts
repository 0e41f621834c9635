import * as tf from '@tensorflow/tfjs-core';
import { check } from '../core/check';
import { learningRateOf } from './learning-rate';
import { gradientList, isKernel, type Decays, type Gradients } from './weight-decay';

/** What {@link adamW} takes. */
export interface AdamWArgs {
  /** Default 1e-3. A schedule of {@link train} takes its place. */
  learningRate?: number;
  /** How much of the mean gradient is kept at each step, at least 0 and below 1. Default 0.9. */
  beta1?: number;
  /** The same of the mean squared gradient. Default 0.999. */
  beta2?: number;
  /** Added to the root of the mean square. Default: the backend's, 1e-7, or 1e-4 on WebGL of half precision. */
  epsilon?: number;
  /** Share of the learning rate by which weights shrink at each step, at least 0. Default 0.01. */
  weightDecay?: number;
  /** Which variables shrink. Default: those with two axes and more, thus kernels, no biases and no normalisations. */
  decays?: Decays;
}

/**
 * Adam with decoupled weight decay, as PyTorch's `AdamW`: w ← (1 − η·λ)·w, then the step of Adam
 * w ← w − η·m̂ / (√v̂ + ε). It is an Adam optimizer of tfjs and makes its steps with it, thus in one pass with the kernels
 * of `hilum/wasm`.
 *
 * Loshchilov and Hutter, https://arxiv.org/abs/1711.05101
 *
 * @returns an optimizer with state, which is yours to dispose
 * @throws RangeError when a number is outside its range
 * @example
 * ```ts
 * import { adamW, batches, chestPhantom, diceLoss, train, unet } from 'hilum';
 *
 * const data = batches({ items: [1], load: (seed: number) => chestPhantom({ seed, size: 32 }) });
 * const optimizer = adamW({ learningRate: 3e-3, weightDecay: 0.05 });
 * await train(unet({ inputShape: [32, 32, 1], filters: [2, 4] }), { data, epochs: 1, loss: diceLoss(), optimizer });
 * optimizer.dispose();
 * ```
 */
export function adamW({
  learningRate = 1e-3,
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon,
  weightDecay = 0.01,
  decays = isKernel,
}: AdamWArgs = {}): tf.Optimizer {
  check(learningRate >= 0, `adamW: learningRate must be at least 0, got ${learningRate}.`);
  check(weightDecay >= 0, `adamW: weightDecay must be at least 0, got ${weightDecay}.`);
  for (const [name, beta] of Object.entries({ beta1, beta2 }))
    check(beta >= 0 && beta < 1, `adamW: ${name} must be at least 0 and below 1, got ${beta}.`);
  const optimizer = tf.train.adam(learningRate, beta1, beta2, epsilon);
  return Object.assign(optimizer, {
    applyGradients(gradients: Gradients) {
      const kept = 1 - learningRateOf(optimizer) * weightDecay;
      for (const { tensor, variable } of gradientList(gradients))
        if (tensor && decays(variable)) tf.tidy(() => variable.assign(tf.mul(variable, kept)));
      // Looked up at each step: the kernels of hilum/wasm may be installed by now, or no longer.
      tf.AdamOptimizer.prototype.applyGradients.call(optimizer, gradients as AdamGradients);
    },
  });
}

// The type of the class asks for variables, though gradients are none.
type AdamGradients = Parameters<tf.AdamOptimizer['applyGradients']>[0];
