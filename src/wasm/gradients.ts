import type { GradConfig, GradFunc, NamedAttrMap, NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { areChannelsOf } from './batch-norm';
import { areFloats } from './channels';
import { nativeOf } from './native';

type Gradients = ReturnType<GradFunc>;

/**
 * A faster gradient of a stock operation: what tfjs composes of many passes over whole images, in one or two.
 * Gradients are registered for all backends together, so each leaves what is not its own to the one it replaces.
 */
interface NativeGradient {
  readonly kernelName: string;
  /** What to save instead of what the stock gradient saves; that one must do with it too. */
  readonly saves?: Pick<GradConfig, 'inputsToSave' | 'outputsToSave'>;
  /** The gradients by input, or `null` where they belong to the stock gradient. */
  readonly run: (dy: Tensor, saved: Tensor[], attrs: NamedAttrMap) => Gradients | null;
}

const gradients: readonly NativeGradient[] = [
  {
    kernelName: 'Relu',
    // The output is positive where the input is, and the next layer keeps it anyway: the input can go.
    saves: { inputsToSave: [], outputsToSave: [true] },
    run: (dy, [y]) => (areFloats(dy, y!) ? { x: () => kernel('HilumReluGrad', { dy, y: y! }) } : null),
  },
  {
    kernelName: 'Square',
    run: (dy, [x]) => (areFloats(dy, x!) ? { x: () => kernel('HilumSquareGrad', { dy, x: x! }) } : null),
  },
  { kernelName: 'Sum', run: (dy, [x], { axis }) => spread(dy, x!, axis, () => 1) },
  { kernelName: 'Mean', run: (dy, [x], { axis }) => spread(dy, x!, axis, (count) => 1 / count) },
  { kernelName: 'FusedBatchNorm', run: batchNormGradients },
];

/** A sum's gradient is the same for all it summed: no ones to multiply with, just the values repeated. */
function spread(dy: Tensor, x: Tensor, axis: unknown, factorOf: (count: number) => number): Gradients | null {
  const axes = tf.util.parseAxisParam(axis as number | number[], x.shape);
  if (x.rank > 4) return null;
  const kept = x.shape.map((size, i) => (axes.includes(i) ? 1 : size));
  const reps = x.shape.map((size, i) => (axes.includes(i) ? size : 1));
  const factor = factorOf(tf.util.sizeFromShape(reps));
  return { x: () => tf.tile(tf.reshape(factor === 1 ? dy : tf.mul(dy, factor), kept), reps) };
}

/**
 * With d = x − mean and r = 1 / √(variance + ε): dx = dy·scale·r, dmean = −scale·r·Σdy,
 * dvariance = −½·scale·r³·Σ dy·d, dscale = r·Σ dy·d, doffset = Σ dy.
 */
function batchNormGradients(dy: Tensor, saved: Tensor[], attrs: NamedAttrMap): Gradients | null {
  const [x, mean, variance, scale] = saved as [Tensor, Tensor, Tensor, Tensor | undefined];
  if (!areChannelsOf(x, [mean, variance, ...(scale ? [scale] : [])]) || !areFloats(dy)) return null;
  const [sum, product] = kernels('HilumBatchNormSums', { dy, x, mean }) as [Tensor, Tensor];
  const vector = (v: Tensor): Tensor => tf.reshape(v, [mean.size]);
  const r = tf.rsqrt(tf.add(vector(variance), attrs['varianceEpsilon'] as number));
  const factor = scale ? tf.mul(r, vector(scale)) : r;
  const like = (v: Tensor): Tensor => tf.reshape(v, mean.shape);
  return {
    x: () => tf.mul(dy, factor),
    mean: () => like(tf.neg(tf.mul(factor, sum))),
    variance: () => like(tf.mul(tf.mul(tf.mul(factor, tf.square(r)), product), -0.5)),
    scale: () => like(tf.mul(r, product)),
    offset: () => like(sum),
  };
}

/** What is registered: it remembers what it replaced. */
interface InstalledGradient extends GradConfig {
  readonly replaces: GradConfig;
}

/** Puts the faster gradients in place, wherever tfjs has one: with tfjs-core alone there is nothing to replace. */
export function installGradients(): void {
  for (const gradient of gradients) {
    const stock = registered(gradient.kernelName);
    if (stock === undefined || 'replaces' in stock) continue;
    tf.unregisterGradient(gradient.kernelName);
    tf.registerGradient(installed(gradient, stock));
  }
}

/** Gives the stock gradients back. */
export function uninstallGradients(): void {
  for (const { kernelName } of gradients) {
    const gradient = registered(kernelName) as InstalledGradient | undefined;
    if (gradient === undefined || !('replaces' in gradient)) continue;
    tf.unregisterGradient(kernelName);
    tf.registerGradient(gradient.replaces);
  }
}

function installed({ kernelName, saves, run }: NativeGradient, stock: GradConfig): InstalledGradient {
  const config: InstalledGradient = {
    ...stock,
    ...saves,
    kernelName,
    replaces: stock,
    gradFunc: (dy, saved, attrs) => {
      const ours = nativeOf(tf.backend()) && !isNested() ? run(dy as Tensor, saved, attrs) : null;
      return ours ?? stock.gradFunc(dy, saved, attrs);
    },
  };
  return config;
}

/** Inside the gradient of a gradient: our kernels have none themselves, the stock compositions do. */
function isNested(): boolean {
  return tf.engine().state.gradientDepth > 0;
}

function kernel(name: string, inputs: NamedTensorMap): Tensor {
  return kernels(name, inputs) as Tensor;
}

function kernels(name: string, inputs: NamedTensorMap): Tensor | Tensor[] {
  return tf.engine().runKernel<Tensor | Tensor[]>(name, inputs, {});
}

// Typed as always found, but it is undefined for an unknown name.
function registered(kernelName: string): GradConfig | undefined {
  return tf.getGradient(kernelName);
}
