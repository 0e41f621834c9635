import { describe, expect, test } from 'vitest';
import { kerasObject, shown, translateLayer } from '../../src/keras/translate-layer';

const translate = (class_name: string, config: object = {}, version = '3.0.0', more: object = {}) => {
  const translation = { caller: 'test', version };
  const layer = { class_name, config: { name: 'x', ...config }, ...more };
  return translateLayer(translation, kerasObject(translation, layer));
};
const configOf = (...args: Parameters<typeof translate>) => {
  const { name, ...config } = translate(...args).config;
  expect(name).toBe('x');
  return config;
};

test('shown is JSON, cut off, and a word for nothing', () => {
  expect([shown({ a: 1 }), shown(undefined), shown('x'.repeat(100)).length]).toEqual([
    '{"a":1}',
    'nothing',
    60,
  ]);
});

test('kerasObject refuses what is no layer', () => {
  for (const value of [
    undefined,
    null,
    3,
    { class_name: 'Dense' },
    { class_name: 1, config: {} },
    { config: {} },
  ])
    expect(() => kerasObject({ caller: 'test', version: '3' }, value)).toThrow(
      /^test: a layer of the configuration must have class_name and config, got .+\. The file is damaged\.$/,
    );
});

describe('translateLayer', () => {
  test('makes an input of whatever version, in floats unless it takes whole numbers', () => {
    const expected = { batch_input_shape: [null, 8], dtype: 'float32', sparse: false };
    expect(configOf('InputLayer', { batch_shape: [null, 8], dtype: 'float16' })).toEqual(expected);
    expect(configOf('InputLayer', { batch_input_shape: [null, 8] }, '2.1.5')).toEqual(expected);
    expect(configOf('InputLayer', { batch_shape: [null, 8], dtype: 'int64' }).dtype).toBe('int32');
  });

  test('keeps what predicts, and leaves out what only training and other precisions need', () => {
    expect(
      configOf('Dense', {
        ...{
          units: 3,
          use_bias: true,
          activation: 'silu',
          seed: 4,
          activity_regularizer: { class_name: 'L2' },
        },
        dtype: { class_name: 'DTypePolicy', config: { name: 'mixed_float16' } },
        kernel_initializer: { class_name: 'GlorotUniform', config: { seed: 3 } },
        kernel_regularizer: { class_name: 'L2', config: { l2: { type: 'ndarray', value: 0.01 } } },
        bias_regularizer: { class_name: 'Mine', config: {} },
        kernel_constraint: { class_name: 'MaxNorm', config: { max_value: 2, axis: 0 } },
        bias_constraint: null,
      }),
    ).toEqual({
      ...{ units: 3, use_bias: true, activation: 'swish' },
      kernel_initializer: { class_name: 'Zeros', config: {} },
      kernel_regularizer: { class_name: 'L1L2', config: { l1: 0, l2: 0.01 } },
      ...{ bias_regularizer: null, bias_constraint: null },
      kernel_constraint: { class_name: 'MaxNorm', config: { max_value: 2, axis: 0 } },
    });
  });

  test.each([
    [null, 'linear'],
    ['tanh', 'tanh'],
    [{ class_name: 'function', config: 'relu' }, 'relu'],
    [{ class_name: 'function', registered_name: 'gelu' }, 'gelu'],
  ])('reads an activation written as %j', (activation, name) => {
    expect(configOf('Dense', { activation }).activation).toBe(name);
  });

  test('knows the hard sigmoid of Keras before 3 alone, which is that of TensorFlow.js', () => {
    expect(configOf('Dense', { activation: 'hard_sigmoid' }, '2.1.5').activation).toBe('hard_sigmoid');
    expect(() => translate('Dense', { activation: 'hard_sigmoid' })).toThrow(
      'with the activation hard_sigmoid',
    );
    expect(() => translate('Dense', { activation: 'toString' })).toThrow(
      'with the activation toString ("x")',
    );
    expect(() => translate('Dense', { activation: { class_name: 'function', config: { a: 1 } } })).toThrow(
      'with the activation {"a":1}',
    );
  });

  test('takes wrapped numbers and tuples out', () => {
    expect(
      configOf('Rescaling', {
        scale: { class_name: '__numpy__', config: { value: 0.5 } },
        offset: { type: 'ndarray', value: -1 },
        shape: { class_name: '__tuple__', items: [1, { class_name: '__tuple__', items: [2] }] },
      }),
    ).toEqual({ scale: 0.5, offset: -1, shape: [1, [2]] });
  });

  test('translates what a wrapper wraps', () => {
    const inner = { class_name: 'Dense', config: { name: 'inside', activation: 'silu', dtype: 'float16' } };
    expect(configOf('TimeDistributed', { layer: inner })).toEqual({
      layer: { class_name: 'Dense', config: { name: 'inside', activation: 'swish' } },
    });
    const lambda = { class_name: 'Lambda', config: { name: 'inside' } };
    expect(() => translate('TimeDistributed', { layer: lambda })).toThrow(
      'got Lambda, which holds Python code',
    );
    expect(() => translate('Bidirectional')).toThrow('must have class_name and config, got nothing');
  });

  test('goes by the version: words of Keras 1, and the grid of TensorFlow 1 before Keras 2.4', () => {
    expect(translate('Convolution2D', { nb_filter: 2, nb_row: 1, nb_col: 1 }, '1')).toMatchObject({
      class_name: 'Conv2D',
      config: { name: 'x', filters: 2, kernel_size: [1, 1] },
    });
    const bilinear = { interpolation: 'bilinear' };
    for (const version of ['2.2.4', '2.3.1'])
      expect(configOf('UpSampling2D', bilinear, version)).toEqual(bilinear);
    for (const version of ['2.2.4-tf', '2.4.0', '2.15.0', '3.1.0'])
      expect(() => translate('UpSampling2D', bilinear, version), version).toThrow(
        'with interpolation "bilinear"',
      );
  });

  test.each([
    ['Conv9D', {}, 'Conv9D, which is not there or has not been compared ("x"). Build the model with layers'],
    ['toString', {}, 'toString, which is not there'],
    ['Dense', { module: 'mine.layers' }, "Dense, which is none of Keras's own"],
    ['Dense', { registered_name: 'Mine>Dense' }, "Dense, which is none of Keras's own"],
    ['Add', { module: 'keras.ops.numpy' }, "Add, which is none of Keras's own"],
    [
      'Lambda',
      { module: 'keras.layers' },
      'Lambda, which holds Python code that is never run ("x"). A factor',
    ],
  ])('refuses %s %j', (className, more, message) => {
    expect(() => translate(className, {}, '3.0.0', more)).toThrow(
      `test: layers must predict in TensorFlow.js what they predict in Keras, got ${message}`,
    );
  });

  test('takes layers of Keras from any of its modules', () => {
    for (const module of ['keras.layers', 'keras.src.layers.core.dense', 'keras.engine.input_layer'])
      expect(translate('Dense', { units: 1 }, '3.0.0', { module, registered_name: null }).class_name).toBe(
        'Dense',
      );
  });
});
