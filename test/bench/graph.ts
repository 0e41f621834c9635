import type { layers, LayersModel } from '@tensorflow/tfjs-layers';

/** One step of a network in words that every peer understands; sizes are those of this one input shape. */
export interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly string[];
  /** Names of the weights in the order of tfjs, in its own layout. */
  readonly weights: readonly string[];
  readonly strides: readonly [number, number];
  readonly kernel: readonly [number, number];
  /** Top, left, bottom, right; TensorFlow's `same` puts the odd pixel at the bottom right. */
  readonly pads: readonly [number, number, number, number];
  readonly epsilon: number;
  /** What a `scale` multiplies by. */
  readonly factor: number;
  readonly inputShape: readonly number[];
  readonly outputShape: readonly number[];
}

interface LayerConfig {
  readonly strides?: number | readonly number[];
  readonly kernelSize?: number | readonly number[];
  readonly poolSize?: number | readonly number[];
  readonly size?: readonly number[];
  readonly padding?: string | readonly (readonly [number, number])[];
  readonly scale?: number | boolean;
  readonly epsilon?: number;
  readonly activation?: string;
}

const OPS: Readonly<Record<string, string>> = {
  InputLayer: 'input',
  Conv2D: 'conv',
  Conv2DTranspose: 'convTranspose',
  BatchNormalization: 'batchNorm',
  Activation: 'activation',
  ReLU: 'relu',
  MaxPooling2D: 'maxPool',
  AveragePooling2D: 'averagePool',
  ZeroPadding2D: 'pad',
  Rescaling: 'scale',
  UpSampling2D: 'upsample',
  Concatenate: 'concat',
  Add: 'add',
  Dense: 'dense',
};

/** The nodes of a model in running order; an activation inside a layer becomes a node of its own. */
export function graphOf(model: LayersModel): GraphNode[] {
  const renamed = new Map<string, string>();
  return model.layers.flatMap((layer) => {
    const nodes = nodesOf(layer, renamed);
    renamed.set(layer.name, nodes.at(-1)!.name);
    return nodes;
  });
}

function nodesOf(layer: layers.Layer, renamed: ReadonlyMap<string, string>): GraphNode[] {
  const config = layer.getConfig() as LayerConfig;
  const className = layer.getClassName();
  const op = OPS[className];
  if (op === undefined) throw new Error(`graphOf: no translation of a ${className} layer (${layer.name}).`);
  const inputShape = known(layer.inboundNodes[0]!.inputShapes[0]);
  const outputShape = known(layer.outputShape);
  const strides = pair(config.strides ?? config.size ?? 1);
  const kernel = pair(config.kernelSize ?? config.poolSize ?? 1);
  const same = config.padding === 'same' && ['conv', 'maxPool', 'averagePool'].includes(op);
  const own = Array.isArray(config.padding) ? (config.padding as [number, number][]) : undefined;
  const [top, bottom] = own?.[0] ?? (same ? samePads(inputShape[1]!, kernel[0], strides[0]) : [0, 0]);
  const [left, right] = own?.[1] ?? (same ? samePads(inputShape[2]!, kernel[1], strides[1]) : [0, 0]);
  const node: GraphNode = {
    name: layer.name,
    op: op === 'activation' ? config.activation! : op,
    inputs: layer.inboundNodes[0]!.inboundLayers.map((from) => renamed.get(from.name)!),
    weights: layer.weights.map((weight) => weight.originalName),
    strides,
    kernel,
    pads: [top, left, bottom, right],
    epsilon: config.epsilon ?? 0,
    factor: op === 'scale' ? Number(config.scale) : 1,
    inputShape,
    outputShape,
  };
  const activation = op === 'activation' ? 'linear' : (config.activation ?? 'linear');
  if (activation === 'linear') return [node];
  return [
    node,
    {
      ...node,
      name: `${layer.name}/${activation}`,
      op: activation,
      inputs: [layer.name],
      weights: [],
      inputShape: outputShape,
    },
  ];
}

/** Multiply-adds of one image's forward pass, counting only the taps of a convolution that fall inside the image. */
export function multiplyAdds(graph: readonly GraphNode[]): number {
  return graph.reduce((sum, node) => sum + nodeMultiplyAdds(node), 0);
}

function nodeMultiplyAdds({ op, inputShape, outputShape, kernel, strides, pads }: GraphNode): number {
  const channels = inputShape.at(-1)! * outputShape.at(-1)!;
  if (op === 'dense') return channels;
  if (op === 'convTranspose') return inputShape[1]! * inputShape[2]! * kernel[0] * kernel[1] * channels;
  if (op !== 'conv') return 0;
  const taps = (axis: 0 | 1): number => {
    let inside = 0;
    for (let at = 0; at < outputShape[axis + 1]!; at++) {
      for (let k = 0; k < kernel[axis]; k++) {
        const from = at * strides[axis] + k - pads[axis];
        if (from >= 0 && from < inputShape[axis + 1]!) inside++;
      }
    }
    return inside;
  };
  return taps(0) * taps(1) * channels;
}

function samePads(size: number, kernel: number, stride: number): [number, number] {
  const total = Math.max((Math.ceil(size / stride) - 1) * stride + kernel - size, 0);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

function pair(size: number | readonly number[]): [number, number] {
  return typeof size === 'number' ? [size, size] : [size[0]!, size[1]!];
}

/** The batch is one: nothing in a graph depends on it. */
function known(shape: unknown): number[] {
  const flat = (Array.isArray((shape as unknown[])[0]) ? (shape as unknown[][])[0] : shape) as (
    number | null
  )[];
  return flat.map((size) => size ?? 1);
}
