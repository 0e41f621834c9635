import { layers } from '@tensorflow/tfjs-layers';
import { checkIntegers } from '../core/check';
import type { Block } from './block';
import { activate, apply, convBlock, heUniform, type ConvBlockArgs } from './conv';

/** What {@link dilatedConvBlock} takes. */
export interface DilatedConvBlockArgs extends Omit<ConvBlockArgs, 'kernelSize' | 'strides'> {
  /** Distance of neighbouring taps, in pixels. At 1 it is a {@link convBlock}. */
  dilation: number;
}

/**
 * A 3×3 convolution whose taps lie `dilation` pixels apart (atrous), zeros outside the image, then `norm` where one is
 * given, then the activation: `[B, H, W, C]` → `[B, H, W, filters]`. It sees 2·dilation + 1 pixels in both directions
 * with the weights of a 3×3 convolution. Defaults and bias as {@link convBlock}.
 *
 * TensorFlow.js has no gradient for a dilated convolution. So the map is padded and cropped eight times, once for each
 * tap around the middle, and the copies, side by side in their channels, go through one 1×1 convolution: `name_ring`,
 * kernel `[1, 1, 8·C, filters]`, taps row by row. The tap in the middle is a 1×1 convolution of the map itself:
 * `name_centre`, with the bias. Their sum is the dilated convolution. In training the copies are held: about 40 times
 * the map.
 *
 * Layers: `name_pad`, `name_tap1` to `name_tap8`, `name_taps`, `name_ring`, `name_centre`, `name_add`, then
 * `name_norm` and `name_relu`.
 *
 * @throws RangeError when a number is not an integer of at least 1
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { batchNorm, dilatedConvBlock } from 'hilum';
 *
 * const features = tf.input({ shape: [null, null, 4] });
 * const wide = dilatedConvBlock({ filters: 8, dilation: 6, norm: batchNorm() });
 * console.log(wide(features, 'wide').shape); // [ null, null, null, 8 ]
 * ```
 */
export function dilatedConvBlock({ dilation, ...args }: DilatedConvBlockArgs): Block {
  const { filters, activation = 'relu', norm, seed } = args;
  checkIntegers('dilatedConvBlock', { filters, dilation }, 1);
  if (dilation === 1) return convBlock(args);
  return (x, name) => {
    const part = (label: string) => ({ name: `${name}_${label}` });
    const pad: [number, number] = [dilation, dilation];
    const padded = apply(layers.zeroPadding2d({ padding: [pad, pad], ...part('pad') }), x);
    const tap = ([row, column]: readonly [number, number], i: number) => {
      const cut = (step: number): [number, number] => [step * dilation, (2 - step) * dilation];
      return apply(layers.cropping2D({ cropping: [cut(row), cut(column)], ...part(`tap${i + 1}`) }), padded);
    };
    const taps = apply(layers.concatenate(part('taps')), around.map(tap)); // [B, H, W, 8·C]
    const conv = (label: string, share: number, useBias: boolean) =>
      layers.conv2d({
        filters,
        kernelSize: 1,
        useBias,
        kernelInitializer: heUniform(`${name}_${label}`, seed, share),
        ...part(label),
      });
    // With open sizes tfjs takes the size of a crop for a negative number, and a sum for open again.
    const sum = apply(layers.add(part('add')), [
      apply(conv('centre', 1 / 9, !norm), x),
      apply(conv('ring', 8 / 9, false), taps),
    ]);
    return activate(norm ? norm(sum, `${name}_norm`) : sum, activation, name);
  };
}

/** Row and column of the taps of a 3×3 kernel, but for the one in the middle. */
const around = [
  [0, 0],
  [0, 1],
  [0, 2],
  [1, 0],
  [1, 2],
  [2, 0],
  [2, 1],
  [2, 2],
] as const;
