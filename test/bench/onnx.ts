import type { GraphNode } from './graph';
import type { WeightTable } from './job';

/**
 * Encodes a graph as an ONNX model (operator set 13), so that ONNX Runtime can be measured without any converter.
 * Field numbers are those of onnx.proto.
 */
export function onnxModel(graph: readonly GraphNode[], weights: WeightTable): Uint8Array {
  const initializers: Uint8Array[] = [];
  const tensor = (name: string, shape: readonly number[], values: Float32Array): string => {
    initializers.push(message([ints(1, shape), int(2, 1), text(8, name), bytes(9, rawFloats(values))]));
    return name;
  };
  const nodes: Uint8Array[] = [];
  for (const node of graph) {
    if (node.op === 'input') continue;
    const inputs = [...node.inputs];
    const weight = (at: number): { name: string; shape: number[]; values: Float32Array } => {
      const name = node.weights[at]!;
      return { name, ...weights.get(name)! };
    };
    if (node.op === 'conv' || node.op === 'convTranspose') {
      const kernel = weight(0);
      const [height, width, b, a] = kernel.shape as [number, number, number, number];
      inputs.push(
        tensor(kernel.name, [a, b, height, width], spatialLast(kernel.values, [height, width, b, a])),
      );
      if (node.weights.length > 1) inputs.push(tensor(weight(1).name, weight(1).shape, weight(1).values));
    } else if (node.op === 'upsample') {
      inputs.push('', tensor(`${node.name}_scales`, [4], new Float32Array([1, 1, ...node.strides])));
    } else {
      node.weights.forEach((_, at) =>
        inputs.push(tensor(weight(at).name, weight(at).shape, weight(at).values)),
      );
    }
    nodes.push(encodeNode(node, inputs));
  }
  const last = graph.at(-1)!;
  const body = message([
    ...nodes.map((node) => bytes(1, node)),
    text(2, 'hilum'),
    ...initializers.map((item) => bytes(5, item)),
    bytes(11, valueInfo(graph[0]!.name, graph[0]!.outputShape)),
    bytes(12, valueInfo(last.name, last.outputShape)),
  ]);
  return message([int(1, 8), bytes(7, body), bytes(8, message([text(1, ''), int(2, 13)]))]);
}

const ONNX_OPS: Readonly<Record<string, string>> = {
  conv: 'Conv',
  convTranspose: 'ConvTranspose',
  batchNorm: 'BatchNormalization',
  relu: 'Relu',
  sigmoid: 'Sigmoid',
  softmax: 'Softmax',
  maxPool: 'MaxPool',
  upsample: 'Resize',
  concat: 'Concat',
  add: 'Add',
};

function encodeNode(node: GraphNode, inputs: readonly string[]): Uint8Array {
  const op = ONNX_OPS[node.op];
  if (op === undefined) throw new Error(`onnxModel: no operator for ${node.op} (${node.name}).`);
  const attributes: Uint8Array[] = [];
  if (node.op === 'conv' || node.op === 'convTranspose' || node.op === 'maxPool') {
    attributes.push(intsAttribute('strides', node.strides), intsAttribute('kernel_shape', node.kernel));
    attributes.push(intsAttribute('pads', node.pads));
  }
  if (node.op === 'batchNorm') attributes.push(floatAttribute('epsilon', node.epsilon));
  if (node.op === 'concat') attributes.push(intAttribute('axis', 1));
  if (node.op === 'upsample') {
    attributes.push(textAttribute('mode', 'nearest'), textAttribute('nearest_mode', 'floor'));
    attributes.push(textAttribute('coordinate_transformation_mode', 'asymmetric'));
  }
  return message([
    ...inputs.map((name) => text(1, name)),
    text(2, node.name),
    text(3, node.name),
    text(4, op),
    ...attributes.map((attribute) => bytes(5, attribute)),
  ]);
}

/**
 * [height, width, b, a] becomes [a, b, height, width]: tfjs holds a kernel as in, out and a transposed one as
 * out, in; ONNX and PyTorch the other way round in both cases.
 */
function spatialLast(
  values: Float32Array,
  [height, width, b, a]: readonly [number, number, number, number],
): Float32Array {
  const moved = new Float32Array(values.length);
  let at = 0;
  for (let i = 0; i < a; i++)
    for (let j = 0; j < b; j++)
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) moved[at++] = values[((y * width + x) * b + j) * a + i]!;
  return moved;
}

function valueInfo(name: string, [batch, height, width, channels]: readonly number[]): Uint8Array {
  const dims = [batch!, channels!, height!, width!].map((size) => bytes(1, message([int(1, size)])));
  const tensorType = message([int(1, 1), bytes(2, message(dims))]);
  return message([text(1, name), bytes(2, message([bytes(1, tensorType)]))]);
}

const floatAttribute = (name: string, value: number): Uint8Array =>
  message([text(1, name), field(2, 5, rawFloats(new Float32Array([value]))), int(20, 1)]);
const intAttribute = (name: string, value: number): Uint8Array =>
  message([text(1, name), int(3, value), int(20, 2)]);
const textAttribute = (name: string, value: string): Uint8Array =>
  message([text(1, name), text(4, value), int(20, 3)]);
const intsAttribute = (name: string, values: readonly number[]): Uint8Array =>
  message([text(1, name), ints(8, values), int(20, 7)]);

/* The wire format of protocol buffers: a key of field number and wire type, then the value. */

function message(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}

function field(number: number, wireType: number, content: Uint8Array): Uint8Array {
  return message([varint(number * 8 + wireType), content]);
}

const int = (number: number, value: number): Uint8Array => field(number, 0, varint(value));
const bytes = (number: number, content: Uint8Array): Uint8Array =>
  field(number, 2, message([varint(content.length), content]));
const text = (number: number, value: string): Uint8Array => bytes(number, new TextEncoder().encode(value));
const ints = (number: number, values: readonly number[]): Uint8Array =>
  message(values.map((value) => int(number, value)));

function varint(value: number): Uint8Array {
  const groups: number[] = [];
  for (; value > 127; value = Math.floor(value / 128)) groups.push((value % 128) + 128);
  return Uint8Array.from([...groups, value]);
}

function rawFloats(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
