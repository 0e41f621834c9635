import type { LayersModel } from '@tensorflow/tfjs-layers';
import { check } from '../core/check';
import type { LoadedWeights } from '../core/loaded-weights';
import { readKeras, type KerasFile } from './keras-file';
import { loadMatches, matchByName, matchByOrder } from './match-layers';
import { modelLayers } from './model-layers';

/** What {@link loadKerasWeights} takes beside the model and the file. */
export interface LoadKerasWeightsArgs {
  /** The name in the model of a layer of the file, or undefined to leave it out. Default: the same name. */
  rename?: ((name: string) => string | undefined) | undefined;
}

/**
 * Loads weights of a Keras file into a model, layer by layer of the same name: {@link readKerasFile} tells what files.
 * All or nothing: on an error no weight has changed. Layers in models inside, on either side, are found too.
 *
 * What the file lacks or the model has no place for is reported, not an error; look at `missing` before you trust
 * predictions. Weights of Keras 1 and of Theano are converted.
 *
 * @param bytes the file, or what `readKerasFile` gave
 * @throws (rejects) as {@link readKerasFile} does; RangeError when a weight is of another shape than in the file, or no
 * name is in both
 * @example
 * ```ts no-run: needs a file
 * import { readFile } from 'node:fs/promises';
 * import { vgg16 } from 'hilum';
 * import { loadKerasWeights } from 'hilum/keras';
 *
 * const backbone = vgg16({ kernelInitializer: 'zeros' });
 * const file = await readFile('vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5');
 * const { missing, leftOver } = await loadKerasWeights(backbone, file);
 * console.log(missing, leftOver); // [] []
 * ```
 */
export async function loadKerasWeights(
  model: LayersModel,
  bytes: Uint8Array | KerasFile,
  { rename = (name) => name }: LoadKerasWeightsArgs = {},
): Promise<LoadedWeights> {
  const caller = 'loadKerasWeights';
  const file = await fileOf(caller, bytes);
  const all = modelLayers(model);
  const matches = matchByName(file, all, rename);
  check(
    matches.some(({ layer }) => layer),
    `${caller}: a layer of the file must be in the model, got ${some(file.layers)} in the file and ${some(all)} in the model. ` +
      'Rename them, or load by order (loadKerasWeightsByOrder).',
  );
  return loadMatches(caller, file, all, matches);
}

/**
 * Loads weights of a Keras file into a model, the first layer with weights into the first, and so on, whatever their
 * names: for models that Keras numbered through, such as InceptionResNetV2 with its `conv2d_1` to `conv2d_203`. All or
 * nothing, as {@link loadKerasWeights}.
 *
 * @param bytes the file, or what `readKerasFile` gave
 * @throws (rejects) as {@link readKerasFile} does; RangeError when the layers are not of one number or a weight is of
 * another shape than in the file
 * @example
 * ```ts no-run: needs a file
 * import { readFile } from 'node:fs/promises';
 * import { inceptionResnetV2 } from 'hilum';
 * import { loadKerasWeightsByOrder } from 'hilum/keras';
 *
 * const backbone = inceptionResnetV2({ kernelInitializer: 'zeros' });
 * const file = await readFile('inception_resnet_v2_weights_tf_dim_ordering_tf_kernels_notop.h5');
 * await loadKerasWeightsByOrder(backbone, file);
 * ```
 */
export async function loadKerasWeightsByOrder(
  model: LayersModel,
  bytes: Uint8Array | KerasFile,
): Promise<LoadedWeights> {
  const caller = 'loadKerasWeightsByOrder';
  const file = await fileOf(caller, bytes);
  const all = modelLayers(model);
  return loadMatches(caller, file, all, matchByOrder(caller, file, all));
}

async function fileOf(caller: string, bytes: Uint8Array | KerasFile): Promise<KerasFile> {
  return typeof bytes === 'object' && 'layers' in bytes ? bytes : readKeras(caller, bytes);
}

function some(layers: readonly { readonly name: string }[]): string {
  return layers.length === 0
    ? 'none'
    : `${layers
        .slice(0, 3)
        .map(({ name }) => name)
        .join(', ')}${layers.length > 3 ? ', …' : ''}`;
}
