import { check } from '../core/check';
import { overLastAxis } from './last-axis';
import type { KerasObject } from './layer-configs';
import {
  kerasObject,
  shown,
  translateLayer,
  type TranslatedLayer,
  type Translation,
} from './translate-layer';

/** A tensor in a graph of layers: the layer, the number of its use, and of the tensor among its outputs. */
type Reference = [layer: string, use: number, output: number, words?: object];

/**
 * A model of Keras as `tf.loadLayersModel` reads it: a Functional model or a Sequential one, with models inside.
 *
 * @throws RangeError when a layer cannot be translated, or the model is of another kind
 */
export function translateModel(translation: Translation, config: unknown): TranslatedLayer {
  const model = kerasObject(translation, config);
  check(
    isModel(model),
    `${translation.caller}: the model must be Functional or Sequential, got ${model.class_name}, whose layers are defined in Python code. ` +
      'Build it anew and load the weights into it (loadKerasWeights).',
  );
  return translated(translation, model, '');
}

function isModel({ class_name: name, config, registered_name: registered }: KerasObject): boolean {
  return (
    ['Functional', 'Model', 'Sequential'].includes(name) &&
    registered?.includes('>') !== true &&
    (name === 'Sequential' || Array.isArray(config.layers))
  );
}

/** @param within the names of the models around it, each with a slash */
function translated(translation: Translation, layer: KerasObject, within: string): TranslatedLayer {
  if (!isModel(layer)) return translateLayer(translation, layer);
  return layer.class_name === 'Sequential'
    ? sequential(translation, layer, within)
    : functional(translation, layer, within);
}

/** A layer, or the layers that take its place one after another. */
function chainOf(translation: Translation, layer: KerasObject, within: string): TranslatedLayer[] {
  const name = String(layer.config.name);
  return overLastAxis(
    translated(translation, layer, `${within}${name}/`),
    translation.ranks?.get(`${within}${name}`),
  );
}

function sequential(translation: Translation, { config }: KerasObject, within: string): TranslatedLayer {
  // Keras had a plain list of layers until 2.2.3.
  const list = Array.isArray(config) ? (config as unknown[]) : config.layers;
  check(
    Array.isArray(list) && list.length > 0,
    `${translation.caller}: a Sequential model must have layers, got none ("${String(config.name)}"). Build it before it is saved.`,
  );
  const layers = list.flatMap((layer) => chainOf(translation, kerasObject(translation, layer), within));
  const first = layers[0]!;
  // A model in the first place brings its input itself.
  if (first.config.batch_input_shape === undefined && first.config.layers === undefined) {
    const shape = config.build_input_shape;
    check(
      Array.isArray(shape),
      `${translation.caller}: a Sequential model must know its input, got "${String(config.name)}" without. Build it before it is saved.`,
    );
    layers[0] = { ...first, config: { ...first.config, batch_input_shape: shape } };
  }
  const name = typeof config.name === 'string' ? { name: config.name } : {};
  return { class_name: 'Sequential', config: { ...name, layers } };
}

function functional(translation: Translation, { config }: KerasObject, within: string): TranslatedLayer {
  const lasts = new Map<string, string>();
  const layers = (config.layers as unknown[]).flatMap((value) => {
    const layer = kerasObject(translation, value);
    // A list of layers, as Sequential had, has no name of its own.
    const { name = layer.config.name, inbound_nodes: nodes = [] } = value as Record<string, unknown>;
    const named = {
      ...layer,
      config: Array.isArray(layer.config) ? layer.config : { ...layer.config, name },
    };
    let inbound = (nodes as unknown[]).map((node) => inputsOf(translation, String(name), node));
    const chain = chainOf(translation, named, within).map(({ class_name, config: own }, _, all) => {
      const called = all.length === 1 ? String(name) : String(own.name);
      const taken = inbound;
      inbound = inbound.map((_, use) => [[called, use, 0, {}]]);
      return { name: called, class_name, config: { ...own, name: called }, inbound_nodes: taken };
    });
    if (chain.length > 1) lasts.set(String(name), chain.at(-1)!.name);
    return chain;
  });
  const [inputs, outputs] = [references(config.input_layers), references(config.output_layers)];
  countFromModels(
    layers.filter(({ config: own }) => 'layers' in own).map(({ name }) => name),
    [...outputs, ...layers.flatMap(({ inbound_nodes: nodes }) => nodes.flat())],
  );
  const inChain = new Set([...lasts.values()]);
  for (const reference of [
    ...outputs,
    ...layers.filter(({ name }) => !inChain.has(name)).flatMap(({ inbound_nodes: nodes }) => nodes.flat()),
  ])
    reference[0] = lasts.get(reference[0]) ?? reference[0];
  return {
    class_name: 'Model',
    config: { name: config.name, layers, input_layers: inputs, output_layers: outputs },
  };
}

/** A model was used once when it was made; Keras 3 does not count that use, TensorFlow.js and Keras before 3 do. */
function countFromModels(models: readonly unknown[], uses: readonly Reference[]): void {
  for (const name of models) {
    const own = uses.filter(([layer]) => layer === name);
    if (own.some(([, use]) => use === 0)) for (const reference of own) reference[1]++;
  }
}

/** The tensors that one use of a layer takes. */
function inputsOf({ caller }: Translation, name: string, node: unknown): Reference[] {
  const ofKeras3 = !Array.isArray(node);
  const taken = ofKeras3 ? references((node as { args?: unknown }).args) : references(node);
  const words = ofKeras3
    ? [(node as { kwargs?: unknown }).kwargs]
    : (node as unknown[]).map((input) => (Array.isArray(input) ? (input as unknown[])[3] : undefined));
  for (const [word, value] of words.flatMap((given) => Object.entries(given ?? {})))
    check(
      value === null || value === false,
      `${caller}: layers must be used as in prediction, got ${name} with ${word} ${shown(value)}. ` +
        'Build the model anew and load the weights into it (loadKerasWeights).',
    );
  return taken.map(([layer, use, output]) => [layer, use, output, {}]);
}

/** All tensors in what Keras nests in lists and objects. */
function references(value: unknown): Reference[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) {
    const [layer, use, output] = value as unknown[];
    if (typeof layer === 'string' && typeof use === 'number' && typeof output === 'number')
      return [[layer, use, output]];
    return value.flatMap(references);
  }
  const { class_name: name, config } = value as {
    class_name?: unknown;
    config?: { keras_history?: unknown };
  };
  if (name === '__keras_tensor__') return references(config?.keras_history);
  return Object.values(value).flatMap(references);
}
