import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { checkInteger } from '../core/check';
import type { Block } from './block';
import { activate, apply, batchNorm, convBlock } from './conv';
import { dropout } from './dropout';
import type { ResidualBlockArgs } from './residual';

/**
 * The residual block of the first residual networks: 3×3 convolution of step `strides`, BN, ReLU, 3×3 convolution,
 * BN, plus the shortcut, then ReLU: `[B, H, W, C]` → `[B, ⌈H/strides⌉, ⌈W/strides⌉, filters]`. The shortcut is the
 * input itself where its shape fits, otherwise a 1×1 convolution of step `strides` and BN. No convolution has a bias.
 *
 * Layers: `name_conv1`, `name_conv1_norm`, `name_conv1_relu`, `name_conv2_dropout` where something is dropped,
 * `name_conv2`, `name_conv2_norm`, `name_shortcut` and `name_shortcut_norm` where there is one, `name_add`, `name_relu`.
 *
 * He et al., https://arxiv.org/abs/1512.03385; {@link residualBlock} is the pre-activated order.
 *
 * @throws RangeError when a number is not an integer of at least 1, or dropout outside [0, 1)
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { postactivatedResidualBlock } from 'hilum';
 *
 * const features = tf.input({ shape: [32, 32, 4] });
 * const stage = postactivatedResidualBlock({ filters: 8, strides: 2 });
 * console.log(stage(features, 'stage').shape); // [ null, 16, 16, 8 ]
 * ```
 */
export function postactivatedResidualBlock({ dropout: rate = 0, ...args }: ResidualBlockArgs): Block {
  const { filters, strides = 1, norm = batchNorm(), seed } = args;
  const first = convBlock({ filters, strides, norm, seed });
  const second = convBlock({ filters, norm, activation: 'linear', seed });
  const drop = dropout({ rate });
  return (x, name) => {
    const h = drop(first(x, `${name}_conv1`), `${name}_conv2_dropout`);
    return addShortcut(second(h, `${name}_conv2`), x, name, args);
  };
}

/** What {@link bottleneckResidualBlock} takes. */
export interface BottleneckResidualBlockArgs extends ResidualBlockArgs {
  /** Channels of the 3×3 convolution. Default a quarter of `filters`. */
  width?: number | undefined;
}

/**
 * The residual block of deep residual networks, cheap for many channels: 1×1 convolution to `width`, 3×3
 * convolution of step `strides`, 1×1 convolution to `filters`, each with BN and the first two with ReLU, plus the
 * shortcut, then ReLU: `[B, H, W, C]` → `[B, ⌈H/strides⌉, ⌈W/strides⌉, filters]`. The shortcut is that of
 * {@link postactivatedResidualBlock}. The step is in the 3×3 convolution, so that every pixel is seen.
 *
 * Layers: `name_conv1`, `name_conv1_norm`, `name_conv1_relu`, `name_conv2_dropout` where something is dropped, the
 * same of `conv2`, `name_conv3`, `name_conv3_norm`, `name_shortcut` and `name_shortcut_norm` where there is one,
 * `name_add`, `name_relu`.
 *
 * He et al., https://arxiv.org/abs/1512.03385
 *
 * @throws RangeError when a number is not an integer of at least 1, or dropout outside [0, 1)
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { bottleneckResidualBlock } from 'hilum';
 *
 * const features = tf.input({ shape: [32, 32, 8] });
 * const stage = bottleneckResidualBlock({ filters: 16, strides: 2 });
 * console.log(stage(features, 'stage').shape); // [ null, 16, 16, 16 ]
 * ```
 */
export function bottleneckResidualBlock({
  width,
  dropout: rate = 0,
  ...args
}: BottleneckResidualBlockArgs): Block {
  const { filters, strides = 1, norm = batchNorm(), seed } = args;
  checkInteger('bottleneckResidualBlock', 'filters', filters, 1);
  const narrow = width ?? Math.ceil(filters / 4);
  const first = convBlock({ filters: narrow, kernelSize: 1, norm, seed });
  const second = convBlock({ filters: narrow, strides, norm, seed });
  const third = convBlock({ filters, kernelSize: 1, norm, activation: 'linear', seed });
  const drop = dropout({ rate });
  return (x, name) => {
    let h = drop(first(x, `${name}_conv1`), `${name}_conv2_dropout`);
    h = second(h, `${name}_conv2`);
    return addShortcut(third(h, `${name}_conv3`), x, name, args);
  };
}

/** `body` plus `x`, or what a 1×1 convolution makes of `x` where the shapes differ, then ReLU. */
function addShortcut(
  body: SymbolicTensor,
  x: SymbolicTensor,
  name: string,
  { filters, strides = 1, norm = batchNorm(), seed }: ResidualBlockArgs,
): SymbolicTensor {
  const project = convBlock({ filters, kernelSize: 1, strides, norm, activation: 'linear', seed });
  const fits = strides === 1 && x.shape.at(-1) === filters;
  const sum = [body, fits ? x : project(x, `${name}_shortcut`)];
  return activate(apply(layers.add({ name: `${name}_add` }), sum), 'relu', name);
}
