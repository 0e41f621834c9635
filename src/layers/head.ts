import { initializers, layers } from '@tensorflow/tfjs-layers';
import { checkInteger } from '../core/check';
import type { Block } from './block';
import { apply, layerSeed, type Activation } from './conv';

/** What {@link segmentationHead} takes. */
export interface SegmentationHeadArgs {
  /** Maps that come out. Default 1: foreground against background. */
  classes?: number | undefined;
  /** Default `'sigmoid'` for one class and `'softmax'` for more; `'linear'` gives logits. */
  activation?: Activation | undefined;
  /** The same seed gives the same weights. Default: new ones on every call. */
  seed?: number | undefined;
}

/**
 * The end of a segmentation network: a 1×1 convolution with bias to `classes` maps, then the activation,
 * `[B, H, W, C]` → `[B, H, W, classes]`, probabilities in [0, 1] by default.
 * One layer, of the block's name. Glorot-uniform, so that a fresh network is undecided rather than sure.
 *
 * @throws RangeError when classes is not an integer of at least 1
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { segmentationHead } from 'hilum';
 *
 * const features = tf.input({ shape: [32, 32, 4] });
 * console.log(segmentationHead({ classes: 3 })(features, 'head').shape); // [ null, 32, 32, 3 ]
 * ```
 */
export function segmentationHead({
  classes = 1,
  activation = classes > 1 ? 'softmax' : 'sigmoid',
  seed,
}: SegmentationHeadArgs = {}): Block {
  checkInteger('segmentationHead', 'classes', classes, 1);
  return (x, name) =>
    apply(
      layers.conv2d({
        filters: classes,
        kernelSize: 1,
        activation,
        kernelInitializer: initializers.glorotUniform(layerSeed(name, seed)),
        name,
      }),
      x,
    );
}
