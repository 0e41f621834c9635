import { check } from '../core/check';
import { writeWeights, type LoadedWeights, type WeightValues } from '../core/loaded-weights';
import type { KerasFile } from './keras-file';
import type { KerasLayer } from './keras-layer';
import { leaves, partOf, type ModelLayer } from './model-layers';
import { pairLayer, type Pairing } from './pair-weights';
import { parseWeightName } from './weight-names';

/** A layer of a file and the layer of a model that it belongs to, if there is one. */
export interface Match {
  readonly stored: KerasLayer;
  readonly layer: ModelLayer | undefined;
}

/**
 * Finds the layers of a file in a model by their names, at any depth: `encoder/conv1`, or `conv1` alone where only one
 * layer is called so. A layer of the file that is a model itself is taken apart where the model has no such layer.
 */
export function matchByName(
  file: KerasFile,
  all: readonly ModelLayer[],
  rename: (name: string) => string | undefined,
): Match[] {
  const find = finder(all);
  const names = file.layers.map(({ name }) => name);
  // Keras 3 wrote no names at first: then it is the place that counts, as in Keras.
  const anonymous = file.layers.length > 0 && file.layers.every(({ name, place }) => name === place);
  const places = new Map([...all, ...leaves(all)].map((layer) => [layer.place, layer]));
  return file.layers.flatMap((stored): Match[] => {
    if (anonymous) {
      const name = rename(stored.name);
      return [{ stored, layer: name === undefined ? undefined : (places.get(name) ?? find(name)) }];
    }
    const found = findRenamed(find, stored.name, rename);
    if (found || stored.place !== undefined) return [{ stored, layer: found }];
    const inside = takenApart(stored).filter(({ name }) => !names.includes(name));
    const matches = inside.map((part) => ({ stored: part, layer: findRenamed(find, part.name, rename) }));
    return matches.some(({ layer }) => layer) ? matches : [{ stored, layer: undefined }];
  });
}

type Find = (name: string) => ModelLayer | undefined;

/** A function of the user's own gets the name within its model, and may give another or none. */
function findRenamed(
  find: Find,
  name: string,
  rename: (name: string) => string | undefined,
): ModelLayer | undefined {
  const path = name.split('/');
  const renamed = rename(path.at(-1)!);
  if (renamed === undefined) return undefined;
  return find([...path.slice(0, -1), renamed].join('/')) ?? find(renamed);
}

function finder(all: readonly ModelLayer[]): Find {
  const ends = leaves(all);
  const byName = new Map([...ends, ...all].map((layer) => [layer.name, layer]));
  const short = new Map<string, ModelLayer | undefined>();
  for (const layer of ends) {
    const name = layer.name.split('/').at(-1)!;
    short.set(name, short.has(name) ? undefined : layer);
  }
  return (name) => byName.get(name) ?? short.get(name);
}

/** A model that is stored as one layer, by the layers that its tensors are named after. */
function takenApart({ weights }: KerasLayer): KerasLayer[] {
  const parts = new Map<string, KerasLayer['weights'][number][]>();
  for (const tensor of weights) {
    const name = parseWeightName(tensor.name).layer ?? tensor.name;
    parts.set(name, [...(parts.get(name) ?? []), tensor]);
  }
  return [...parts].map(([name, own]) => ({ name, place: undefined, weights: own }));
}

/**
 * Layers with weights one after another, whatever they are called. Files of Keras 3 keep the order within a kind of
 * layer only.
 *
 * @throws RangeError when their numbers differ
 */
export function matchByOrder(caller: string, file: KerasFile, all: readonly ModelLayer[]): Match[] {
  const weighted = all.filter(({ weights }) => weights.length > 0);
  if (file.layers.some(({ place }) => place !== undefined)) {
    const places = new Map(leaves(weighted).map((layer) => [layer.place, layer]));
    const matches = file.layers.map((stored) => ({ stored, layer: places.get(stored.place!) }));
    const wrong = matches.find(({ layer }) => layer === undefined);
    checkCount(
      caller,
      leaves(weighted).length,
      file.layers.length,
      wrong && `${wrong.stored.place} is not in the model`,
    );
    return matches;
  }
  const longer = weighted.length > file.layers.length ? weighted : file.layers;
  const differs = longer.findIndex((_, i) => weighted[i]?.name !== file.layers[i]?.name);
  checkCount(
    caller,
    weighted.length,
    file.layers.length,
    weighted.length === file.layers.length
      ? undefined
      : `number ${differs + 1} is ${weighted[differs]?.name ?? 'none'} and in the file ${file.layers[differs]?.name ?? 'none'}`,
  );
  return file.layers.map((stored, i) => ({ stored, layer: weighted[i] }));
}

function checkCount(caller: string, model: number, file: number, first: string | undefined): void {
  check(
    first === undefined && model === file,
    `${caller}: the model must have as many layers with weights as the file, got ${model} and in the file ${file}` +
      `${first ? `: ${first}` : ''}. Load by name what they share.`,
  );
}

/** Writes what matches into the weights of a model: all of it, or, on an error, nothing. */
export function loadMatches(
  caller: string,
  file: KerasFile,
  all: readonly ModelLayer[],
  matches: readonly Match[],
): LoadedWeights {
  const pairing: Pairing = { caller, backend: file.backend };
  const values: WeightValues[] = [];
  const leftOver: string[] = [];
  const taken = new Map<ModelLayer, string>();
  for (const { stored, layer } of matches) {
    if (!layer) {
      leftOver.push(...stored.weights.map((tensor) => nameOf(stored, tensor.name)));
      continue;
    }
    const before = taken.get(layer);
    check(
      before === undefined,
      `${caller}: each layer of the model must be in the file once, got ${before} and ${stored.name} for ${layer.name}. Rename one of them.`,
    );
    taken.set(layer, stored.name);
    values.push(...pairLayer(pairing, layer, stored.weights));
  }
  const given = new Set(values.map(({ weight }) => weight));
  const named = leaves(all).flatMap(({ name, weights }) =>
    weights.map((weight) => ({ weight, name: `${name}/${partOf(weight)}` })),
  );
  writeWeights(values);
  return {
    matched: named.filter(({ weight }) => given.has(weight)).map(({ name }) => name),
    missing: named.filter(({ weight }) => !given.has(weight)).map(({ name }) => name),
    leftOver,
  };
}

/** `conv1/kernel`, whatever the version calls it. */
function nameOf({ name, place }: KerasLayer, tensor: string): string {
  if (place !== undefined) return `${name}/${tensor}`;
  const { layer, part } = parseWeightName(tensor);
  return layer === undefined || layer === name ? `${name}/${part}` : `${name}/${layer}/${part}`;
}
