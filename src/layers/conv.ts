import { initializers, layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { check, checkIntegers } from '../core/check';
import { hashText } from '../core/random';
import type { Block } from './block';

/** The names of activations that TensorFlow.js knows: `'relu'`, `'sigmoid'`, `'softmax'`, `'linear'`, … */
export type Activation = NonNullable<Parameters<typeof layers.activation>[0]['activation']>;

/** What {@link convBlock} takes. */
export interface ConvBlockArgs {
  /** Channels that come out. */
  filters: number;
  /** Side of the square window. Default 3. */
  kernelSize?: number | undefined;
  /** Step of the window in both directions. Default 1. */
  strides?: number | undefined;
  /** Default `'relu'`. */
  activation?: Activation | undefined;
  /** Normalisation between convolution and activation, for instance {@link batchNorm}`()`. Default none. */
  norm?: Block | undefined;
  /** The same seed gives the same weights. Default: new ones on every call. */
  seed?: number | undefined;
}

/**
 * A convolution with padding `'same'`, then `norm` where one is given, then the activation:
 * `[B, H, W, C]` → `[B, ⌈H/strides⌉, ⌈W/strides⌉, filters]`.
 *
 * The convolution bears the name of the block; `norm` gets `name_norm` and the activation, where it is a layer of
 * its own (after a norm), `name_relu`. Without a norm the convolution has a bias and contains the activation;
 * with one it has no bias, since a norm takes it out again.
 *
 * The kernel begins uniformly distributed with variance 2 / fan-in (He et al., https://arxiv.org/abs/1502.01852).
 * Uniform, because the truncated normal of TensorFlow.js loses a fifth of its variance to the truncation.
 *
 * @throws RangeError when a number is not an integer of at least 1
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { batchNorm, convBlock } from 'hilum';
 *
 * const image = tf.input({ shape: [32, 32, 1] });
 * const plain = convBlock({ filters: 4, seed: 1 })(image, 'stem');
 * const half = convBlock({ filters: 8, strides: 2, norm: batchNorm() })(plain, 'down');
 * console.log(half.shape); // [ null, 16, 16, 8 ]
 * ```
 */
export function convBlock({
  filters,
  kernelSize = 3,
  strides = 1,
  activation = 'relu',
  norm,
  seed,
}: ConvBlockArgs): Block {
  checkIntegers('convBlock', { filters, kernelSize, strides }, 1);
  return (x, name) => {
    const convolved = apply(
      layers.conv2d({
        filters,
        kernelSize,
        strides,
        padding: 'same',
        useBias: norm === undefined,
        activation: norm ? 'linear' : activation,
        kernelInitializer: heUniform(name, seed),
        name,
      }),
      x,
    );
    if (!norm) return convolved;
    return activate(norm(convolved, `${name}_norm`), activation, name);
  };
}

/** What {@link batchNorm} takes. */
export interface BatchNormArgs {
  /** Share of the running mean and variance that stays at each step, 0 to 1. Default 0.99. */
  momentum?: number | undefined;
  /** Added to the variance. Default 0.001. */
  epsilon?: number | undefined;
}

/**
 * Batch normalisation over the channels, with scale and offset: y = γ·(x − mean)/√(variance + ε) + β, the
 * statistics those of the batch in training and the running ones in prediction. One layer, of the block's name.
 * Defaults are those of Keras. In short training runs a momentum of 0.9 lets the running statistics arrive.
 *
 * Ioffe and Szegedy, https://arxiv.org/abs/1502.03167
 *
 * @throws RangeError when momentum is outside [0, 1] or epsilon outside (0, 1]
 * @example
 * ```ts
 * import { batchNorm, resunet } from 'hilum';
 *
 * const args = { inputShape: [16, 16, 1], filters: [2, 4], norm: batchNorm({ momentum: 0.9 }) } as const;
 * resunet(args).dispose();
 * ```
 */
export function batchNorm({ momentum = 0.99, epsilon = 1e-3 }: BatchNormArgs = {}): Block {
  check(momentum >= 0 && momentum <= 1, `batchNorm: momentum must be between 0 and 1, got ${momentum}.`);
  check(epsilon > 0 && epsilon <= 1, `batchNorm: epsilon must be in (0, 1], got ${epsilon}.`);
  return (x, name) => apply(layers.batchNormalization({ momentum, epsilon, name }), x);
}

/** The activation as a layer of its own, `name_relu` for one; nothing when linear. */
export function activate(x: SymbolicTensor, activation: Activation, name: string): SymbolicTensor {
  return activation === 'linear'
    ? x
    : apply(layers.activation({ activation, name: `${name}_${activation}` }), x);
}

/**
 * The initializer of a kernel that belongs to the layer `name`: two layers never begin alike. Where several kernels
 * act together as one, `share` is the part of the inputs that goes through this one.
 */
export function heUniform(
  name: string,
  seed: number | undefined,
  share = 1,
): ReturnType<typeof initializers.varianceScaling> {
  return initializers.varianceScaling({
    scale: 2 * share,
    mode: 'fanIn',
    distribution: 'uniform',
    ...layerSeed(name, seed),
  });
}

/** The seed of one layer, from that of the model and the layer's name; nothing when the model has none. */
export function layerSeed(name: string, seed: number | undefined): { seed: number } {
  // tfjs types the seed as required, and draws one itself when it is missing.
  return seed === undefined ? ({} as { seed: number }) : { seed: hashText(`${seed}/${name}`) };
}

/** `layer` applied to one tensor, or to several, giving one. */
export function apply(layer: layers.Layer, x: SymbolicTensor | SymbolicTensor[]): SymbolicTensor {
  return layer.apply(x) as SymbolicTensor;
}
