import type * as tf from '@tensorflow/tfjs-core';
import { layers, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { check, checkInteger } from '../core/check';
import type { Image } from '../data/image';

type Layer = layers.Layer;

/** Where in an image the score of a class comes from: what {@link gradCam} and {@link occlusionMap} give. */
export interface ClassMap {
  /** The class that the map is of. */
  readonly classIndex: number;
  /** What the model gives for that class: its probability, or its logit where the model ends in logits. */
  readonly score: number;
  /** One channel, at the size that it was made at. */
  readonly map: Image<Float32Array>;
  /** The same at the size of the image that went in, bilinear. */
  readonly resized: Image<Float32Array>;
}

/** A model cut in two at a layer. */
export interface CutModel {
  /** What the layer gives for an image `[1, H, W, C]`. */
  readonly activations: (image: tf.Tensor) => tf.Tensor;
  /** The logits `[1, classes]` that follow from what the layer gives: without the softmax or sigmoid at the end. */
  readonly logits: (image: tf.Tensor, activations: tf.Tensor) => tf.Tensor;
}

/** Cuts a model at the layer of a name; by default the last that gives a map. */
export function cutModel(caller: string, model: LayersModel, name?: string): CutModel {
  const cut = cutOf(caller, model, name);
  const output = model.outputs[0]!;
  return {
    activations: (image) => run(cut, new Map([[model.inputs[0]!, image]])),
    logits: (image, activations) => {
      const given = new Map([
        [model.inputs[0]!, image],
        [cut, activations],
      ]);
      return applyLayer(withoutActivation(output.sourceLayer), output, given);
    },
  };
}

function cutOf(caller: string, model: LayersModel, name: string | undefined): SymbolicTensor {
  const isMap = (layer: Layer): boolean => !Array.isArray(layer.output) && layer.output.shape.length === 4;
  const named = model.layers.filter((layer) => (name === undefined ? isMap(layer) : layer.name === name));
  const layer = named.at(-1);
  check(
    layer !== undefined && isMap(layer),
    `${caller}: layer must be one that gives a map [B, h, w, C], got ${name ?? 'none in the model'}. model.layers has the names.`,
  );
  check(
    layer.output !== model.outputs[0],
    `${caller}: the model must give classes behind a map, got a map at its end. It is one for classification?`,
  );
  return layer.output as SymbolicTensor;
}

/** The value of a symbolic tensor, where those in `given` are known. */
function run(x: SymbolicTensor, given: Map<SymbolicTensor, tf.Tensor>): tf.Tensor {
  const known = given.get(x);
  if (known) return known;
  const value = applyLayer(x.sourceLayer, x, given);
  given.set(x, value);
  return value;
}

function applyLayer(layer: Layer, x: SymbolicTensor, given: Map<SymbolicTensor, tf.Tensor>): tf.Tensor {
  const inputs = x.inputs.map((input) => run(input, given));
  const outputs = [layer.call(inputs.length > 1 ? inputs : inputs[0]!, { training: false })].flat();
  return outputs[x.outputTensorIndex ?? 0]!;
}

/** The same layer with the same weights, but its softmax or sigmoid left out. */
function withoutActivation(layer: Layer): Layer {
  if (layer.getClassName() === 'Softmax') return layers.activation({ activation: 'linear' });
  const { activation } = layer.getConfig();
  if (activation !== 'softmax' && activation !== 'sigmoid') return layer;
  // It reads its weights from the layer it is made from, which itself stays as it is.
  const linear = layers.activation({ activation: 'linear' }) as unknown as { activation: unknown };
  return Object.create(layer, { activation: { value: linear.activation } }) as Layer;
}

/** The class asked for, or the most probable one; a model of one number tells class 1 from class 0 by its sign. */
export function classOf(caller: string, logits: ArrayLike<number>, classIndex: number | undefined): number {
  const classes = Math.max(logits.length, 2);
  if (classIndex === undefined)
    return logits.length === 1
      ? Number(logits[0]! > 0)
      : Array.from(logits).reduce((best, logit, k) => (logit > logits[best]! ? k : best), 0);
  checkInteger(caller, 'classIndex', classIndex, 0);
  check(
    classIndex < classes,
    `${caller}: classIndex must be below the ${classes} classes of the model, got ${classIndex}.`,
  );
  return classIndex;
}

/** What the model gives for a class; of one number class 0 is the rest of a probability. */
export function scoreOf(model: LayersModel, outputs: ArrayLike<number>, classIndex: number): number {
  if (outputs.length > 1) return outputs[classIndex]!;
  const p = outputs[0]!;
  const sigmoid = model.outputs[0]!.sourceLayer.getConfig()['activation'] === 'sigmoid';
  return classIndex === 1 ? p : sigmoid ? 1 - p : -p;
}

/** Requires a model of classes. */
export function checkClasses(caller: string, output: readonly (number | null)[]): void {
  check(
    output.length === 2,
    `${caller}: the model must give classes, [B, classes], got [${output.map(String).join(', ')}].`,
  );
}
