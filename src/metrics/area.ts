import { cast, mean, mul, sum, type Tensor } from '@tensorflow/tfjs-core';
import { check, checkSameShape } from '../core/check';

/**
 * The sum over the pixels of every sample and class in units of a row, so that a picture full of ones measures its
 * height: `[B, H, …, C]` → `[B, C]`. Means of rows come before the sum of them, which keeps 512×512 within the
 * range of float16 and large pictures exact in float32.
 */
export function area(x: Tensor): Tensor {
  // Times one: WebGPU leaves what was cast from booleans or integers in a buffer of theirs, and a reduction that has to
  // transpose it does nothing (tensorflow/tfjs#8638).
  return sum(
    mean(
      mul(cast(x, 'float32'), 1),
      x.shape.slice(2, -1).map((_, i) => i + 2),
    ),
    1,
  );
}

/** How many pixels one unit of {@link area} holds. */
export function rowLength(shape: readonly number[]): number {
  return shape.slice(2, -1).reduce((product, size) => product * size, 1);
}

/** Requires truth and prediction of one shape `[B, H, W, C]`; volumes with further axes before C pass too. */
export function checkMaps(caller: string, yTrue: Tensor, yPred: Tensor): void {
  checkSameShape(caller, ['yTrue', 'yPred'], yTrue.shape, yPred.shape);
  check(
    yTrue.rank > 3,
    `${caller}: yTrue must be [B, H, W, C], got [${yTrue.shape.join(', ')}]. Add what is missing with tf.expandDims.`,
  );
}
