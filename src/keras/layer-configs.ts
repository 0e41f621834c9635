/** A layer as Keras describes it, in the words of Python. */
export type Config = Readonly<Record<string, unknown>>;

/** A layer of Keras: its class, what it is made with, and where the class comes from. */
export interface KerasObject {
  readonly class_name: string;
  readonly config: Config;
  readonly module: string | undefined;
  readonly registered_name: string | undefined;
}

/** What the rules below may ask. */
export interface Circumstances {
  /** The major version of Keras that wrote the file. */
  readonly major: number;
  /** Bilinear upsampling by the grid of TensorFlow 1, which Keras had before it became a part of TensorFlow. */
  readonly oldGrid: boolean;
  /** Throws: `what` is not to be had. */
  readonly refuse: (what: string) => never;
}

/** What becomes of a layer: a class of TensorFlow.js, if another, and its configuration. */
export type Rule = (config: Config, circumstances: Circumstances) => Config & { class_name?: string };

const as: Rule = (config) => config;

/** The same layer where `key` has one of `values` or is left out. */
function only(key: string, ...values: readonly unknown[]): Rule {
  return (config, { refuse }) => {
    const value = config[key];
    if (value !== undefined && value !== null && !values.includes(value))
      refuse(` with ${key} ${JSON.stringify(value)}`);
    return config;
  };
}

/** One rule after another. */
function each(...rules: readonly Rule[]): Rule {
  return (config, circumstances) => rules.reduce((result, rule) => rule(result, circumstances), config);
}

/** Keras writes an axis as a number or, as TensorFlow does, as a list of one. */
const oneAxis: Rule = (config, { refuse }) => {
  const { axis } = config;
  if (!Array.isArray(axis)) return config;
  return axis.length === 1
    ? { ...config, axis: axis[0] as unknown }
    : refuse(` with several axes, [${axis.join(', ')}]`);
};

const numbers =
  (...keys: readonly string[]): Rule =>
  (config, { refuse }) => {
    for (const key of keys)
      if (config[key] !== undefined && typeof config[key] !== 'number') refuse(` with a list as ${key}`);
    return config;
  };

const noGroups = only('groups', 1);
const noKeptDims = only('keepdims', false);
// tfjs reads output_padding nowhere, and its transposed convolution has no dilation.
const transposed = each(only('output_padding'), (config, { refuse }) => {
  const dilation = config.dilation_rate;
  if ([dilation].flat().some((rate) => typeof rate === 'number' && rate !== 1)) refuse(' with dilation');
  return config;
});

/**
 * The layers that predict in TensorFlow.js what they predict in Keras, with what their configurations need. What is not
 * in this table is refused; the entries are compared with Keras itself in test/keras/load-keras-model.test.ts.
 */
export const layerRules: Readonly<Record<string, Rule>> = {
  Activation: as,
  Add: as,
  AlphaDropout: as,
  Average: as,
  AveragePooling1D: as,
  AveragePooling2D: as,
  AveragePooling3D: as,
  BatchNormalization: each(oneAxis, only('renorm', false), only('virtual_batch_size')),
  Concatenate: as,
  Conv1D: each(noGroups, only('padding', 'same', 'valid')),
  Conv2D: noGroups,
  Conv2DTranspose: transposed,
  Conv3D: noGroups,
  Conv3DTranspose: transposed,
  Cropping2D: as,
  Dense: as,
  DepthwiseConv2D: as,
  Dot: as,
  Dropout: as,
  ELU: only('alpha', 1),
  Embedding: as,
  Flatten: as,
  GRU: only('reset_after', false),
  GaussianDropout: as,
  GaussianNoise: as,
  GlobalAveragePooling1D: noKeptDims,
  GlobalAveragePooling2D: noKeptDims,
  GlobalMaxPooling1D: noKeptDims,
  GlobalMaxPooling2D: noKeptDims,
  LSTM: as,
  LayerNormalization: only('rms_scaling', false),
  // Keras 3 has another word.
  LeakyReLU: ({ negative_slope: slope, ...config }) =>
    slope === undefined ? config : { ...config, alpha: slope },
  Masking: as,
  MaxPooling1D: as,
  MaxPooling2D: as,
  MaxPooling3D: as,
  Maximum: as,
  Minimum: as,
  Multiply: as,
  PReLU: as,
  Permute: as,
  ReLU: each(only('negative_slope', 0), only('threshold', 0)),
  RepeatVector: as,
  Rescaling: numbers('scale', 'offset'),
  Reshape: as,
  SeparableConv2D: as,
  SimpleRNN: as,
  Softmax: oneAxis,
  SpatialDropout1D: as,
  SpatialDropout2D: ({ data_format: format, ...config }) => ({
    ...config,
    class_name: 'Dropout',
    noise_shape: format === 'channels_first' ? [null, null, 1, 1] : [null, 1, 1, null],
  }),
  // Not in Keras 3, and so not compared: x where x > theta, else 0.
  ThresholdedReLU: as,
  UpSampling2D: (config, circumstances) => {
    if (config.interpolation === 'bilinear' && circumstances.oldGrid) return config;
    return only('interpolation', 'nearest')(config, circumstances);
  },
  ZeroPadding2D: as,
};

/** Activations that both have, by the names of Keras. */
export const activations: Readonly<Record<string, string>> = {
  elu: 'elu',
  gelu: 'gelu',
  hard_sigmoid: 'hard_sigmoid',
  linear: 'linear',
  log_softmax: 'log_softmax',
  mish: 'mish',
  relu: 'relu',
  relu6: 'relu6',
  selu: 'selu',
  sigmoid: 'sigmoid',
  silu: 'swish',
  softmax: 'softmax',
  softplus: 'softplus',
  softsign: 'softsign',
  swish: 'swish',
  tanh: 'tanh',
};
