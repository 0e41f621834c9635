import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Case, Numbers } from './reference';

function tensorOf(model: LayersModel, { shape, data }: Numbers, at: number): tf.Tensor {
  return tf.tensor(data, shape, model.inputs[at]!.dtype);
}

/** The largest difference of each output from what Keras gives; infinite where the shape is another. */
export function differences(model: LayersModel, { inputs, outputs }: Case): number[] {
  return tf.tidy(() => {
    const given = inputs.map((input, at) => tensorOf(model, input, at));
    const got = [model.predict(given.length === 1 ? given[0]! : given)].flat();
    return outputs.map(({ shape, data }, i) => {
      const y = got[i]!;
      if (y.shape.join() !== shape.join()) return Infinity;
      return Math.max(
        ...Array.from(y.dataSync(), (value, j) => Math.abs(value - data[j]!)).map((d) =>
          Number.isNaN(d) ? Infinity : d,
        ),
      );
    });
  });
}
