import * as tf from '@tensorflow/tfjs-core';
import { LayersModel, Sequential, type layers } from '@tensorflow/tfjs-layers';
import { check, checkType } from '../core/check';
import { foldPlan, unknownLayer, type FoldPlan } from './fold-plan';

type Layer = layers.Layer;

/**
 * A model for prediction alone that gives the same within float error and is faster on every backend: batch
 * normalisation in prediction is one factor and one offset a channel, so it becomes part of the kernel and the bias of
 * the layer before it, and the activation after it becomes that layer's own, which backends compute in the same pass.
 *
 * Folded into a Conv1D, Conv2D, Conv3D, Conv2DTranspose, DepthwiseConv2D or Dense without activation, as long as nothing
 * else takes what comes between: BatchNormalization over the channels, y = γ·(x − mean)/√(variance + ε) + β; Rescaling;
 * then one Activation or ReLU. Models inside are folded too. All else stays: layers used more than once, a normalisation
 * before its convolution or after a sum, what is an output of the model. PyTorch and ONNX Runtime call this fusion of
 * convolution and batch normalisation.
 *
 * Layers keep their names, and so do inputs and outputs: a folded layer has the name of the convolution, or, where it
 * gives an output, that of the last layer folded into it. The result saves and loads as any model does. Do not train it:
 * what it normalises by is fixed. Fold again after training.
 *
 * @param model is left as it is, and needed no more; a layer class of your own must be registered, as for loading
 * @returns a new model with weights of its own: `dispose` of it when done
 * @throws TypeError when it is no LayersModel, for instance a GraphModel; RangeError when a layer's class is not
 * registered, or there is no layer
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { foldBatchNorm, residualClassifier } from 'hilum';
 *
 * const model = residualClassifier({ inputShape: [32, 32, 1], filters: [4, 8], seed: 1 });
 * const fast = foldBatchNorm(model);
 * console.log(model.layers.length, fast.layers.length);
 * const x = tf.ones([1, 32, 32, 1]);
 * tf.print(tf.sub(model.predict(x) as tf.Tensor, fast.predict(x) as tf.Tensor)); // 0, or the last digit
 * model.dispose();
 * fast.dispose();
 * ```
 */
export function foldBatchNorm(model: LayersModel): LayersModel {
  checkType(
    typeof (model as Partial<LayersModel> | undefined)?.getConfig === 'function' &&
      Array.isArray((model as Partial<LayersModel>).layers),
    `foldBatchNorm: model must be a LayersModel, got ${nameOf(model)}. A GraphModel was folded when it was converted.`,
  );
  check(
    model.layers.length > 0,
    `foldBatchNorm: model must have layers, got none ("${model.name}"). Add them first.`,
  );
  const foreign = unknownLayer(model);
  check(
    foreign === undefined,
    `foldBatchNorm: layers must be of registered classes, got ${foreign?.getClassName()} ("${foreign?.name}"). ` +
      'Call tf.serialization.registerClass with it.',
  );
  const plan = foldPlan(model);
  const folded: LayersModel =
    model.getClassName() === 'Sequential'
      ? Sequential.fromConfig<Sequential>(Sequential, plan.config, {}, true)
      : LayersModel.fromConfig<LayersModel>(LayersModel, plan.config, {}, true);
  tf.tidy(() => {
    fill(folded, plan);
  });
  return folded;
}

function nameOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return `a ${value.constructor.name}`;
}

/** Gives the layers of a model made from a plan their weights. */
function fill(folded: LayersModel, { layers: plans }: FoldPlan): void {
  for (const { name, layer, inside, absorbed } of plans) {
    const target = folded.getLayer(name);
    if (inside) fill(target as unknown as LayersModel, inside);
    // Times one, because a clone would share its memory.
    else target.setWeights(absorbed.length > 0 ? foldedWeights(layer, absorbed) : copies(layer));
    // TensorFlow.js counts the uses of a layer and frees it after as many disposals; a model disposes of its layers
    // once, a graph of the models in it twice. Here that is to be enough.
    const disposals = inside && folded.getClassName() !== 'Sequential' ? 2 : 1;
    if (target.weights.length > 0)
      for (let use = disposals; use < target.inboundNodes.length; use++) target.dispose();
  }
}

function copies(layer: Layer): tf.Tensor[] {
  return layer.weights.map((weight) => tf.mul(weight.read(), 1));
}

/** Kernel and bias of a layer that does what it did and then what the others did. */
function foldedWeights(layer: Layer, absorbed: readonly Layer[]): tf.Tensor[] {
  const [kernel, bias] = layer.weights.map((weight) => weight.read());
  let [factor, offset]: [tf.Tensor, tf.Tensor] = [tf.scalar(1), bias ?? tf.scalar(0)];
  for (const next of absorbed) {
    const step = affine(next);
    if (!step) continue;
    factor = tf.mul(factor, step.factor);
    offset = tf.add(tf.mul(offset, step.factor), step.offset);
  }
  const channels = channelShape(layer.getClassName(), kernel!.shape);
  const count = tf.util.sizeFromShape(channels);
  const whole = (values: tf.Tensor): tf.Tensor => tf.mul(values, tf.ones([count]));
  return [tf.mul(kernel!, tf.reshape(whole(factor), channels)), whole(offset)];
}

/** What a layer without activation does to each channel: x·factor + offset. Nothing of an activation. */
function affine(layer: Layer): { factor: tf.Tensor; offset: tf.Tensor } | undefined {
  const config = layer.getConfig();
  if (layer.getClassName() === 'Rescaling')
    return { factor: tf.scalar(config['scale'] as number), offset: tf.scalar(config['offset'] as number) };
  if (layer.getClassName() !== 'BatchNormalization') return undefined;
  const values = layer.weights.map((weight) => weight.read());
  const gamma = config['scale'] ? values.shift()! : tf.scalar(1);
  const beta = config['center'] ? values.shift()! : tf.scalar(0);
  const [mean, variance] = values as [tf.Tensor, tf.Tensor];
  const factor = tf.div(gamma, tf.sqrt(tf.add(variance, config['epsilon'] as number)));
  return { factor, offset: tf.sub(beta, tf.mul(mean, factor)) };
}

/** Where in the shape of a kernel the channels that come out are. */
function channelShape(className: string, shape: readonly number[]): number[] {
  // [height, width, out, in], [height, width, in, multiplier], else […, out].
  if (className === 'Conv2DTranspose') return [shape[2]!, 1];
  return shape.slice(className === 'DepthwiseConv2D' ? -2 : -1);
}
