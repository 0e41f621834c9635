import type { NamedTensorMap, Tensor, Variable } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { AdamAttrs } from './adam';

/** What the class keeps to itself, and one step needs. */
interface Adam {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly accBeta1: Variable;
  readonly accBeta2: Variable;
  readonly accumulatedFirstMoment: (Moment | undefined)[];
  readonly accumulatedSecondMoment: (Moment | undefined)[];
  readonly iterations: number;
  applyGradients: ApplyGradients;
  incrementIterations(): void;
}

interface Moment {
  readonly originalName: string;
  readonly variable: Variable;
}

/** As tfjs has it, which does not export the type. */
interface NamedTensor {
  readonly name: string;
  readonly tensor: Tensor;
}

type ApplyGradients = (this: Adam, gradients: NamedTensorMap | NamedTensor[]) => void;

/** `applyGradients` of the class as it was, while ours stands in its place. */
let stock: ApplyGradients | undefined;

const adamOf = (): Adam => tf.AdamOptimizer.prototype as unknown as Adam;

/** Lets every `tf.train.adam` make its steps by the `HilumAdam` kernel on the WASM backend, in one pass a variable. */
export function installAdamOptimizer(): void {
  if (stock) return;
  const prototype = adamOf();
  stock = prototype.applyGradients;
  prototype.applyGradients = applyGradients;
}

/** Gives the class its own step back. Optimizers under way go on where they are: their state is the stock one. */
export function uninstallAdamOptimizer(): void {
  if (stock) adamOf().applyGradients = stock;
  stock = undefined;
}

function applyGradients(this: Adam, gradients: NamedTensorMap | NamedTensor[]): void {
  const named = Array.isArray(gradients)
    ? gradients
    : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
  if (
    tf.getBackend() !== 'wasm' ||
    !named.every(({ name }) => tf.engine().registeredVariables[name]?.dtype === 'float32')
  ) {
    stock!.call(this, gradients);
    return;
  }
  tf.tidy(() => {
    named.forEach(({ name, tensor }, i) => {
      const value = tf.engine().registeredVariables[name]!;
      const first = (this.accumulatedFirstMoment[i] ??= momentOf(value, `${name}/m`)).variable;
      const second = (this.accumulatedSecondMoment[i] ??= momentOf(value, `${name}/v`)).variable;
      // As in the stock step: a variable that took no part has no gradient.
      if ((tensor as Tensor | null) !== null) step(this, value, first, second, tensor);
    });
    this.accBeta1.assign(tf.mul(this.accBeta1, this.beta1));
    this.accBeta2.assign(tf.mul(this.accBeta2, this.beta2));
  });
  this.incrementIterations();
}

function step(optimizer: Adam, value: Variable, first: Variable, second: Variable, gradient: Tensor): void {
  const { learningRate, beta1, beta2, epsilon, iterations } = optimizer;
  const attrs: AdamAttrs = { learningRate, beta1, beta2, epsilon, step: iterations + 1 };
  const inputs = { value, m: first, v: second, gradient };
  const [newValue, newFirst, newSecond] = tf.engine().runKernel<Tensor[]>('HilumAdam', inputs, { ...attrs });
  value.assign(newValue!);
  first.assign(newFirst!);
  second.assign(newSecond!);
}

function momentOf(value: Variable, originalName: string): Moment {
  return { originalName, variable: tf.tidy(() => tf.zerosLike(value).variable(false)) };
}
