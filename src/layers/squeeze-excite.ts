import { initializers, layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { check, checkInteger } from '../core/check';
import type { Block } from './block';
import { apply, heUniform, layerSeed } from './conv';

/** What {@link squeezeExcite} and {@link concurrentSqueezeExcite} take. */
export interface SqueezeExciteArgs {
  /** How many times fewer channels there are between the two dense layers; one stays at least. Default 16, and 2 in
   * {@link concurrentSqueezeExcite}, as in their papers. */
  ratio?: number | undefined;
  /** The same seed gives the same weights. Default: new ones on every call. */
  seed?: number | undefined;
}

/**
 * Squeeze and excitation: weighs every channel by what the whole image shows,
 * y = x · sigmoid(W₂ · ReLU(W₁ · mean of x over height and width)), without biases.
 * `[B, H, W, C]` stays as it is; W₁ leads to ⌊C / ratio⌋ channels and W₂ back.
 * Layers: `name_pool`, `name_squeeze`, `name_excite`, `name_reshape`, `name_scale`.
 *
 * Hu et al., https://arxiv.org/abs/1709.01507
 *
 * @throws RangeError when ratio is below 1
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { squeezeExcite } from 'hilum';
 *
 * const features = tf.input({ shape: [null, null, 16] });
 * console.log(squeezeExcite({ ratio: 8 })(features, 'se').shape); // [ null, null, null, 16 ]
 * ```
 */
export function squeezeExcite({ ratio = 16, seed }: SqueezeExciteArgs = {}): Block {
  check(ratio >= 1 && ratio < Infinity, `squeezeExcite: ratio must be at least 1, got ${ratio}.`);
  return (x, name) => {
    const channels = channelsOf(x);
    const part = (label: string) => ({ name: `${name}_${label}` });
    const mean = apply(layers.globalAveragePooling2d(part('pool')), x); // [B, C]
    const squeezed = apply(
      layers.dense({
        units: Math.max(1, Math.floor(channels / ratio)),
        activation: 'relu',
        useBias: false,
        kernelInitializer: heUniform(`${name}_squeeze`, seed),
        ...part('squeeze'),
      }),
      mean,
    );
    const weights = apply(
      layers.dense({
        units: channels,
        activation: 'sigmoid',
        useBias: false,
        kernelInitializer: initializers.glorotUniform(layerSeed(`${name}_excite`, seed)),
        ...part('excite'),
      }),
      squeezed,
    );
    const perChannel = apply(layers.reshape({ targetShape: [1, 1, channels], ...part('reshape') }), weights);
    return apply(layers.multiply(part('scale')), [x, perChannel]);
  };
}

/** What {@link spatialSqueezeExcite} takes. */
export interface SpatialSqueezeExciteArgs {
  /** The same seed gives the same weights. Default: new ones on every call. */
  seed?: number | undefined;
}

/**
 * Spatial squeeze and excitation: weighs every pixel by what its channels show, y = x · sigmoid(w · x + b), a 1×1
 * convolution to one map. `[B, H, W, C]` stays as it is. Layers: `name_excite`, `name_scale`.
 *
 * Roy, Navab and Wachinger, https://arxiv.org/abs/1803.02579 (sSE)
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { spatialSqueezeExcite } from 'hilum';
 *
 * const features = tf.input({ shape: [null, null, 16] });
 * console.log(spatialSqueezeExcite()(features, 'sse').shape); // [ null, null, null, 16 ]
 * ```
 */
export function spatialSqueezeExcite({ seed }: SpatialSqueezeExciteArgs = {}): Block {
  return (x, name) => {
    const weights = apply(
      layers.conv2d({
        filters: 1,
        kernelSize: 1,
        activation: 'sigmoid',
        kernelInitializer: initializers.glorotUniform(layerSeed(`${name}_excite`, seed)),
        name: `${name}_excite`,
      }),
      x,
    ); // [B, H, W, 1]
    return apply(layers.multiply({ name: `${name}_scale` }), [x, weights]);
  };
}

/**
 * Concurrent spatial and channel squeeze and excitation (scSE): {@link squeezeExcite} plus
 * {@link spatialSqueezeExcite} of the same map. `[B, H, W, C]` stays as it is.
 * Layers: those of the two under `name_channel` and `name_spatial`, `name_add`.
 *
 * Roy, Navab and Wachinger, https://arxiv.org/abs/1803.02579; ratio 2 was best there.
 *
 * @throws RangeError when ratio is below 1
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { concurrentSqueezeExcite } from 'hilum';
 *
 * const features = tf.input({ shape: [null, null, 16] });
 * console.log(concurrentSqueezeExcite()(features, 'scse').shape); // [ null, null, null, 16 ]
 * ```
 */
export function concurrentSqueezeExcite({ ratio = 2, seed }: SqueezeExciteArgs = {}): Block {
  const channel = squeezeExcite({ ratio, seed });
  const spatial = spatialSqueezeExcite({ seed });
  return (x, name) =>
    apply(layers.add({ name: `${name}_add` }), [
      channel(x, `${name}_channel`),
      spatial(x, `${name}_spatial`),
    ]);
}

function channelsOf(x: SymbolicTensor): number {
  const channels = x.shape.at(-1) ?? NaN;
  checkInteger('squeezeExcite', 'the number of channels', channels, 1);
  return channels;
}
