import '@tensorflow/tfjs-backend-cpu';
import {
  input,
  layers,
  model as createModel,
  sequential,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { expect, test } from 'vitest';
import { leaves, modelLayers, partOf } from '../../src/keras/model-layers';

const inner = () =>
  sequential({
    name: 'encoder',
    layers: [
      layers.dense({ units: 2, inputShape: [3], name: 'first' }),
      layers.dense({ units: 2, name: 'second' }),
    ],
  });

test('names layers by the models around them, and places as Keras 3 counts them', () => {
  const x = input({ shape: [3], name: 'image' });
  const encoded = inner().apply(x) as SymbolicTensor;
  const normed = layers.batchNormalization({ name: 'norm' }).apply(encoded) as SymbolicTensor;
  const y = layers.dense({ units: 1, name: 'score' }).apply(normed) as SymbolicTensor;
  const model = createModel({
    inputs: x,
    outputs: layers.dense({ units: 1, name: 'more' }).apply(y) as SymbolicTensor,
  });
  const all = modelLayers(model);
  expect(all.map(({ name, place }) => [name, place])).toEqual([
    ['image', 'input_layer'],
    ['encoder', 'sequential'],
    ['norm', 'batch_normalization'],
    ['score', 'dense'],
    ['more', 'dense_1'],
  ]);
  expect(leaves(all).map(({ name, place }) => [name, place])).toEqual([
    ['image', 'input_layer'],
    // The counts begin anew in a model.
    ['encoder/first', 'sequential/dense'],
    ['encoder/second', 'sequential/dense_1'],
    ['norm', 'batch_normalization'],
    ['score', 'dense'],
    ['more', 'dense_1'],
  ]);
  const [, encoder, norm] = all;
  expect(encoder!.weights).toHaveLength(4);
  expect(encoder!.className).toBe('Sequential');
  expect(norm!.layers).toBeUndefined();
  expect(norm!.weights.map(partOf)).toEqual(['gamma', 'beta', 'moving_mean', 'moving_variance']);
  model.dispose();
});

test('a functional model inside is counted as one, and its weights begin with those that train', () => {
  const z = input({ shape: [3] });
  const normed = layers.batchNormalization({ name: 'norm' }).apply(z) as SymbolicTensor;
  const part = createModel({
    ...{ inputs: z, name: 'part' },
    outputs: layers.dense({ units: 1, name: 'score' }).apply(normed) as SymbolicTensor,
  });
  const x = input({ shape: [3] });
  const model = createModel({ inputs: x, outputs: part.apply(x) as SymbolicTensor });
  const [, at] = modelLayers(model);
  expect(at!.place).toBe('functional');
  expect(at!.weights.map(partOf)).toEqual([
    'gamma',
    'beta',
    'kernel',
    'bias',
    'moving_mean',
    'moving_variance',
  ]);
  model.dispose();
});
