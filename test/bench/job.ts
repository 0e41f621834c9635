import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { createRandom, type Random } from 'hilum';
import { graphOf, multiplyAdds } from './graph';
import { onnxModel } from './onnx';

/** What a job asks of every peer: the output of the model, its gradients on one batch, or these and a step of Adam. */
export type Work = 'predict' | 'gradients' | 'train';

export interface JobArgs {
  readonly work: Work;
  readonly model: LayersModel;
  readonly batch: number;
  /** Dice over the whole batch, or the cross-entropy of one-hot classes. */
  readonly loss: 'dice' | 'crossEntropy';
  /** Whether hilum predicts with the model that `foldBatchNorm` makes; the peers get the model as it is. Default false. */
  readonly fold?: boolean;
  readonly seed?: number;
  /** Whether to write the model for ONNX Runtime too. Default false. */
  readonly onnx?: boolean;
}

/** `job.json` of a job's folder, which every peer reads; the tensors lie beside it as raw float32. */
export interface Job {
  readonly work: Work;
  readonly loss: string;
  readonly fold: boolean;
  readonly inputShape: readonly number[];
  readonly outputShape: readonly number[];
  /** Names, shapes and offsets (in values) within weights.bin, in the model's order. */
  readonly weights: readonly { name: string; shape: number[]; offset: number; trainable: boolean }[];
  readonly graph: ReturnType<typeof graphOf>;
  /** Multiply-adds of a forward pass over the whole batch. */
  readonly multiplyAdds: number;
}

export type WeightTable = ReadonlyMap<string, { shape: number[]; values: Float32Array }>;

/** Draws weights and a batch from the seed and writes all that a peer needs into a new temporary folder. */
export function writeJob({
  work,
  model,
  batch,
  loss,
  fold = false,
  seed = 1,
  onnx = false,
}: JobArgs): string {
  const folder = mkdtempSync(join(tmpdir(), 'hilum-bench-'));
  const random = createRandom(seed);
  const graph = graphOf(model);
  const trainable = new Set(model.trainableWeights.map((weight) => weight.originalName));
  let offset = 0;
  const weights = model.weights.map(({ originalName: name, shape }) => {
    const entry = { name, shape: shape as number[], offset, trainable: trainable.has(name) };
    offset += tf.util.sizeFromShape(entry.shape);
    return entry;
  });
  const table = new Map(
    weights.map(({ name, shape }) => [name, { shape, values: draw(name, shape, random) }]),
  );
  const inputShape = [batch, ...graph[0]!.outputShape.slice(1)];
  const outputShape = [batch, ...graph.at(-1)!.outputShape.slice(1)];
  const job: Job = {
    work,
    loss,
    fold,
    inputShape,
    outputShape,
    weights,
    graph,
    multiplyAdds: batch * multiplyAdds(graph),
  };

  const write = (name: string, data: Uint8Array | string): void => writeFileSync(join(folder, name), data);
  write('job.json', JSON.stringify(job));
  write('topology.json', JSON.stringify(model.toJSON(null, false)));
  write('weights.bin', Buffer.concat([...table.values()].map(({ values }) => Buffer.from(values.buffer))));
  write('input.bin', raw(noise(tf.util.sizeFromShape(inputShape), random)));
  write('target.bin', raw(loss === 'dice' ? discs(outputShape, random) : oneHot(outputShape, random)));
  if (onnx) write('model.onnx', onnxModel(graph, table));
  return folder;
}

export function readJob(folder: string): Job {
  return JSON.parse(readFileSync(join(folder, 'job.json'), 'utf8')) as Job;
}

export function readFloats(folder: string, name: string): Float32Array {
  const file = readFileSync(join(folder, name));
  return new Float32Array(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength));
}

export function writeFloats(folder: string, name: string, values: Float32Array): void {
  writeFileSync(join(folder, name), raw(values));
}

/** Weights that keep the signal alive through all layers, so that a wrong one shows in the output. */
function draw(name: string, shape: readonly number[], random: Random): Float32Array {
  const size = tf.util.sizeFromShape(shape as number[]);
  const fill = (next: () => number): Float32Array => Float32Array.from({ length: size }, next);
  if (name.endsWith('kernel')) {
    const fanIn = shape.length === 4 ? shape[0]! * shape[1]! * shape[2]! : shape[0]!;
    const limit = Math.sqrt(6 / fanIn);
    return fill(() => random.uniform(-limit, limit));
  }
  if (name.endsWith('gamma')) return fill(() => random.uniform(0.5, 1.5));
  // A residual block doubles the variance of its input, or nearly so: dividing by 2.4 keeps the sigmoid in its range.
  if (name.endsWith('variance')) return fill(() => random.uniform(1.5, 3.3));
  return fill(() => random.uniform(-0.1, 0.1));
}

function noise(size: number, random: Random): Float32Array {
  return Float32Array.from({ length: size }, () => random.uniform(-1, 1));
}

/** Masks with one disc each, the same in every channel. */
function discs([batch, height, width, channels]: readonly number[], random: Random): Float32Array {
  const mask = new Float32Array(batch! * height! * width! * channels!);
  for (let b = 0; b < batch!; b++) {
    const [y0, x0] = [random.uniform(0.3, 0.7) * height!, random.uniform(0.3, 0.7) * width!];
    for (let y = 0; y < height!; y++)
      for (let x = 0; x < width!; x++)
        if (Math.hypot(y - y0, x - x0) < 0.25 * width!) {
          const at = ((b * height! + y) * width! + x) * channels!;
          mask.fill(1, at, at + channels!);
        }
  }
  return mask;
}

function oneHot([batch, classes]: readonly number[], random: Random): Float32Array {
  const rows = new Float32Array(batch! * classes!);
  for (let b = 0; b < batch!; b++) rows[b * classes! + random.integer(0, classes!)] = 1;
  return rows;
}

function raw(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
