import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { check } from '../core/check';

/** What {@link copyWeights} did, by the names of weights: `encoder1_conv1/kernel`. */
export interface CopiedWeights {
  /** Copied: of one name and shape in both models. */
  readonly matched: readonly string[];
  /** In both models but of different shapes: left as they were. */
  readonly otherShape: readonly {
    readonly name: string;
    readonly from: readonly number[];
    readonly to: readonly number[];
  }[];
  /** In the model written to alone: left as they were. */
  readonly missing: readonly string[];
  /** In the model read from alone. */
  readonly leftOver: readonly string[];
}

/**
 * Copies weights from one model to another where name and shape agree, and reports what did not: for transfer from
 * one task or size to another, or from a loaded model into one that was built. All or nothing: on an error no weight
 * has changed. The models share no memory afterwards.
 *
 * @throws RangeError when a model has two weights of one name; Error when one is disposed of
 * @example
 * ```ts
 * import { copyWeights, unet } from 'hilum';
 *
 * const small = unet({ inputShape: [16, 16, 1], filters: [2, 4] });
 * const large = unet({ inputShape: [64, 64, 1], filters: [2, 4], classes: 3 });
 * const { matched, otherShape } = copyWeights(small, large);
 * console.log(matched.length, otherShape.map(({ name }) => name)); // 14 [ 'unet_head/kernel', 'unet_head/bias' ]
 * small.dispose();
 * large.dispose();
 * ```
 */
export function copyWeights(from: LayersModel, to: LayersModel): CopiedWeights {
  return tf.tidy(() => {
    const [given, taken] = [valuesOf('from', from), valuesOf('to', to)];
    const common = [...taken.keys()].filter((name) => given.has(name));
    const shapes = common.map((name) => ({
      name,
      from: given.get(name)!.shape,
      to: taken.get(name)!.shape,
    }));
    const fits = (shape: (typeof shapes)[number]): boolean => tf.util.arraysEqual(shape.from, shape.to);
    const matched = shapes.filter(fits).map(({ name }) => name);
    // Computed before anything is written; times one, because a clone would share its memory.
    const copies = new Map(matched.map((name) => [name, tf.mul(given.get(name)!, 1)]));
    for (const weight of to.weights) {
      const copy = copies.get(weight.originalName);
      if (copy) weight.write(copy);
    }
    return {
      matched,
      otherShape: shapes.filter((shape) => !fits(shape)),
      missing: [...taken.keys()].filter((name) => !given.has(name)),
      leftOver: [...given.keys()].filter((name) => !taken.has(name)),
    };
  });
}

function valuesOf(which: string, model: LayersModel): Map<string, tf.Tensor> {
  const values = new Map<string, tf.Tensor>();
  for (const weight of model.weights) {
    const { originalName: name } = weight;
    check(
      !values.has(name),
      `copyWeights: names of weights must be unique in each model, got "${name}" twice in ${which}. Name its layers.`,
    );
    values.set(name, weight.read());
  }
  return values;
}
