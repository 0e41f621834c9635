import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { createImage, type Image } from '../data/image';
import { resizeBilinear } from '../data/resize-bilinear';
import { checkClasses, classOf, cutModel, scoreOf, type ClassMap } from './class-score';
import { networkInput, type NetworkInputArgs } from './network-input';

/** What {@link gradCam} takes. */
export interface GradCamArgs extends NetworkInputArgs {
  /** The name of the layer whose map is looked at. Default: the last layer that gives a map `[B, h, w, C]`. */
  layer?: string;
  /** The class whose evidence is shown. Default: the most probable one. */
  classIndex?: number;
}

/**
 * Grad-CAM: where in an image a classifier finds its evidence for a class. The channels A of a layer's map, each weighted
 * by the mean over the map of how the logit y of the class changes with it, summed, and cut off at 0:
 * ReLU(Σ a·A) with a = mean ∂y/∂A. The logit, also of models that end in a softmax or sigmoid, where the gradient of the
 * probability would vanish for a model that is sure; of a model of one number y for class 1 and −y for class 0.
 *
 * It shows what this model looks at, not where disease is. A map of 7×7 cannot tell more than a seventh of the image.
 *
 * @param model images `[B, H, W, C]` to `[B, classes]`
 * @param image is prepared and normalised as in training
 * @returns `map` of the size of the layer and `resized` of the size of the image, values 0 to 1, the largest of `map`
 * exactly 1 unless nothing speaks for the class, which gives 0 everywhere; no tensor is left behind
 * @throws TypeError when `image` is no image; RangeError when there is no such layer or class, the model does not give
 * classes, or the image has another number of channels than the model takes
 *
 * Selvaraju et al., https://arxiv.org/abs/1610.02391
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { chestPhantom, classifier, convBlock, gradCam, mlpHead, overlayHeatmap } from 'hilum';
 *
 * const x = tf.input({ shape: [32, 32, 1] });
 * const backbone = tf.model({ inputs: x, outputs: convBlock({ filters: 4, strides: 4, seed: 1 })(x, 'conv') });
 * const model = classifier({ backbone, head: mlpHead({ hiddenUnits: [] }) });
 * const { image } = chestPhantom({ seed: 1, size: 64 });
 * const cam = await gradCam(model, image, { layer: 'conv', classIndex: 1 });
 * console.log(cam.map.width, cam.resized.width); // 8 64
 * overlayHeatmap(image, cam.resized); // to look at
 * model.dispose();
 * ```
 */
export async function gradCam(
  model: LayersModel,
  image: Image,
  { layer, classIndex, ...args }: GradCamArgs = {},
): Promise<ClassMap> {
  const caller = 'gradCam';
  checkClasses(caller, model.outputs[0]!.shape);
  const cut = cutModel(caller, model, layer);
  const { width, height, channels, data } = networkInput(caller, model, image, args);

  const x = tf.tensor4d(data, [1, height, width, channels]);
  let made: tf.Tensor[] = [];
  try {
    const forward = tf.tidy(() => {
      const activations = cut.activations(x);
      return [activations, cut.logits(x, activations), [model.predict(x)].flat()[0]!] as const;
    });
    made = [...forward];
    const [activations, logits, outputs] = forward;
    const index = classOf(caller, await logits.data(), classIndex);
    const map = tf.tidy(() => {
      const score = (a: tf.Tensor): tf.Scalar => {
        const y = cut.logits(x, a);
        return tf.sum(y.shape[1] === 1 ? tf.mul(y, index === 1 ? 1 : -1) : tf.slice(y, [0, index], [1, 1]));
      };
      const weights = tf.mean(tf.grad(score)(activations), [1, 2], true); // [1, 1, 1, C]
      return tf.relu(tf.sum(tf.mul(activations, weights), -1)); // [1, h, w]
    });
    made.push(map);
    const values = (await map.data()) as Float32Array;
    const largest = values.reduce((a, b) => Math.max(a, b), 0);
    const [, h, w] = map.shape;
    const scaled = createImage({
      width: w!,
      height: h!,
      data: Float32Array.from(values, (value) => (largest > 0 ? value / largest : 0)),
    });
    return {
      classIndex: index,
      score: scoreOf(model, await outputs.data(), index),
      map: scaled,
      resized: resizeBilinear(scaled, { width: image.width, height: image.height }),
    };
  } finally {
    tf.dispose([x, ...made]);
  }
}
