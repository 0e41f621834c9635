import { initializers, layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { checkInteger } from '../core/check';
import { activate, apply, heUniform, layerSeed } from './conv';
import { upsampleBilinear } from './upsample-bilinear';

/** Lets through of `x` what `gate`, another map, finds worth it. The name becomes the prefix of every layer inside. */
export type Gate = (x: SymbolicTensor, gate: SymbolicTensor, name: string) => SymbolicTensor;

/** What {@link attentionGate} takes. */
export interface AttentionGateArgs {
  /** Channels in which the two maps are compared; half of those of the skip is usual. */
  filters: number;
  /** The same seed gives the same weights. Default: new ones on every call. */
  seed?: number | undefined;
}

/**
 * The additive attention gate of a skip: x `[B, 2H, 2W, C]` and the coarser map of the level below
 * `[B, H, W, D]` → `[B, 2H, 2W, C]`, y = x · α with weights α in [0, 1], one for each pixel:
 * α = up(sigmoid(ψ · ReLU(Wₓ ∗ x + W₉ ∗ gate + b) + c)).
 *
 * Wₓ is a 2×2 convolution of step 2 without bias, to the size of the gate, W₉ a 1×1 convolution with bias, both to
 * `filters` maps; ψ is a 1×1 convolution to one map, which {@link upsampleBilinear} brings to the size of x.
 * Layers: `name_skip`, `name_gate`, `name_add`, `name_relu`, `name_psi`, `name_up_…`, `name_scale`.
 *
 * Oktay et al., https://arxiv.org/abs/1804.03999. Wₓ as in the authors' program: the paper has 1×1 there, which
 * with a step of 2 would see a quarter of the pixels.
 *
 * @throws RangeError when filters is not an integer of at least 1
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { attentionGate } from 'hilum';
 *
 * const skip = tf.input({ shape: [null, null, 8] });
 * const below = tf.input({ shape: [null, null, 16] });
 * console.log(attentionGate({ filters: 4 })(skip, below, 'gate').shape); // [ null, null, null, 8 ]
 * ```
 */
export function attentionGate({ filters, seed }: AttentionGateArgs): Gate {
  checkInteger('attentionGate', 'filters', filters, 1);
  const up = upsampleBilinear();
  return (x, gate, name) => {
    const compared = (label: string, size: number, useBias: boolean) =>
      layers.conv2d({
        filters,
        kernelSize: size,
        strides: size,
        useBias,
        kernelInitializer: heUniform(`${name}_${label}`, seed),
        name: `${name}_${label}`,
      });
    const sum = apply(layers.add({ name: `${name}_add` }), [
      apply(compared('skip', 2, false), x),
      apply(compared('gate', 1, true), gate),
    ]); // [B, H, W, filters]
    const weights = apply(
      layers.conv2d({
        filters: 1,
        kernelSize: 1,
        activation: 'sigmoid',
        kernelInitializer: initializers.glorotUniform(layerSeed(`${name}_psi`, seed)),
        name: `${name}_psi`,
      }),
      activate(sum, 'relu', name),
    ); // [B, H, W, 1]
    return apply(layers.multiply({ name: `${name}_scale` }), [x, up(weights, `${name}_up`)]);
  };
}
