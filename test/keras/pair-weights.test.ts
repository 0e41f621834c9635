import '@tensorflow/tfjs-backend-cpu';
import { layers, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import { describe, expect, test } from 'vitest';
import { modelLayers, partOf, type ModelLayer } from '../../src/keras/model-layers';
import { pairLayer } from '../../src/keras/pair-weights';

const pairing = { caller: 'test', backend: undefined };
const stored = (name: string, shape: number[], value = 0) => ({
  ...{ name, shape },
  data: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(value),
});
const single = (layer: layers.Layer): ModelLayer => modelLayers(sequential({ layers: [layer] }))[0]!;
const conv = () => single(layers.conv2d({ inputShape: [8, 8, 2], filters: 3, kernelSize: 1, name: 'conv' }));

/** Parts of the weights, with the first number that each gets. */
const given = (layer: ModelLayer, ...tensors: ReturnType<typeof stored>[]) =>
  pairLayer(pairing, layer, tensors).map(({ weight, data }) => [partOf(weight), data[0]]);

describe('pairLayer', () => {
  test('pairs by parts, in whatever order the file has them', () => {
    const kernel = stored('conv/kernel:0', [1, 1, 2, 3], 1);
    const bias = stored('conv/bias:0', [3], 2);
    for (const tensors of [
      [kernel, bias],
      [bias, kernel],
    ])
      expect(given(conv(), ...tensors)).toEqual([
        ['kernel', 1],
        ['bias', 2],
      ]);
    // Keras 1 called them otherwise.
    expect(given(conv(), stored('conv_b', [3], 2), stored('conv_W', [1, 1, 2, 3], 1))).toEqual([
      ['kernel', 1],
      ['bias', 2],
    ]);
  });

  test('pairs one after another where names tell nothing', () => {
    expect(given(conv(), stored('0', [1, 1, 2, 3], 1), stored('1', [3], 2))).toEqual([
      ['kernel', 1],
      ['bias', 2],
    ]);
  });

  test('pairs the weights of a model by the layers inside', () => {
    const inside: LayersModel = sequential({
      name: 'inside',
      layers: [
        layers.dense({ inputShape: [2], units: 2, useBias: false, name: 'a' }),
        layers.dense({ units: 2, useBias: false, name: 'b' }),
      ],
    });
    const layer = single(inside);
    // Both have the same shape: only the names tell them apart.
    const tensors = [stored('b/kernel:0', [2, 2], 2), stored('a/kernel:0', [2, 2], 1)];
    expect(given(layer, ...tensors)).toEqual([
      ['kernel', 1],
      ['kernel', 2],
    ]);
  });

  test('tells both numbers of weights with their shapes', () => {
    expect(() => given(conv(), stored('conv/kernel:0', [1, 1, 2, 3]))).toThrow(
      new RangeError(
        'test: layer conv must have as many weights as in the file, got 2 (kernel [1, 1, 2, 3], bias [3]) and in the file 1 (conv/kernel:0 [1, 1, 2, 3]). Build the layer as it was in Keras.',
      ),
    );
    expect(() => given(conv())).toThrow('and in the file none. Build');
  });

  test('tells both shapes, and Theano from another input', () => {
    const bias = stored('conv/bias:0', [3]);
    expect(() => given(conv(), stored('conv/kernel:0', [1, 1, 5, 3]), bias)).toThrow(
      'test: conv/kernel must have the shape that it has in the file, got [1, 1, 2, 3] and in the file [1, 1, 5, 3] (conv/kernel:0). Build the model for the input',
    );
    expect(() => given(conv(), stored('conv/kernel:0', [3, 2, 1, 1]), bias)).toThrow(
      "That is Theano's order: take the file of the same weights with tf_kernels in its name.",
    );
    // As many numbers are not the same shape.
    expect(() => given(conv(), stored('conv/kernel:0', [2, 3]), bias)).toThrow('in the file [2, 3]');
  });
});
