import { log, logSoftmax, maximum, neg, softplus, sub, type Tensor } from '@tensorflow/tfjs-core';

/** The smallest probability that counts: −log of it, 16.1, is the most one value can cost. As in Keras. */
export const SMALLEST = 1e-7;

/** What each value costs where the truth is 1, −log y, and where it is 0, −log(1 − y). */
export function binaryCosts(yPred: Tensor, fromLogits: boolean): [ofTrue: Tensor, ofFalse: Tensor] {
  if (fromLogits) return [softplus(neg(yPred)), softplus(yPred)];
  return [neg(logOf(yPred)), neg(logOf(sub(1, yPred)))];
}

/** log y of classes on the last axis that exclude one another. */
export function logProbabilities(yPred: Tensor, fromLogits: boolean): Tensor {
  return fromLogits ? logSoftmax(yPred) : logOf(yPred);
}

function logOf(probability: Tensor): Tensor {
  return log(maximum(probability, SMALLEST));
}
