import { layers, model, type LayersModel } from '@tensorflow/tfjs-layers';
import { check } from '../core/check';
import type { Block } from '../layers/block';
import { apply } from '../layers/conv';
import { mlpHead } from '../layers/mlp-head';

/** What {@link classifier} takes. */
export interface ClassifierArgs {
  /** What makes features of images: {@link vgg16} and its kin, or any model of one map. The new model takes it over. */
  backbone: LayersModel;
  /** From `[B, features]` to classes. Default {@link mlpHead}`()`. */
  head?: Block | undefined;
  /**
   * How a map `[B, h, w, C]` becomes features: the mean or the maximum of each channel, C features of any size of image,
   * or all h·w·C values, which needs a known size. Default `'average'`.
   */
  pooling?: 'average' | 'max' | 'flatten' | undefined;
  /** Default `'classifier'`. */
  name?: string | undefined;
}

const poolings = {
  average: (name: string) => layers.globalAveragePooling2d({ name }),
  max: (name: string) => layers.globalMaxPooling2d({ name }),
  flatten: (name: string) => layers.flatten({ name }),
};

/**
 * A backbone and a head in one model: the backbone's images to what the head gives, `[B, classes]`. To fine-tune:
 * {@link freeze} the backbone and train the head, then {@link unfreeze} its last block and go on with a smaller
 * learning rate.
 *
 * The layers of the backbone stay what they are, weights and names included, so load its weights before or after, and
 * `freeze(backbone)` freezes them here. Dispose of the new model alone. The other layers are `classifier_pool` (none
 * where the backbone gives `[B, features]`) and those of the head, named `classifier_head…`.
 *
 * @throws RangeError when the backbone does not give one map or one row of features an image, or is flattened at an
 * open size
 * @example
 * ```ts
 * import { classifier, freeze, mlpHead, unfreeze, vgg16 } from 'hilum';
 *
 * const backbone = vgg16({ inputShape: [32, 32, 3], kernelInitializer: 'zeros' });
 * const model = classifier({ backbone, head: mlpHead({ hiddenUnits: [8], seed: 1 }) });
 * freeze(backbone); // train(model, …)
 * unfreeze(backbone, /^block5_/); // train(model, …) again
 * console.log(model.trainableWeights.length); // 6 of block5 and 4 of the head
 * model.dispose();
 * ```
 */
export function classifier({
  backbone,
  head = mlpHead(),
  pooling = 'average',
  name = 'classifier',
}: ClassifierArgs): LayersModel {
  const [map, ...more] = backbone.outputs;
  const shape = map!.shape;
  check(
    more.length === 0 && (shape.length === 4 || shape.length === 2),
    `classifier: the backbone must give one map [B, h, w, C] or features [B, C], got ${backbone.outputs.map((y) => `[${y.shape.map(String).join(', ')}]`).join(' and ')}.`,
  );
  check(
    Object.hasOwn(poolings, pooling),
    `classifier: pooling must be one of ${Object.keys(poolings).join(', ')}, got ${pooling}.`,
  );
  check(
    pooling !== 'flatten' || !shape.slice(1).includes(null),
    `classifier: to flatten, the backbone's map must have a known size, got [${shape.map(String).join(', ')}]. Give the backbone an inputShape, or pool by 'average' or 'max'.`,
  );
  const features = shape.length === 4 ? apply(poolings[pooling](`${name}_pool`), map!) : map!;
  return model({ inputs: backbone.inputs, outputs: head(features, `${name}_head`), name });
}
