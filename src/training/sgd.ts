import * as tf from '@tensorflow/tfjs-core';
import { check } from '../core/check';
import { gradientList, isKernel, type Decays, type Gradients } from './weight-decay';

/** What {@link sgd} takes. */
export interface SgdArgs {
  /** Default 0.01. A schedule of {@link train} takes its place. */
  learningRate?: number;
  /** How much of the last step is made again, at least 0 and below 1. Default 0.9. */
  momentum?: number;
  /** Looks where the momentum leads before it turns. Default true. */
  nesterov?: boolean;
  /** Times a weight is added to its gradient, at least 0. Default 0. */
  weightDecay?: number;
  /** Which variables decay. Default: those with two axes and more, thus kernels, no biases and no normalisations. */
  decays?: Decays;
}

/**
 * Stochastic gradient descent with momentum, as PyTorch's `SGD`: g ← g + λ·w, v ← μ·v + g, and w ← w − η·(g + μ·v) after
 * Nesterov, or w ← w − η·v without.
 *
 * Sutskever, Martens, Dahl and Hinton, https://proceedings.mlr.press/v28/sutskever13.html
 *
 * @returns an optimizer with state, which is yours to dispose
 * @throws RangeError when a number is outside its range
 * @example
 * ```ts
 * import { batches, chestPhantom, diceLoss, sgd, train, unet } from 'hilum';
 *
 * const data = batches({ items: [1], load: (seed: number) => chestPhantom({ seed, size: 32 }) });
 * const optimizer = sgd({ learningRate: 0.05, weightDecay: 1e-4 });
 * await train(unet({ inputShape: [32, 32, 1], filters: [2, 4] }), { data, epochs: 1, loss: diceLoss(), optimizer });
 * optimizer.dispose();
 * ```
 */
export function sgd({
  learningRate = 0.01,
  momentum = 0.9,
  nesterov = true,
  weightDecay = 0,
  decays = isKernel,
}: SgdArgs = {}): tf.Optimizer {
  check(learningRate >= 0, `sgd: learningRate must be at least 0, got ${learningRate}.`);
  check(momentum >= 0 && momentum < 1, `sgd: momentum must be at least 0 and below 1, got ${momentum}.`);
  check(weightDecay >= 0, `sgd: weightDecay must be at least 0, got ${weightDecay}.`);
  const optimizer = tf.train.momentum(learningRate, momentum, nesterov);
  return Object.assign(optimizer, {
    applyGradients(gradients: Gradients) {
      tf.tidy(() => {
        const decayed = gradientList(gradients).map(({ name, tensor, variable }) => ({
          name,
          tensor:
            weightDecay > 0 && tensor && decays(variable)
              ? tf.add(tensor, tf.mul(variable, weightDecay))
              : (tensor as tf.Tensor),
        }));
        tf.MomentumOptimizer.prototype.applyGradients.call(optimizer, decayed);
      });
    },
    dispose() {
      tf.MomentumOptimizer.prototype.dispose.call(optimizer);
      // The class forgets the tensor of its rate.
      tf.SGDOptimizer.prototype.dispose.call(optimizer);
    },
  });
}
