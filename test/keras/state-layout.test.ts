import { describe, expect, test } from 'vitest';
import { counter, readStateLayers } from '../../src/keras/state-layout';
import { treeOf, type Group } from './tree';

const vars = (...lengths: number[]): Group => ({
  vars: Object.fromEntries(lengths.map((length, i) => [`${i}`, length])),
});
const names = (file: Group, config?: object, texts?: Parameters<typeof treeOf>[1]) =>
  readStateLayers('test', treeOf(file, texts), config as Record<string, unknown>).map(
    ({ name, place, weights }) => [name, place, ...weights.map((weight) => weight.name)],
  );

describe('readStateLayers', () => {
  test('reads layers by kinds and numbers, ten behind nine, and weights in their order', () => {
    const layers = Object.fromEntries(
      [10, 2, 1].map((i) => [`conv2d_${i}`, i === 10 ? vars(...new Array<number>(11).fill(1)) : vars(1, 1)]),
    );
    expect(names({ layers: { ...layers, conv2d: vars(3) } })).toEqual([
      ['conv2d', 'conv2d', '0'],
      ['conv2d_1', 'conv2d_1', '0', '1'],
      ['conv2d_2', 'conv2d_2', '0', '1'],
      ['conv2d_10', 'conv2d_10', ...Array.from({ length: 11 }, (_, i) => `${i}`)],
    ]);
  });

  test('leaves out layers without weights, and what is no layer', () => {
    expect(names({ layers: { dropout: { vars: {}, seed_generator: vars(2) }, dense: vars(1) } })).toEqual([
      ['dense', 'dense', '0'],
    ]);
    expect(names({ optimizer: vars(5) })).toEqual([]);
    expect(names({})).toEqual([]);
  });

  test('takes names and order from the configuration where there is one', () => {
    const layer = (class_name: string, name: string, ...layers: object[]) => ({
      ...{ class_name, config: { name, ...(layers.length > 0 && { layers }) } },
    });
    const config = layer(
      'Functional',
      'model',
      layer('InputLayer', 'image'),
      layer('Dense', 'first'),
      layer('Functional', 'encoder', layer('Conv2D', 'conv')),
      layer('Conv2D', 'last'),
      layer('Dense', 'second'),
    );
    const file = {
      layers: {
        conv2d: vars(1),
        dense: vars(1),
        dense_1: vars(1),
        dense_2: vars(1),
        functional: { layers: { conv2d: vars(1) } },
      },
    };
    expect(names(file, config)).toEqual([
      ['first', 'dense', '0'],
      ['encoder/conv', 'functional/conv2d', '0'],
      ['last', 'conv2d', '0'],
      ['second', 'dense_1', '0'],
      // What the configuration does not know comes last, by its place.
      ['dense_2', 'dense_2', '0'],
    ]);
  });

  test('takes the name that newer files note beside the weights', () => {
    const file = { layers: { conv2d: vars(1), functional: { layers: { dense: vars(1) } } } };
    const texts = {
      '/layers/conv2d/vars': { name: ['stem'] },
      '/layers/functional/layers/dense/vars': { name: ['score'] },
    };
    expect(names(file, undefined, texts)).toEqual([
      ['stem', 'conv2d', '0'],
      ['functional/score', 'functional/dense', '0'],
    ]);
  });

  test('reads Keras 2.13, and the cells of what wraps layers, the forward one first', () => {
    expect(names({ _layer_checkpoint_dependencies: { dense: vars(1) } })).toEqual([['dense', 'dense', '0']]);
    const bidirectional = {
      vars: {},
      backward_layer: { cell: vars(1) },
      forward_layer: { cell: vars(1, 1) },
    };
    expect(names({ layers: { bidirectional } })).toEqual([
      [
        'bidirectional',
        'bidirectional',
        'forward_layer/cell/0',
        'forward_layer/cell/1',
        'backward_layer/cell/0',
      ],
    ]);
  });

  test('ends in a sentence where groups hold themselves', () => {
    const loop: Group = {};
    loop.layers = { functional: loop };
    expect(() => names(loop)).toThrow(
      /^test: models in models must end, got functional\/functional.*… It is damaged\.$/,
    );
    const ownLoop: Group = vars(1);
    ownLoop.cell = ownLoop;
    expect(names({ layers: { lstm: ownLoop } })[0]!.length).toBeLessThan(10);
  });
});

describe('counter', () => {
  // Expected: keras.src.utils.naming.to_snake_case, https://github.com/keras-team/keras/blob/v3.0.0/keras/utils/naming.py
  test.each([
    ['Conv2D', 'conv2d'],
    ['Conv2DTranspose', 'conv2d_transpose'],
    ['BatchNormalization', 'batch_normalization'],
    ['LSTM', 'lstm'],
    ['PReLU', 'p_re_lu'],
    ['LeakyReLU', 'leaky_re_lu'],
    ['Functional', 'functional'],
    ['MaxPooling2D', 'max_pooling2d'],
  ])('calls the first %s %s, and numbers the next', (className, name) => {
    const count = counter();
    expect([count(className), count('Dense'), count(className), count(className)]).toEqual([
      ...[name, 'dense', `${name}_1`, `${name}_2`],
    ]);
  });
});
