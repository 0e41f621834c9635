import type { LayersModel, layers } from '@tensorflow/tfjs-layers';
import { check, checkInteger } from '../core/check';
import { layerCalls, type LayerCall } from './layer-calls';

/** What {@link summary} takes. */
export interface SummaryArgs {
  /** Height, width and channels of the images. Default: the model's own, which then has to be fixed. */
  inputShape?: readonly number[] | undefined;
  /** Images at once. Default 1. */
  batchSize?: number | undefined;
}

/** One layer of a {@link Summary}. */
export interface SummaryRow {
  readonly name: string;
  /** The class of the layer: `'Conv2D'`. */
  readonly kind: string;
  /** Batch included. */
  readonly outputShape: readonly number[];
  readonly parameters: number;
  readonly trainableParameters: number;
  /** Of convolutions and dense layers, those with the zeros of padding included; of all others 0. */
  readonly multiplyAdds: number;
  /** What its output takes, 4 bytes a value; of a model inside that of all its layers. */
  readonly activationBytes: number;
}

/** What a model is and what it will take, before anything is computed. */
export interface Summary {
  /** In the order in which they run. A layer that is used twice has two rows, the second without parameters. */
  readonly rows: readonly SummaryRow[];
  readonly parameters: number;
  readonly trainableParameters: number;
  /** Of one forward pass over the batch; of a training step about three times as many. */
  readonly multiplyAdds: number;
  /** 4 bytes a parameter. Training with Adam holds them four times: weights, gradients, and two moments. */
  readonly weightBytes: number;
  /** All outputs together: a training step holds them until the way back, and on it their gradients one by one. */
  readonly activationBytes: number;
  /** The most that outputs take at once in prediction, when each is freed after its last use. */
  readonly peakBytes: number;
  /** The rows and totals as a table of text. */
  readonly toString: () => string;
}

/**
 * A table of the layers of a model: output shapes, parameters, multiply-adds and memory at a given size, so that an app
 * knows before it runs a model whether it fits. Nothing is computed and no memory taken. Not counted is what a backend
 * needs for itself while it runs a layer.
 *
 * @throws RangeError when sizes are open and `inputShape` is not given, or the model does not take it
 * @example
 * ```ts
 * import { summary, unet } from 'hilum';
 *
 * const model = unet({ inputShape: [null, null, 1], filters: [8, 16] });
 * const { multiplyAdds, weightBytes, peakBytes, toString } = summary(model, { inputShape: [256, 256, 1] });
 * console.log(multiplyAdds / 1e9, weightBytes + peakBytes); // 0.22 thousand millions, 8.7 million bytes
 * console.log(toString());
 * model.dispose();
 * ```
 */
export function summary(model: LayersModel, { inputShape, batchSize = 1 }: SummaryArgs = {}): Summary {
  checkInteger('summary', 'batchSize', batchSize, 1);
  const shapes = model.inputs.map(({ shape }) => {
    const wanted = inputShape ?? shape.slice(1);
    check(
      wanted.length === shape.length - 1 &&
        wanted.every((size, axis) => Number.isInteger(size) && (shape[axis + 1] ?? size) === size),
      `summary: inputShape must fit the model's [${shape.slice(1).map(String).join(', ')}] with all sizes known, got [${wanted.map(String).join(', ')}].`,
    );
    return [batchSize, ...(wanted as number[])];
  });
  const { rows, peakBytes } = measure(model, shapes);
  const total = (key: 'parameters' | 'trainableParameters' | 'multiplyAdds' | 'activationBytes'): number =>
    rows.reduce((sum, row) => sum + row[key], 0);
  const parameters = total('parameters');
  const totals = {
    rows,
    parameters,
    trainableParameters: total('trainableParameters'),
    multiplyAdds: total('multiplyAdds'),
    weightBytes: 4 * parameters,
    activationBytes: total('activationBytes'),
    peakBytes,
  };
  return { ...totals, toString: () => tableOf(totals) };
}

