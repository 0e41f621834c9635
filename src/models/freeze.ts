import type { LayersModel, layers } from '@tensorflow/tfjs-layers';
import { check } from '../core/check';

type Layer = layers.Layer;

/** Which layers: a pattern that their name has, or a function that says yes to a layer. */
export type LayerPattern = RegExp | ((layer: layers.Layer) => boolean);

/**
 * Stops the weights of some layers from training. A frozen batch normalisation keeps its running statistics and uses
 * them in training too, as in Keras: plain TensorFlow.js would go on changing them.
 *
 * Freeze before `compile` or {@link train}. A model that was saved and loaded remembers what does not train, but its
 * batch normalisations have to be frozen again.
 *
 * @param model its layers are changed in place, those of models inside it too
 * @param pattern by name or by a function; default all
 * @returns the names of the layers that are frozen now, of those that have weights
 * @throws RangeError when the pattern meets no layer with weights
 * @example
 * ```ts
 * import { freeze, unfreeze, vgg16 } from 'hilum';
 *
 * const backbone = vgg16({ inputShape: [32, 32, 3], kernelInitializer: 'zeros' });
 * freeze(backbone);
 * unfreeze(backbone, /^block5_/); // fine-tune the last block
 * console.log(backbone.trainableWeights.length); // 6
 * backbone.dispose();
 * ```
 */
export function freeze(model: LayersModel, pattern?: LayerPattern): string[] {
  return setTrainable('freeze', model, pattern, false);
}

/**
 * Lets the weights of some layers train again: undoes {@link freeze}.
 *
 * @param model its layers are changed in place, those of models inside it too
 * @param pattern by name or by a function; default all
 * @returns the names of the layers that train now, of those that have weights
 * @throws RangeError when the pattern meets no layer with weights
 * @example
 * ```ts
 * import { freeze, unet, unfreeze } from 'hilum';
 *
 * const model = unet({ inputShape: [16, 16, 1], filters: [2, 4] });
 * freeze(model, /_encoder\d/);
 * unfreeze(model, (layer) => layer.name.endsWith('conv2'));
 * model.dispose();
 * ```
 */
export function unfreeze(model: LayersModel, pattern?: LayerPattern): string[] {
  return setTrainable('unfreeze', model, pattern, true);
}

function setTrainable(
  caller: string,
  model: LayersModel,
  pattern: LayerPattern = () => true,
  trainable: boolean,
): string[] {
  // Unlike test, search begins at the start of every name, also with the flag g.
  const meets = (layer: Layer): boolean =>
    pattern instanceof RegExp ? layer.name.search(pattern) >= 0 : pattern(layer);
  const met = layersOf(model.layers).filter((layer) => layer.weights.length > 0 && meets(layer));
  check(
    met.length > 0,
    `${caller}: pattern must meet a layer that has weights, got ${String(pattern)}. model.layers has the names.`,
  );
  for (const layer of met) {
    layer.trainable = trainable;
    if (layer.getClassName() === 'BatchNormalization') keepStatisticsWhenFrozen(layer);
  }
  return met.map(({ name }) => name);
}

/** All layers, those of models inside instead of these. */
function layersOf(all: readonly Layer[]): Layer[] {
  return all.flatMap((layer) => ('layers' in layer ? layersOf(layer.layers as Layer[]) : [layer]));
}

function keepStatisticsWhenFrozen(layer: Layer): void {
  if (Object.hasOwn(layer, 'call')) return;
  const call = layer.call.bind(layer);
  layer.call = (inputs, { training, ...kwargs }) =>
    call(inputs, { ...kwargs, training: training === true && layer.trainable });
}
