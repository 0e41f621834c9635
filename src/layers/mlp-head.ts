import { initializers, layers, regularizers } from '@tensorflow/tfjs-layers';
import { check, checkInteger } from '../core/check';
import type { Block } from './block';
import { activate, apply, heUniform, layerSeed, type Activation } from './conv';
import { dropout } from './dropout';

/** What {@link mlpHead} takes. */
export interface MlpHeadArgs {
  /** Width of each hidden layer; `[]` leaves the output layer alone. Default [200, 120, 80, 50, 20, 5]. */
  hiddenUnits?: readonly number[] | undefined;
  /** Numbers that come out. Default 2; 1 is the probability of the one class there is. */
  classes?: number | undefined;
  /** Of the output: default `'sigmoid'` for one class and `'softmax'` for more; `'linear'` gives logits. */
  activation?: Activation | undefined;
  /** Share of the values of each hidden layer that {@link dropout} drops in training. Default 0. */
  dropout?: number | undefined;
  /** Normalisation between each hidden layer and its ReLU, for instance {@link batchNorm}`()`. Default none. */
  norm?: Block | undefined;
  /** λ of the penalty λ·Σ w² on all kernels, which {@link train} and `fit` add to the loss. Default 0. */
  l2?: number | undefined;
  /** The same seed gives the same weights. Default: new ones on every call. */
  seed?: number | undefined;
}

/**
 * The end of a classifier, a multilayer perceptron: `[B, features]` → `[B, classes]`, probabilities in [0, 1] by default,
 * which sum to 1 where there are several.
 *
 * Order of layers: for each of `hiddenUnits` a dense layer (`name_hidden1`; without bias before a norm), the norm
 * (`name_hidden1_norm`), ReLU (a layer `name_hidden1_relu` after a norm, else part of the dense one), dropout
 * (`name_hidden1_dropout`); then a dense layer with the activation, `name_output`. Hidden kernels begin uniformly with
 * variance 2 / fan-in (He et al.), that of the output Glorot-uniform.
 *
 * As a network of its own it is {@link mlp}; on a backbone, {@link classifier}.
 *
 * @throws RangeError when a width or `classes` is not an integer of at least 1, `dropout` is outside [0, 1), or `l2` is
 * not finite and at least 0; and, when applied, to anything but `[B, features]` of a known number of features
 * @example
 * ```ts
 * import { batchNorm, classifier, mlpHead, vgg16 } from 'hilum';
 *
 * const backbone = vgg16({ inputShape: [32, 32, 3], kernelInitializer: 'zeros' });
 * const head = mlpHead({ hiddenUnits: [16], classes: 3, dropout: 0.3, norm: batchNorm(), l2: 1e-4 });
 * const model = classifier({ backbone, head });
 * console.log(model.outputs[0]?.shape); // [ null, 3 ]
 * model.dispose();
 * ```
 */
export function mlpHead({
  hiddenUnits = [200, 120, 80, 50, 20, 5],
  classes = 2,
  activation = classes > 1 ? 'softmax' : 'sigmoid',
  dropout: rate = 0,
  norm,
  l2 = 0,
  seed,
}: MlpHeadArgs = {}): Block {
  for (const units of hiddenUnits) checkInteger('mlpHead', 'each of hiddenUnits', units, 1);
  checkInteger('mlpHead', 'classes', classes, 1);
  check(l2 >= 0 && l2 < Infinity, `mlpHead: l2 must be finite and at least 0, got ${l2}.`);
  const drop = dropout({ rate });
  const penalty = l2 > 0 ? { kernelRegularizer: regularizers.l2({ l2 }) } : {};

  const hidden = (units: number): Block => {
    const begin = { units, useBias: norm === undefined, ...penalty };
    return (x, name) => {
      const kernelInitializer = heUniform(name, seed);
      const dense = { ...begin, activation: norm ? 'linear' : 'relu', kernelInitializer, name } as const;
      const y = apply(layers.dense(dense), x);
      return drop(norm ? activate(norm(y, `${name}_norm`), 'relu', name) : y, `${name}_dropout`);
    };
  };
  return (x, name) => {
    check(
      x.shape.length === 2 && x.shape[1] !== null,
      `mlpHead: features must come as [B, features] of a known number, got [${x.shape.map(String).join(', ')}]. Pool or flatten them first, as classifier does.`,
    );
    const h = hiddenUnits.reduce((before, units, i) => hidden(units)(before, `${name}_hidden${i + 1}`), x);
    const kernelInitializer = initializers.glorotUniform(layerSeed(`${name}_output`, seed));
    const output = { units: classes, activation, kernelInitializer, ...penalty, name: `${name}_output` };
    return apply(layers.dense(output), h);
  };
}
