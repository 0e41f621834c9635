import { layers } from '@tensorflow/tfjs-layers';
import type { Block } from './block';
import { activate, apply, batchNorm, convBlock, type ConvBlockArgs } from './conv';
import { dropout } from './dropout';

/** What {@link preactivatedConvBlock} takes: as {@link ConvBlockArgs}, but always normalised. */
export interface PreactivatedConvBlockArgs extends ConvBlockArgs {
  /** Normalisation before the activation. Default {@link batchNorm}`()`. */
  norm?: Block | undefined;
  /** Share of values dropped in training between activation and convolution. Default 0. */
  dropout?: number | undefined;
}

/**
 * Norm, activation, then a convolution with bias (the order of pre-activated residual networks):
 * `[B, H, W, C]` → `[B, ⌈H/strides⌉, ⌈W/strides⌉, filters]`.
 * Layers: `name_norm`, `name_relu`, `name_dropout` where something is dropped, `name` (the convolution).
 *
 * He et al., https://arxiv.org/abs/1603.05027
 *
 * @throws RangeError when a number is not an integer of at least 1, or dropout outside [0, 1)
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { preactivatedConvBlock } from 'hilum';
 *
 * const features = tf.input({ shape: [32, 32, 4] });
 * console.log(preactivatedConvBlock({ filters: 8, strides: 2 })(features, 'conv').shape); // [ null, 16, 16, 8 ]
 * ```
 */
export function preactivatedConvBlock({
  norm = batchNorm(),
  activation = 'relu',
  dropout: rate = 0,
  ...conv
}: PreactivatedConvBlockArgs): Block {
  const convolve = convBlock({ ...conv, activation: 'linear' });
  const drop = dropout({ rate });
  return (x, name) => {
    const active = activate(norm(x, `${name}_norm`), activation, name);
    return convolve(drop(active, `${name}_dropout`), name);
  };
}

/** What every residual block takes. */
export interface ResidualBlockArgs {
  /** Channels that come out. */
  filters: number;
  /** Step of the first convolution and of the shortcut. Default 1. */
  strides?: number | undefined;
  /** Default {@link batchNorm}`()`. */
  norm?: Block | undefined;
  /** Share of values dropped in training right before the second convolution. Default 0. */
  dropout?: number | undefined;
  /** The same seed gives the same weights. Default: new ones on every call. */
  seed?: number | undefined;
}

/**
 * A pre-activated residual block: BN-ReLU-3×3 convolution of step `strides`, BN-ReLU-3×3 convolution, plus the
 * shortcut, a 1×1 convolution of step `strides` and BN: `[B, H, W, C]` → `[B, ⌈H/strides⌉, ⌈W/strides⌉, filters]`.
 * Layers: `name_conv1_norm`, `name_conv1_relu`, `name_conv1`, the same of `conv2`, `name_shortcut`,
 * `name_shortcut_norm`, `name_add`; with dropout `name_conv2_dropout`, the place that Zagoruyko and Komodakis found
 * (https://arxiv.org/abs/1605.07146).
 *
 * Zhang, Liu and Wang, https://arxiv.org/abs/1711.10684; {@link postactivatedResidualBlock} is the older order.
 *
 * @throws RangeError when a number is not an integer of at least 1, or dropout outside [0, 1)
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { residualBlock } from 'hilum';
 *
 * const features = tf.input({ shape: [32, 32, 4] });
 * console.log(residualBlock({ filters: 8, strides: 2 })(features, 'stage').shape); // [ null, 16, 16, 8 ]
 * ```
 */
export function residualBlock(args: ResidualBlockArgs): Block {
  return withShortcut(preactivatedConvBlock({ ...args, dropout: 0 }), args);
}

/**
 * The residual block that a network begins with, where the image itself needs neither norm nor activation:
 * 3×3 convolution of step `strides`, BN-ReLU-3×3 convolution, plus the shortcut (1×1 convolution of step
 * `strides`, BN). Shapes as {@link residualBlock}; layers too, but for `name_conv1_norm` and `name_conv1_relu`.
 *
 * @throws RangeError when a number is not an integer of at least 1, or dropout outside [0, 1)
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { residualStem } from 'hilum';
 *
 * const image = tf.input({ shape: [32, 32, 1] });
 * console.log(residualStem({ filters: 4 })(image, 'stem').shape); // [ null, 32, 32, 4 ]
 * ```
 */
export function residualStem(args: ResidualBlockArgs): Block {
  const { filters, strides, seed } = args;
  return withShortcut(convBlock({ filters, strides, seed, activation: 'linear' }), args);
}

/** `first`, then BN-ReLU-3×3 convolution, plus the shortcut. */
function withShortcut(
  first: Block,
  { filters, strides, norm = batchNorm(), dropout, seed }: ResidualBlockArgs,
): Block {
  const second = preactivatedConvBlock({ filters, norm, dropout, seed });
  const shortcut = convBlock({ filters, kernelSize: 1, strides, activation: 'linear', seed });
  return (x, name) => {
    const body = second(first(x, `${name}_conv1`), `${name}_conv2`);
    const short = norm(shortcut(x, `${name}_shortcut`), `${name}_shortcut_norm`);
    return apply(layers.add({ name: `${name}_add` }), [body, short]);
  };
}
