import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import {
  LayersModel,
  input,
  layers,
  model as createModel,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import * as hilum from 'hilum';
import { installWasmKernels, uninstallWasmKernels } from 'hilum/wasm';
import { uninstallAdamOptimizer } from '../../src/wasm/adam-optimizer';
import { uninstallGradients } from '../../src/wasm/gradients';
import { publicExports } from '../house/public-exports';

/** The kernels that one function of this library asks a backend for. */
export interface KernelUse {
  readonly name: string;
  readonly room: 'models' | 'layers' | 'losses' | 'metrics';
  /** Of a prediction, or of a loss or a metric and its gradient. */
  readonly forward: ReadonlySet<string>;
  /** Of a step of training beside these; empty for losses and metrics. */
  readonly backward: ReadonlySet<string>;
}

type Recipes = Readonly<Record<string, (() => unknown) | 'no tensors'>>;

/** How to call what does not take the usual arguments, and what computes no tensors. */
const recipes: Recipes = {
  vgg16: () => hilum.vgg16({ inputShape: [32, 32, 3], kernelInitializer: 'zeros' }),
  resnet50: () => hilum.resnet50({ inputShape: [32, 32, 3], kernelInitializer: 'zeros' }),
  inceptionResnetV2: () => hilum.inceptionResnetV2({ inputShape: [75, 75, 3], kernelInitializer: 'zeros' }),
  mlp: () => hilum.mlp({ inputUnits: 8, hiddenUnits: [4], seed: 1 }),
  // It takes features, not maps.
  mlpHead: (): hilum.Block => (x, name) => {
    const features = layers.flatten({ name: `${name}_flat` }).apply(x) as SymbolicTensor;
    return hilum.mlpHead({ hiddenUnits: [4], seed: 1 })(features, name);
  },
  classifier: () =>
    hilum.classifier({
      backbone: hilum.vgg16({ inputShape: [32, 32, 3], kernelInitializer: 'zeros' }),
      head: hilum.mlpHead({ hiddenUnits: [4], seed: 1 }),
    }),
  // Its encoder is its argument.
  unetWithEncoder: () =>
    hilum.unetWithEncoder({
      backbone: hilum.vgg16({ inputShape: [32, 32, 3], kernelInitializer: 'zeros' }),
      filters: [2, 2, 2, 2],
      seed: 1,
    }),
  attentionGate: (): hilum.Block => (x, name) =>
    hilum.attentionGate({ filters: 2, seed: 1 })(x, hilum.downsample()(x, `${name}_below`), name),
  sequence: () => hilum.sequence(hilum.convBlock({ filters: 2 })),
  weightedSum: () => hilum.weightedSum([[1, hilum.bceLoss()]]),
  deepSupervision: () => hilum.deepSupervision(hilum.bceLoss()),
  confusionCounts: () => (truth: tf.Tensor, y: tf.Tensor) => {
    const predicted = tf.cast(tf.greater(y, 0.5), 'float32');
    return tf.sum(tf.mul(predicted, truth));
  },
};

const usual = { inputShape: [32, 32, 1], filters: [2, 4], seed: 1 };
const usualOfBlocks = {
  filters: 2,
  rate: 0.3,
  dilation: 2,
  dilations: [1, 2],
  ratio: 2,
  classes: 1,
  seed: 1,
};

/** Everything that computes tensors, with its kernels. Runs on WASM, where large models take a second. */
export async function kernelUses(): Promise<KernelUse[]> {
  await tf.setBackend('wasm');
  await installWasmKernels();
  // Their kernels have names of their own, which no other backend knows.
  uninstallGradients();
  uninstallAdamOptimizer();
  const uses: KernelUse[] = [];
  for (const { name, room } of candidates()) {
    const use = await (room === 'losses' || room === 'metrics' ? useOfLoss(name) : useOfModel(name, room));
    if (use !== undefined) uses.push({ name, room, ...use });
  }
  uninstallWasmKernels();
  return uses;
}

/** Public functions of the rooms that compute with tensors. */
function candidates(): { name: string; room: KernelUse['room'] }[] {
  return publicExports().flatMap(({ entry, name, isType, place }) => {
    const room = /^src\/(models|layers|losses|metrics)\//.exec(place)?.[1] as KernelUse['room'] | undefined;
    return entry === 'hilum' && !isType && room && recipes[name] !== 'no tensors' ? [{ name, room }] : [];
  });
}

/** What `name` gives when called in the usual way, or `undefined` where it wants something else. */
function make(name: string, args: object): unknown {
  const recipe = recipes[name];
  if (typeof recipe === 'function') return recipe();
  try {
    const made = (hilum as unknown as Record<string, (args: object) => unknown>)[name]!(args);
    if (made instanceof Promise) made.catch(() => undefined);
    return made;
  } catch {
    return undefined;
  }
}

type Use = Pick<KernelUse, 'forward' | 'backward'>;

async function useOfModel(name: string, room: KernelUse['room']): Promise<Use | undefined> {
  const made = make(name, room === 'models' ? usual : usualOfBlocks);
  const model = made instanceof LayersModel ? made : typeof made === 'function' ? ofBlock(made) : undefined;
  if (model === undefined) return undefined;
  const x = tf.randomUniform([2, ...(model.inputs[0]!.shape.slice(1) as number[])], 0, 1, 'float32', 1);
  const forward = await kernelsOf(() => model.predict(x));
  const backward = await kernelsOf(() => {
    const optimizer = tf.train.adam();
    const loss = () => {
      const outputs = [model.apply(x, { training: true })].flat() as tf.Tensor[];
      return tf.addN(outputs.map((y) => tf.mean<tf.Scalar>(tf.squaredDifference(y, 0.5))));
    };
    const variables = model.trainableWeights.map((weight) => weight.read() as unknown as tf.Variable);
    // Of large models the gradients alone: their optimizer is that of all others, and takes a while.
    if (model.countParams() > 1e6) tf.variableGrads(loss, variables);
    else if (variables.length > 0) optimizer.minimize(loss, false, variables);
    else tf.grad((at) => tf.mean(model.apply(at, { training: true }) as tf.Tensor))(x);
    optimizer.dispose();
  });
  x.dispose();
  model.dispose();
  return { forward, backward };
}

/** A model that is the block alone; nothing where the function is none. */
function ofBlock(block: unknown): LayersModel | undefined {
  const x = input({ shape: [16, 16, 4], name: 'use_input' });
  try {
    const y = (block as hilum.Block)(x, 'use') as SymbolicTensor | undefined;
    return y?.sourceLayer ? createModel({ inputs: x, outputs: y }) : undefined;
  } catch {
    return undefined;
  }
}

async function useOfLoss(name: string): Promise<Use | undefined> {
  const forward = new Set<string>();
  for (const args of [{}, { fromLogits: true }, { weights: (t: tf.Tensor) => tf.onesLike(t) }]) {
    const loss = make(name, args);
    if (typeof loss !== 'function') continue;
    const classes = /^categorical/.test(name) ? 3 : 1;
    const truth = Array.from({ length: 32 * classes }, (_, i) => (i % classes === 0 && i % 2 === 0 ? 1 : 0));
    const yTrue = tf.tensor(truth, [2, 4, 4, classes]);
    const y = tf.randomUniform([2, 4, 4, classes], 0.1, 0.9, 'float32', 1);
    const value = (at: tf.Tensor) => (loss as hilum.LossFn)(yTrue, at);
    try {
      const isTensor = tf.tidy(() => value(y) instanceof tf.Tensor);
      if (!isTensor) return undefined;
    } catch {
      return undefined;
    }
    const differentiable = /Loss$|^weightedSum$|^deepSupervision$/.test(name);
    for (const kernel of await kernelsOf(() => (differentiable ? tf.grad(value)(y) : value(y))))
      forward.add(kernel);
    tf.dispose([yTrue, y]);
  }
  return forward.size > 0 ? { forward, backward: new Set() } : undefined;
}

async function kernelsOf(compute: () => unknown): Promise<Set<string>> {
  const { kernelNames } = await tf.profile(() => {
    tf.tidy(() => void compute());
    return tf.scalar(0);
  });
  // Names of operations made of several kernels are among them.
  const kernels = new Set(tf.getKernelsForBackend('cpu').map(({ kernelName }) => kernelName));
  return new Set(kernelNames.filter((name) => kernels.has(name)));
}
