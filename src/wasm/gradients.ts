import type { GradConfig, GradFunc, NamedAttrMap, NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { areChannelsOf } from './batch-norm';
import { areFloats } from './channels';
import { releasing } from './early-release';
import { nativeOf } from './native';
import { reducedShape } from './reduce';

type Gradients = ReturnType<GradFunc>;

/**
 * A faster gradient of a stock operation: what tfjs composes of many passes over whole images, in one or two.
 * Gradients are registered for all backends together, so each leaves what is not its own to the one it replaces.
 */
interface NativeGradient {
  readonly kernelName: string;
  /** What an operation on our kernels saves for it, instead of what the stock gradient asks for. */
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
  reductionGradient('Sum', () => 1),
  reductionGradient('Mean', (count) => 1 / count),
  { kernelName: 'FusedBatchNorm', run: batchNormGradients },
];

/**
 * A sum's gradient is the same for all it summed: no ones to multiply with, just the values repeated. Of the input
 * it needs the shape alone, which our kernel notes, so that the image itself is not kept.
 */
function reductionGradient(kernelName: string, factorOf: (count: number) => number): NativeGradient {
  return {
    kernelName,
    saves: { inputsToSave: [] },
    run: (dy, _saved, attrs) => {
      const shape = reducedShape(attrs);
      const axes = tf.util.parseAxisParam(attrs['axis'] as number | number[], shape);
      const kept = shape.map((size, i) => (axes.includes(i) ? 1 : size));
      const reps = shape.map((size, i) => (axes.includes(i) ? size : 1));
      const factor = factorOf(tf.util.sizeFromShape(reps));
      return { x: () => tf.tile(tf.reshape(factor === 1 ? dy : tf.mul(dy, factor), kept), reps) };
    },
  };
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

/**
 * Puts the faster gradients in place, and lets all others give their memory back early. Only where tfjs has
 * gradients: with tfjs-core alone there are none.
 */
export function installGradients(): void {
  for (const { kernelName } of tf.getKernelsForBackend('wasm')) {
    const stock = registered(kernelName);
    if (stock === undefined || 'replaces' in stock) continue;
    tf.unregisterGradient(kernelName);
    const ours = gradients.find((gradient) => gradient.kernelName === kernelName);
    tf.registerGradient(installed(stock, ours));
  }
}

/** Gives the stock gradients back. */
export function uninstallGradients(): void {
  for (const { kernelName } of tf.getKernelsForBackend('wasm')) {
    const gradient = registered(kernelName) as InstalledGradient | undefined;
    if (gradient === undefined || !('replaces' in gradient)) continue;
    tf.unregisterGradient(kernelName);
    tf.registerGradient(gradient.replaces);
  }
}

function installed(stock: GradConfig, ours: NativeGradient | undefined): InstalledGradient {
  // Asked anew at every operation: on another backend the stock gradient gets what it knows.
  const saves = (): Pick<GradConfig, 'inputsToSave' | 'outputsToSave'> =>
    (nativeOf(tf.backend()) && ours?.saves) ?? stock;
  const run: GradFunc = (dy, saved, attrs) => {
    // What saved nothing can only be ours, and is made of operations that have gradients.
    const mine = ours && (!isNested() || saved.length === 0) ? ours.run(dy as Tensor, saved, attrs) : null;
    return mine ?? stock.gradFunc(dy, saved, attrs);
  };
  return {
    kernelName: stock.kernelName,
    replaces: stock,
    saveAllInputs: stock.saveAllInputs ?? false,
    get inputsToSave() {
      return saves().inputsToSave ?? [];
    },
    get outputsToSave() {
      return saves().outputsToSave ?? [];
    },
    gradFunc: (dy, saved, attrs) => {
      if (!nativeOf(tf.backend())) return stock.gradFunc(dy, saved, attrs);
      return isNested() ? run(dy, saved, attrs) : releasing(run, dy, saved, attrs);
    },
  };
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
