import {
  add,
  cast,
  div,
  equal,
  mean,
  mul,
  reshape,
  tensor1d,
  type Scalar,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { check } from '../core/check';
import type { PixelWeights } from './loss';

/** What every loss that is a mean over pixels takes. */
export interface PixelLossArgs {
  /** Whether predictions are logits: exact for any size of them. Default false: probabilities. */
  fromLogits?: boolean | undefined;
  /** How much each pixel counts, 0 for those to ignore. Default: all the same. */
  weights?: PixelWeights | undefined;
  /** How much each class, on the last axis, counts. At least 0. Default: all the same. */
  classWeights?: readonly number[] | undefined;
}

/** Requires class weights of at least 0, where there are any. */
export function checkClassWeights(caller: string, classWeights: readonly number[] = []): void {
  for (const weight of classWeights)
    check(
      weight >= 0 && weight < Infinity,
      `${caller}: classWeights must be finite and at least 0, got ${weight}.`,
    );
}

/** Pixel weights times class weights, ready to multiply values of the truth's shape; undefined where all are 1. */
export function weightsOf(
  caller: string,
  yTrue: Tensor,
  { weights, classWeights }: Pick<PixelLossArgs, 'weights' | 'classWeights'>,
): Tensor | undefined {
  let ofPixels: Tensor | undefined;
  if (weights) {
    const given = weights(yTrue);
    check(
      given.rank === yTrue.rank &&
        given.shape.every((size, axis) => size === 1 || size === yTrue.shape[axis]),
      `${caller}: weights must give the shape of yTrue, [${yTrue.shape.join(', ')}], or 1 in place of its sizes, got [${given.shape.join(', ')}].`,
    );
    // Times one for WebGPU, as in ../metrics/area.
    ofPixels = mul(cast(given, 'float32'), 1);
  }
  if (!classWeights) return ofPixels;
  const classes = yTrue.shape.at(-1);
  check(
    classWeights.length === classes,
    `${caller}: classWeights must be one for each of the ${classes} classes, got ${classWeights.length}.`,
  );
  const ofClasses = reshape(tensor1d([...classWeights]), [...yTrue.shape.slice(1).map(() => 1), classes]);
  return ofPixels ? mul(ofPixels, ofClasses) : ofClasses;
}

/** Σ w·x / Σ w, or the plain mean without weights; 0 where nothing has a weight. */
export function weightedMean(x: Tensor, weights?: Tensor): Scalar {
  return weights ? ratio(mul(x, weights), weights) : meanOfAll(x);
}

/** The mean of one over the mean of the other; 0 where the other, at least 0 everywhere, is 0. */
export function ratio(x: Tensor, weights: Tensor): Scalar {
  const total = meanOfAll(weights);
  return div<Scalar>(meanOfAll(x), add(total, cast(equal(total, 0), 'float32')));
}

/** The mean over all values, rows first: long sums lose digits in float32 and overflow float16. */
function meanOfAll(x: Tensor): Scalar {
  const row = x.shape.slice(2).reduce((product, size) => product * size, 1);
  return mean(mean(reshape(x, [-1, row]), 1));
}
