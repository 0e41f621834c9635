import type { Config, KerasObject } from './layer-configs';

/** Classes of Keras 1 by their names since Keras 2. Maps, because a file may hold any word. */
const classes: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['AtrousConvolution1D', 'Conv1D'],
  ['AtrousConvolution2D', 'Conv2D'],
  ['Convolution1D', 'Conv1D'],
  ['Convolution2D', 'Conv2D'],
  ['Convolution3D', 'Conv3D'],
  ['Deconvolution2D', 'Conv2DTranspose'],
  ['SeparableConvolution2D', 'SeparableConv2D'],
]);

const merges: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['ave', 'Average'],
  ['concat', 'Concatenate'],
  ['max', 'Maximum'],
  ['mul', 'Multiply'],
  ['sum', 'Add'],
]);

/** Words of Keras 1 by those since Keras 2. */
const words: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['atrous_rate', 'dilation_rate'],
  ['bias', 'use_bias'],
  ['border_mode', 'padding'],
  ['concat_axis', 'axis'],
  ['inner_activation', 'recurrent_activation'],
  ['input_dtype', 'dtype'],
  ['length', 'size'],
  ['nb_filter', 'filters'],
  ['output_dim', 'units'],
  ['p', 'rate'],
  ['pool_length', 'pool_size'],
  ['sigma', 'stddev'],
  ['stride', 'strides'],
  ['subsample', 'strides'],
  ['subsample_length', 'strides'],
]);

/**
 * A layer of Keras 1 in the words of Keras 2: `Convolution2D` with `nb_filter` and `border_mode` is `Conv2D` with
 * `filters` and `padding`.
 *
 * @throws RangeError when it is for images of Theano's order, or merges by a function
 */
export function fromKeras1(caller: string, layer: KerasObject): KerasObject {
  const { class_name: given, config } = layer;
  const refuse = (what: string): never => {
    throw new RangeError(
      `${caller}: layers of Keras 1 must have names in Keras 2, got ${given} ${what} ("${String(config.name)}"). Open and save the model with Keras 2.`,
    );
  };
  if (config.dim_ordering === 'th') refuse('with dim_ordering "th", images of Theano\'s order');
  if (given === 'BatchNormalization' && config.mode !== undefined && config.mode !== 0 && config.mode !== 2)
    refuse(`with mode ${JSON.stringify(config.mode)}`);
  let name = classes.get(given) ?? given;
  if (given === 'Merge') {
    name = merges.get(String(config.mode)) ?? refuse(`with mode ${JSON.stringify(config.mode)}`);
    if (Array.isArray(config.layers) && config.layers.length > 0) refuse('of models');
  }
  // TensorFlow.js passes over words that it does not know.
  const translated: Record<string, unknown> = {};
  for (const [word, value] of Object.entries(config)) {
    // What merged models are, or how, is done with here; words that TensorFlow.js does not know it passes over.
    if (word !== 'mode' && word !== 'layers')
      translated[name === 'Embedding' ? word : (words.get(word) ?? word)] = value;
  }
  const kernel = kernelSize(config);
  if (kernel) translated.kernel_size = kernel;
  return { ...layer, class_name: name, config: translated };
}

function kernelSize({
  nb_row,
  nb_col,
  filter_length,
  kernel_dim1,
  kernel_dim2,
  kernel_dim3,
}: Config): unknown[] | undefined {
  if (nb_row !== undefined) return [nb_row, nb_col];
  if (filter_length !== undefined) return [filter_length];
  if (kernel_dim1 !== undefined) return [kernel_dim1, kernel_dim2, kernel_dim3];
  return undefined;
}
