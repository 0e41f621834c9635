import {
  initializers,
  input,
  layers,
  model,
  type LayersModel,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { checkInteger } from '../core/check';
import type { Block } from '../layers/block';
import { activate, apply, batchNorm, layerSeed, type Activation } from '../layers/conv';
import { dropout as dropoutOf } from '../layers/dropout';
import { residualBlock, residualStem } from '../layers/residual';
import { checkShapeAndWidths } from './encoder-decoder';

/** What {@link residualClassifier} takes. */
export interface ResidualClassifierArgs {
  /** Height, width and channels of the images; `null` for a height or width not known yet. Default [128, 128, 1]. */
  inputShape?: readonly [number | null, number | null, number] | undefined;
  /** Width of every stage; each halves height and width. Default [32, 64, 96, 128]. */
  filters?: readonly number[] | undefined;
  /** Numbers that come out. Default 1: how likely an image is a positive one. */
  classes?: number | undefined;
  /** Default `'sigmoid'` for one class and `'softmax'` for more; `'linear'` gives logits. */
  activation?: Activation | undefined;
  /** Normalisation before each ReLU and after each shortcut. Default `batchNorm()`. */
  norm?: Block | undefined;
  /**
   * Share of the pooled features dropped in training, at least 0 and below 1. Default 0. {@link train} draws from its
   * own seed what is dropped.
   */
  dropout?: number | undefined;
  /** The same seed gives the same weights on every run. Default: new ones on every call. */
  seed?: number | undefined;
  /** Name of the model and prefix of its layers. Default `'residual_classifier'`. */
  name?: string | undefined;
}

/**
 * A small residual network that tells what an image shows: images `[B, H, W, channels]` to `[B, classes]`,
 * probabilities in [0, 1] by default. 486,529 parameters at its defaults, 484,609 of them trainable: few enough for some
 * hundred images and no pretrained weights.
 *
 * Order of layers: the first stage is a {@link residualStem} of step 2, each later one a {@link residualBlock} of step
 * 2; then BN and ReLU, the mean of each map over the image, dropout where there is any, and a dense layer. Of 128×128
 * pixels the last maps are 8×8. Since the maps are averaged, any size will do; the one it was trained on does best.
 *
 * Layers are named `residual_classifier_stage1_conv1`, …, `residual_classifier_stage4_add`,
 * `residual_classifier_features_norm`, `residual_classifier_features_relu` (the last maps, which Grad-CAM wants),
 * `residual_classifier_pool`, `residual_classifier_dropout`, `residual_classifier_head`.
 *
 * The blocks are those of He et al., https://arxiv.org/abs/1603.05027, in the form of {@link resunet}'s encoder.
 *
 * @throws TypeError when inputShape is not [height, width, channels]
 * @throws RangeError when a size or a width is not an integer of at least 1, there is no stage, or dropout lies outside
 * [0, 1)
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { residualClassifier } from 'hilum';
 *
 * const model = residualClassifier({ inputShape: [32, 32, 1], filters: [4, 8], seed: 1 });
 * const probabilities = model.predict(tf.zeros([2, 32, 32, 1])) as tf.Tensor;
 * console.log(probabilities.shape); // [ 2, 1 ]
 * tf.dispose(probabilities);
 * model.dispose();
 * ```
 */
export function residualClassifier({
  inputShape = [128, 128, 1],
  filters = [32, 64, 96, 128],
  classes = 1,
  activation = classes > 1 ? 'softmax' : 'sigmoid',
  norm = batchNorm(),
  dropout = 0,
  seed,
  name = 'residual_classifier',
}: ResidualClassifierArgs = {}): LayersModel {
  checkShapeAndWidths('residualClassifier', inputShape, filters);
  checkInteger('residualClassifier', 'classes', classes, 1);
  const drop = dropoutOf({ rate: dropout });

  const image = input({ shape: [...inputShape], name: `${name}_input` });
  let x: SymbolicTensor = image;
  filters.forEach((width, level) => {
    const stage = level === 0 ? residualStem : residualBlock;
    x = stage({ filters: width, strides: 2, norm, seed })(x, `${name}_stage${level + 1}`);
  });
  x = activate(norm(x, `${name}_features_norm`), 'relu', `${name}_features`); // [B, h, w, C]
  x = apply(layers.globalAveragePooling2d({ name: `${name}_pool` }), x); // [B, C]
  x = drop(x, `${name}_dropout`);
  const kernelInitializer = initializers.glorotUniform(layerSeed(`${name}_head`, seed));
  const head = layers.dense({ units: classes, activation, kernelInitializer, name: `${name}_head` });
  return model({ inputs: image, outputs: apply(head, x), name });
}
