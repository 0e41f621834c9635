import { expect, test } from 'vitest';
import { readLegacyLayers } from '../../src/keras/legacy-layout';
import { treeOf } from './tree';

const root = { conv: { conv: { 'kernel:0': 2, 'bias:0': 1 } }, pool: {}, 'a/b': {} };
const texts = (at: string) => ({
  [at === '' ? '/' : at]: { layer_names: ['conv', 'pool'] },
  [`${at}/conv`]: { weight_names: ['conv/kernel:0', 'conv/bias:0'] },
  [`${at}/pool`]: { weight_names: [] },
});

test('gives layers and tensors in the order of their lists, without layers that have no weights', () => {
  for (const [file, at] of [
    [treeOf(root, texts('')), '/'],
    [treeOf({ model_weights: root }, texts('/model_weights')), '/model_weights'],
  ] as const)
    expect(readLegacyLayers('test', file, at)).toEqual([
      {
        ...{ name: 'conv', place: undefined },
        weights: [
          { name: 'conv/kernel:0', shape: [2], data: Float32Array.of(1, 2) },
          { name: 'conv/bias:0', shape: [1], data: Float32Array.of(1) },
        ],
      },
    ]);
});

test('a layer that is listed and has no group is damage, by its name', () => {
  expect(() => readLegacyLayers('test', treeOf({}, { '/': { layer_names: ['conv'] } }), '/')).toThrow(
    new RangeError(
      'test: every layer of the file must have a group with weight_names, got none for conv. It is damaged.',
    ),
  );
});
