import type { Scalar, Tensor } from '@tensorflow/tfjs-core';

/**
 * A loss: the truth and the prediction, of one shape, to one number to make small. Works in {@link train}, in
 * `model.compile({ loss })`, and as a metric. Losses are functions named after their formula, so that the
 * history calls them by it. A metric has the same type, and is made large or small as its name says.
 */
export type LossFn = (yTrue: Tensor, yPred: Tensor) => Scalar;
