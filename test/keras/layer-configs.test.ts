import { layers } from '@tensorflow/tfjs-layers';
import { describe, expect, test } from 'vitest';
import { activations, layerRules } from '../../src/keras/layer-configs';
import { counter } from '../../src/keras/state-layout';
import { reference } from './reference';

const refuse = (what: string): never => {
  throw new RangeError(`refused${what}`);
};
const ruled = (name: string, config: Record<string, unknown>, oldGrid = false) =>
  layerRules[name]!(config, { major: 3, oldGrid, refuse });

describe('layerRules', () => {
  test('has no entry that is not compared with Keras, but for what Keras 3 does not have', () => {
    // The outputs of that case are called as Keras calls layers.
    const compared = reference.cases['every layer']!.names!.map((name) => name.replace(/_\d+$/, ''));
    const missing = Object.keys(layerRules).filter((name) => !compared.includes(counter()(name)));
    // Masking has a case of its own.
    expect(missing).toEqual(['Dense', 'Masking', 'ThresholdedReLU']);
    expect(compared).toContain('dense_linear');
  });

  test('has only layers that TensorFlow.js has', () => {
    const lowered = Object.keys(layers).map((name) => name.toLowerCase());
    const missing = Object.keys(layerRules).filter((name) => !lowered.includes(name.toLowerCase()));
    // The one that becomes another.
    expect(missing).toEqual(['SpatialDropout2D']);
  });

  test.each([
    ['Conv2D', { groups: 2 }, ' with groups 2'],
    ['Conv1D', { padding: 'causal' }, ' with padding "causal"'],
    ['Conv2DTranspose', { output_padding: [1, 1] }, ' with output_padding [1,1]'],
    ['Conv2DTranspose', { dilation_rate: [2, 2] }, ' with dilation'],
    ['Conv3DTranspose', { dilation_rate: 2 }, ' with dilation'],
    ['BatchNormalization', { axis: [1, 2] }, ' with several axes, [1, 2]'],
    ['BatchNormalization', { renorm: true }, ' with renorm true'],
    ['ELU', { alpha: 0.5 }, ' with alpha 0.5'],
    ['GRU', { reset_after: true }, ' with reset_after true'],
    ['GlobalAveragePooling2D', { keepdims: true }, ' with keepdims true'],
    ['LayerNormalization', { rms_scaling: true }, ' with rms_scaling true'],
    ['ReLU', { negative_slope: 0.1 }, ' with negative_slope 0.1'],
    ['ReLU', { threshold: 1 }, ' with threshold 1'],
    ['Rescaling', { scale: [1, 2] }, ' with a list as scale'],
    ['UpSampling2D', { interpolation: 'bilinear' }, ' with interpolation "bilinear"'],
    ['UpSampling2D', { interpolation: 'lanczos3' }, ' with interpolation "lanczos3"'],
  ])('%s %j is refused', (name, config, what) => {
    expect(() => ruled(name, config)).toThrow(`refused${what}`);
  });

  test('what is left out, null or as TensorFlow.js computes it passes', () => {
    for (const [name, config] of [
      ['Conv2D', { groups: 1, filters: 3 }],
      ['Conv2D', { filters: 3 }],
      ['Conv2DTranspose', { output_padding: null, dilation_rate: [1, 1] }],
      ['UpSampling2D', { interpolation: 'nearest' }],
      ['Rescaling', { scale: 0.5, offset: -1 }],
    ] as const)
      expect(ruled(name, config), name).toEqual(config);
    // By the grid of TensorFlow 1, as TensorFlow.js does it.
    expect(ruled('UpSampling2D', { interpolation: 'bilinear' }, true)).toEqual({ interpolation: 'bilinear' });
  });

  test('words and classes change where TensorFlow.js has others', () => {
    expect(ruled('BatchNormalization', { axis: [3] })).toEqual({ axis: 3 });
    expect(ruled('Softmax', { axis: [-1] })).toEqual({ axis: -1 });
    expect(ruled('LeakyReLU', { negative_slope: 0.2, name: 'l' })).toEqual({ alpha: 0.2, name: 'l' });
    expect(ruled('LeakyReLU', { alpha: 0.3 })).toEqual({ alpha: 0.3 });
    expect(ruled('SpatialDropout2D', { rate: 0.5, data_format: 'channels_last' })).toEqual({
      ...{ rate: 0.5, class_name: 'Dropout', noise_shape: [null, 1, 1, null] },
    });
    expect(ruled('SpatialDropout2D', { rate: 0.5, data_format: 'channels_first' })).toMatchObject({
      noise_shape: [null, null, 1, 1],
    });
  });
});

test('activations are compared with Keras too, but for what Keras 3 computes otherwise, and are all there', () => {
  const compared = reference.cases['every layer']!.names!;
  const missing = Object.keys(activations).filter((name) => !compared.includes(`dense_${name}`));
  // swish is silu, by its older name.
  expect(missing).toEqual(['hard_sigmoid', 'swish']);
  expect(activations.silu).toBe(activations.swish);
  for (const name of Object.values(activations)) {
    // As tf.loadLayersModel reads it.
    const inJs = name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
    expect(layers.activation({ activation: inJs as 'relu' }).getConfig().activation, name).toBe(inJs);
  }
});
