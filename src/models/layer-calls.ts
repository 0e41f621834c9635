import type { LayersModel, layers, SymbolicTensor } from '@tensorflow/tfjs-layers';

/** One use of a layer in a model, at known sizes. */
export interface LayerCall {
  readonly layer: layers.Layer;
  /** The calls whose outputs it takes. */
  readonly from: readonly LayerCall[];
  readonly inputShapes: readonly (readonly number[])[];
  /** Of several outputs the first. */
  readonly outputShape: readonly number[];
}

/**
 * The layers of a model in the order in which TensorFlow.js runs them (depth first, from the outputs back), with the
 * shapes that they take and give when the model gets inputs of `shapes`, batch included. Nothing is computed.
 */
export function layerCalls(model: LayersModel, shapes: readonly (readonly number[])[]): LayerCall[] {
  const shapeOf = new Map<SymbolicTensor, readonly number[]>();
  model.inputs.forEach((x, i) => shapeOf.set(x, shapes[i]!));
  // One call may give several tensors: found again by the layer and the number of its use.
  const calls = new Map<string, LayerCall>();
  const visit = (x: SymbolicTensor): LayerCall => {
    const { sourceLayer: layer, nodeIndex, tensorIndex } = x;
    const key = `${layer.id}/${nodeIndex}`;
    const known = calls.get(key);
    if (known && shapeOf.has(x)) return known;
    const from = x.inputs.map(visit);
    const inputShapes = x.inputs.map((input) => shapeOf.get(input)!);
    if (!shapeOf.has(x)) shapeOf.set(x, outputShapes(layer, inputShapes)[tensorIndex]!);
    const call = known ?? { layer, from, inputShapes, outputShape: shapeOf.get(x)! };
    calls.set(key, call);
    return call;
  };
  model.outputs.forEach(visit);
  return [...calls.values()];
}

function outputShapes(layer: layers.Layer, inputs: readonly (readonly number[])[]): number[][] {
  const shapes = inputs.map((shape) => [...shape]);
  const given = layer.computeOutputShape(shapes.length === 1 ? shapes[0]! : shapes) as number[] | number[][];
  return Array.isArray(given[0]) ? (given as number[][]) : [given as number[]];
}
