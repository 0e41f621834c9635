import { serialization } from '@tensorflow/tfjs-core';
import type { LayersModel, layers } from '@tensorflow/tfjs-layers';

type Layer = layers.Layer;
type Config = serialization.ConfigDict;

/** A model as it will be, and where the weights of its layers come from. */
export interface FoldPlan {
  readonly config: Config;
  readonly layers: readonly PlannedLayer[];
}

/** One layer of the model to be. */
export interface PlannedLayer {
  readonly name: string;
  /** The layer of the source model. */
  readonly layer: Layer;
  /** Those after it that become part of it, in their order. */
  readonly absorbed: readonly Layer[];
  /** Of a layer that is a model. */
  readonly inside: FoldPlan | undefined;
}

/** A tensor in a graph of layers: the layer, the number of its use, and of the tensor among its outputs. */
type Reference = [layer: string, use: number, output: number, words?: object | null];

/** A layer as a model's configuration has it; in a Sequential without name and nodes. */
interface Entry {
  name: string;
  className: string;
  config: Config;
  inboundNodes: Reference[][];
}

/** Layers that compute activation(kernel · input + bias): a factor and an offset of each channel fit into both. */
const weighted = ['Conv1D', 'Conv2D', 'Conv3D', 'Conv2DTranspose', 'DepthwiseConv2D', 'Dense'];

/** The first layer that cannot be made anew from its configuration: TensorFlow.js does not know its class. */
export function unknownLayer({ layers: all }: Pick<LayersModel, 'layers'>): Layer | undefined {
  const { classNameMap } = serialization.SerializationMap.getMap();
  for (const layer of all) {
    // A class of the same name is not the same class.
    if (classNameMap[layer.getClassName()]?.[0] !== layer.constructor) return layer;
    const inside = isModel(layer) ? unknownLayer(layer) : undefined;
    if (inside) return inside;
  }
  return undefined;
}

/** The model without what can be folded, in it and in models inside it. */
export function foldPlan(model: LayersModel): FoldPlan {
  const config = model.getConfig();
  const inRow = model.getClassName() === 'Sequential';
  const entries = inRow
    ? chained(config['layers'] as object as Entry[])
    : (config['layers'] as object as Entry[]);
  const outputs = inRow ? [to(entries.at(-1)!.name)] : (config['outputLayers'] as object as Reference[]);
  const layerOf = new Map(model.layers.map((layer) => [layer.name, layer]));
  const consumers = consumersOf(entries, outputs);
  // What becomes part of another layer, or is renamed: all uses of it are the first.
  const renamed = new Map<string, string>();
  const absorbed = new Set<string>();
  const kept = entries.flatMap((entry): [Entry, PlannedLayer][] => {
    if (absorbed.has(entry.name)) return [];
    const layer = layerOf.get(entry.name)!;
    const inside = isModel(layer) ? foldPlan(layer as object as LayersModel) : undefined;
    const chain = chainAfter(entry, layer, consumers);
    for (const { name } of chain) absorbed.add(name);
    const last = chain.at(-1)?.name ?? entry.name;
    const name = outputs.some(([output]) => output === last) ? last : entry.name;
    for (const { name: old } of [entry, ...chain]) if (old !== name) renamed.set(old, name);
    const own = inside?.config ?? (chain.length > 0 ? foldedConfig(entry, chain) : entry.config);
    return [
      [
        { ...entry, name, config: { ...own, name } },
        { name, layer, inside, absorbed: chain.filter(isAffine).map((next) => layerOf.get(next.name)!) },
      ],
    ];
  });
  for (const reference of [...outputs, ...kept.flatMap(([{ inboundNodes }]) => inboundNodes.flat())])
    reference[0] = renamed.get(reference[0]) ?? reference[0];
  const layers = kept.map(([{ className, config: own, ...graph }]) => ({
    className,
    config: own,
    ...(!inRow && graph),
  }));
  return {
    config: { ...config, layers: layers as object as Config[] },
    layers: kept.map(([, planned]) => planned),
  };
}

function isModel(layer: Layer): layer is Layer & Pick<LayersModel, 'layers'> {
  return 'layers' in layer;
}

/** The layers of a Sequential as those of a graph. */
function chained(entries: readonly Entry[]): Entry[] {
  return entries.map(({ className, config }, i) => ({
    name: config['name'] as string,
    className,
    config,
    inboundNodes: i === 0 ? [] : [[to(entries[i - 1]!.config['name'] as string)]],
  }));
}

function to(name: string): Reference {
  return [name, 0, 0, {}];
}

/** What takes the outputs of each layer, once for each time; undefined where it is an output of the model. */
function consumersOf(
  entries: readonly Entry[],
  outputs: readonly Reference[],
): Map<string, (Entry | undefined)[]> {
  const consumers = new Map<string, (Entry | undefined)[]>(entries.map(({ name }) => [name, []]));
  for (const [name] of outputs) consumers.get(name)!.push(undefined);
  for (const entry of entries)
    for (const [name] of entry.inboundNodes.flat()) consumers.get(name)!.push(entry);
  return consumers;
}

/** The layers after one that can become part of it. */
function chainAfter(
  entry: Entry,
  layer: Layer,
  consumers: ReadonlyMap<string, readonly (Entry | undefined)[]>,
): Entry[] {
  const { className, config, inboundNodes } = entry;
  if (!weighted.includes(className) || config['dataFormat'] === 'channelsFirst' || inboundNodes.length > 1)
    return [];
  const ranks = layer.inboundNodes.map(({ outputShapes }) => (outputShapes[0] as unknown[]).length);
  const chain: Entry[] = [];
  let activation = config['activation'];
  for (let name = entry.name; activation === 'linear'; name = chain.at(-1)!.name) {
    const [next, more] = consumers.get(name)!;
    // Words such as {training: true} with which it was called.
    const words = next?.inboundNodes.flat()[0]?.[3];
    const alone = next?.inboundNodes.length === 1 && Object.keys(words ?? {}).length === 0;
    if (consumers.get(name)!.length !== 1 || more || !next || !alone) break;
    activation = activationOf(next);
    if (activation === undefined && !(isAffine(next) && ranks.every((rank) => isOfChannels(next, rank))))
      break;
    activation ??= 'linear';
    chain.push(next);
  }
  return chain;
}

/** The name of the activation that a layer is; undefined where it is another layer. */
function activationOf({ className, config }: Entry): Config[string] | undefined {
  if (className === 'Activation') return config['activation'];
  if (className !== 'ReLU') return undefined;
  const { maxValue } = config as { maxValue?: number | null };
  if (maxValue === undefined || maxValue === null) return 'relu';
  return maxValue === 6 ? 'relu6' : undefined;
}

/** Whether a layer multiplies each channel by a factor and adds an offset. */
function isAffine({ className }: Entry): boolean {
  return className === 'BatchNormalization' || className === 'Rescaling';
}

function isOfChannels({ className, config }: Entry, rank: number): boolean {
  return className !== 'BatchNormalization' || config['axis'] === -1 || config['axis'] === rank - 1;
}

/** That of a layer with what comes after it inside. How a kernel began and what held it in training is over. */
function foldedConfig({ config }: Entry, chain: readonly Entry[]): Config {
  const own = Object.entries(config).filter(([key]) => !/(Constraint|Regularizer|Initializer)$/.test(key));
  const zeros = { className: 'Zeros', config: {} };
  return {
    ...Object.fromEntries(own),
    kernelInitializer: zeros,
    depthwiseInitializer: zeros,
    activation: chain.map(activationOf).at(-1) ?? 'linear',
    useBias: config['useBias'] === true || chain.some(isAffine),
  };
}