function measure(
  model: LayersModel,
  shapes: readonly (readonly number[])[],
): { rows: SummaryRow[]; peakBytes: number } {
  const calls = layerCalls(model, shapes);
  const lastUse = new Map<LayerCall, number>();
  calls.forEach((call, at) => {
    for (const from of call.from) lastUse.set(from, at);
  });
  const seen = new Set<layers.Layer>();
  let alive = 0;
  let peakBytes = 0;
  const rows = calls.map((call, at) => {
    const { layer, outputShape } = call;
    const bytes = 4 * product(outputShape);
    const inside = 'layers' in layer ? measure(layer as LayersModel, call.inputShapes) : undefined;
    peakBytes = Math.max(peakBytes, alive + Math.max(bytes, inside?.peakBytes ?? 0));
    alive += bytes;
    // What nothing takes is an output of the model; the image belongs to the caller.
    for (const from of new Set(call.from))
      if (lastUse.get(from) === at && from.from.length > 0) alive -= 4 * product(from.outputShape);

    const again = seen.has(layer);
    seen.add(layer);
    return {
      name: layer.name,
      kind: layer.getClassName(),
      outputShape,
      parameters: again ? 0 : layer.countParams(),
      trainableParameters: again ? 0 : sizeOf(layer.trainableWeights),
      multiplyAdds: inside ? sumOf(inside.rows, 'multiplyAdds') : multiplyAddsOf(call),
      activationBytes: inside ? sumOf(inside.rows, 'activationBytes') : bytes,
    };
  });
  return { rows, peakBytes };
}

/** How often a kernel is used, times its size: once for each output position, or input position of a transposed one. */
function multiplyAddsOf({ layer, inputShapes, outputShape }: LayerCall): number {
  const kind = layer.getClassName();
  if (!/^(Conv[123]D(Transpose)?|(Depthwise|Separable)Conv[12]D|Dense)$/.test(kind)) return 0;
  const grid = kind.endsWith('Transpose') ? inputShapes[0]! : outputShape;
  const kernels = layer.weights.filter(({ originalName }) => originalName.endsWith('kernel'));
  return product(grid.slice(0, -1)) * sizeOf(kernels);
}

function sizeOf(weights: layers.Layer['weights']): number {
  return weights.reduce((sum, { shape }) => sum + product(shape as number[]), 0);
}

function sumOf(rows: readonly SummaryRow[], key: 'multiplyAdds' | 'activationBytes'): number {
  return rows.reduce((sum, row) => sum + row[key], 0);
}

function product(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}

const heads = ['layer', 'kind', 'output', 'parameters', 'multiply-adds', 'memory'];

/** The summary as text: a line a layer, numbers to the right, and what they come to. */
function tableOf({ rows, ...totals }: Omit<Summary, 'toString'>): string {
  const lines = [heads, ...rows.map(cells)];
  const widths = heads.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  const [head, ...body] = lines.map((line) =>
    line
      .map((cell, column) => (column < 3 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  '),
  );
  const rule = '─'.repeat(head!.length);
  const frozen = totals.parameters - totals.trainableParameters;
  return [
    head,
    rule,
    ...body,
    rule,
    `parameters     ${count(totals.parameters)}${frozen ? `, ${count(frozen)} of them not trained` : ''}`,
    `multiply-adds  ${count(totals.multiplyAdds)}`,
    `memory         weights ${bytes(totals.weightBytes)}, prediction ${bytes(totals.peakBytes)} more at most, ` +
      `all outputs ${bytes(totals.activationBytes)}`,
  ].join('\n');
}

function cells(row: SummaryRow): string[] {
  return [
    row.name,
    row.kind,
    `[${row.outputShape.join(', ')}]`,
    count(row.parameters),
    count(row.multiplyAdds),
    bytes(row.activationBytes),
  ];
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** 1 MB is a million bytes. */
function bytes(value: number): string {
  return value < 1e5 ? `${(value / 1e3).toFixed(1)} kB` : `${(value / 1e6).toFixed(1)} MB`;
}
