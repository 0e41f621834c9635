import type { TensorInfo } from '@tensorflow/tfjs-core';
import { areFloats, sizeOf } from './channels';
import { share } from './copy';
import type { NativeKernel } from './kernel';
import type { Native } from './native';

/** The settings of one step of {@link adam}. */
export interface AdamAttrs {
  /** The learning rate times whatever the schedule says. */
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** The number of this step, from 1 on: both moments are corrected for having begun at zero. */
  readonly step: number;
}

/**
 * `HilumAdam`: one step of Adam on one variable, in one pass. Inputs `value`, `m`, `v` and `gradient` of one shape;
 * outputs the new value, m and v, to be assigned to their variables.
 *
 * An input that nobody else shares is written in place, so after the step its old content is gone; one that was
 * cloned is left alone.
 */
export const adam: NativeKernel = {
  kernelName: 'HilumAdam',
  run: (native, inputs, attrs) => {
    const { value, m, v, gradient } = inputs as Record<'value' | 'm' | 'v' | 'gradient', TensorInfo>;
    if (!areFloats(value, m, v, gradient)) return null;
    const { learningRate, beta1, beta2, epsilon, step } = attrs as unknown as AdamAttrs;
    const [newValue, newM, newV] = [inPlace(native, value), inPlace(native, m), inPlace(native, v)];
    const { kernels, pointer } = native;
    kernels.adam(
      pointer(value),
      pointer(m),
      pointer(v),
      pointer(gradient),
      pointer(newValue),
      pointer(newM),
      pointer(newV),
      sizeOf(value),
      beta1,
      beta2,
      learningRate / (1 - beta1 ** step),
      1 / (1 - beta2 ** step),
      epsilon,
    );
    return [newValue, newM, newV];
  },
};

/** The tensor's own memory where it is the only one there, else new memory. */
function inPlace(native: Native, x: TensorInfo): TensorInfo {
  const alone = native.backend.refCount(x.dataId) === 1;
  return alone ? share(native, x, x.shape) : native.output(x.shape);
}
