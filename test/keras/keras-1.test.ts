import { describe, expect, test } from 'vitest';
import { fromKeras1 } from '../../src/keras/keras-1';

const translated = (class_name: string, config: Record<string, unknown> = {}) => {
  const layer = fromKeras1('test', {
    ...{ class_name, config: { name: 'x', ...config }, module: undefined, registered_name: undefined },
  });
  const { name, ...rest } = layer.config;
  expect(name).toBe('x');
  return [layer.class_name, rest];
};

describe('fromKeras1', () => {
  test.each([
    [
      'Convolution2D',
      {
        nb_filter: 8,
        nb_row: 3,
        nb_col: 5,
        border_mode: 'same',
        subsample: [2, 2],
        bias: false,
        dim_ordering: 'tf',
      },
      'Conv2D',
      { filters: 8, kernel_size: [3, 5], padding: 'same', strides: [2, 2], use_bias: false },
    ],
    [
      'Convolution1D',
      { nb_filter: 8, filter_length: 3, subsample_length: 2 },
      'Conv1D',
      { filters: 8, kernel_size: [3], strides: 2 },
    ],
    [
      'AtrousConvolution2D',
      { nb_filter: 8, nb_row: 3, nb_col: 3, atrous_rate: [2, 2] },
      'Conv2D',
      { filters: 8, kernel_size: [3, 3], dilation_rate: [2, 2] },
    ],
    [
      'Convolution3D',
      { nb_filter: 2, kernel_dim1: 1, kernel_dim2: 2, kernel_dim3: 3 },
      'Conv3D',
      { filters: 2, kernel_size: [1, 2, 3] },
    ],
    ['Dense', { output_dim: 5, activation: 'relu' }, 'Dense', { units: 5, activation: 'relu' }],
    ['Dropout', { p: 0.5 }, 'Dropout', { rate: 0.5 }],
    ['GaussianNoise', { sigma: 0.1 }, 'GaussianNoise', { stddev: 0.1 }],
    ['MaxPooling1D', { pool_length: 2, stride: 2 }, 'MaxPooling1D', { pool_size: 2, strides: 2 }],
    // Here the word means what it has always meant.
    ['Embedding', { output_dim: 5, input_dim: 9 }, 'Embedding', { output_dim: 5, input_dim: 9 }],
    ['Merge', { mode: 'concat', concat_axis: 3, layers: [] }, 'Concatenate', { axis: 3 }],
    ['Merge', { mode: 'sum' }, 'Add', {}],
    ['BatchNormalization', { mode: 0, epsilon: 0.001 }, 'BatchNormalization', { epsilon: 0.001 }],
  ])('%s %j is %s', (className, config, expectedName, expected) => {
    const [name, rest] = translated(className, config);
    expect(name).toBe(expectedName);
    expect(rest).toMatchObject(expected);
    // No word of Keras 1 is left that TensorFlow.js would take for something else.
    for (const word of ['p', 'border_mode', 'mode', 'layers', 'subsample'])
      expect(rest).not.toHaveProperty(word);
  });

  test.each([
    [
      'Convolution2D',
      { dim_ordering: 'th' },
      'Convolution2D with dim_ordering "th", images of Theano\'s order',
    ],
    ['BatchNormalization', { mode: 1 }, 'BatchNormalization with mode 1'],
    ['Merge', { mode: 'cos' }, 'Merge with mode "cos"'],
    ['Merge', { mode: 'constructor' }, 'Merge with mode "constructor"'],
    ['Merge', { mode: 'sum', layers: [{}] }, 'Merge of models'],
  ])('%s %j is refused by its name', (className, config, what) => {
    expect(() => translated(className, config)).toThrow(
      new RangeError(
        `test: layers of Keras 1 must have names in Keras 2, got ${what} ("x"). Open and save the model with Keras 2.`,
      ),
    );
  });

  test('words that objects have of their own are words like others', () => {
    expect(translated('constructor', { toString: 1 })).toEqual(['constructor', { toString: 1 }]);
  });
});
