import type { Scalar, Tensor } from '@tensorflow/tfjs-core';

/**
 * A loss: the truth and the prediction, of one shape, to one number to make small. Works in {@link train}, in
 * `model.compile({ loss })`, and as a metric. Losses are functions named after their formula, so that the
 * history calls them by it. A metric has the same type, and is made large or small as its name says.
 */
export type LossFn = (yTrue: Tensor, yPred: Tensor) => Scalar;

/**
 * A loss of a model with several outputs: one truth, and the predictions from the finest to the coarsest. It is a
 * {@link LossFn} too: a single prediction is a list of one. {@link deepSupervision} makes one.
 */
export type MultiOutputLossFn = (yTrue: Tensor, yPred: Tensor | readonly Tensor[]) => Scalar;

/**
 * How much each pixel counts, from the truth: `[B, H, W, C]` → weights of that shape, or with any of its sizes 1, as
 * `[B, H, W, 1]`. Weights are at least 0; booleans count as 0 and 1. A pixel of weight 0 is left out as if it were not
 * in the image, whatever its truth, as long as that is finite: so `(t) => tf.greaterEqual(t, 0)` ignores the label −1.
 */
export type PixelWeights = (yTrue: Tensor) => Tensor;
