import { io } from '@tensorflow/tfjs-core';
import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';
import { check } from '../core/check';
import { readKeras } from './keras-file';
import { loadMatches, matchByName } from './match-layers';
import { ranksOfOtherAxes } from './last-axis';
import { modelLayers } from './model-layers';
import { translateModel } from './translate-model';

/**
 * The model in a Keras file, with its weights: of `model.save` by Keras 1, 2 and 3, as HDF5 or as a `.keras` archive. It
 * predicts what it predicts in Keras, or there is an error that names the layer at fault. Nothing in the file is run:
 * a Lambda layer, which holds Python code, and layers of your own are refused.
 *
 * The result is a plain `tf.LayersModel` of built-in layers, not compiled. Mixed precision and halves become floats.
 * Initializers and activity regularizers are not kept. SpatialDropout2D becomes a Dropout of whole channels.
 *
 * @throws (rejects) as {@link readKerasFile} does; RangeError when the file holds weights alone, a layer is not to be
 * had in TensorFlow.js, or weights are missing
 * @example
 * ```ts no-run: needs a file
 * import { readFile } from 'node:fs/promises';
 * import { loadKerasModel } from 'hilum/keras';
 *
 * const model = await loadKerasModel(await readFile('model.keras'));
 * model.summary();
 * ```
 */
export async function loadKerasModel(bytes: Uint8Array): Promise<LayersModel> {
  const caller = 'loadKerasModel';
  const file = await readKeras(caller, bytes);
  check(
    file.config !== undefined,
    `${caller}: the file must hold a model, got weights alone. Build the model and load the weights into it (loadKerasWeights).`,
  );
  const translation = { caller, version: file.version };
  let model = await build(caller, translateModel(translation, file.config));
  // Only a model that is built knows its shapes.
  const ranks = ranksOfOtherAxes(model);
  if (ranks.size > 0) {
    model.dispose();
    model = await build(caller, translateModel({ ...translation, ranks }, file.config));
  }
  try {
    const all = modelLayers(model);
    const { missing } = loadMatches(
      caller,
      file,
      all,
      matchByName(file, all, (name) => name),
    );
    check(
      missing.length === 0,
      `${caller}: every weight of the model must be in the file, got none for ${missing.slice(0, 3).join(', ')}. The file is damaged, or was saved without weights.`,
    );
    return model;
  } catch (error) {
    model.dispose();
    throw error;
  }
}

async function build(caller: string, modelTopology: object): Promise<LayersModel> {
  try {
    return await loadLayersModel(io.fromMemory({ modelTopology }));
  } catch (cause) {
    throw new RangeError(
      `${caller}: TensorFlow.js must be able to build the model, got "${cause instanceof Error ? cause.message : String(cause)}". ` +
        'Build it with layers that are there and load the weights into it (loadKerasWeights).',
      { cause },
    );
  }
}
