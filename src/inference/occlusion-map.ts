import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { check, checkInteger } from '../core/check';
import { turn } from '../core/turn';
import { createImage, type Image } from '../data/image';
import { resizeBilinear } from '../data/resize-bilinear';
import { checkClasses, classOf, scoreOf, type ClassMap } from './class-score';
import { networkInput, type NetworkInputArgs } from './network-input';

/** What {@link occlusionMap} takes. */
export interface OcclusionMapArgs extends NetworkInputArgs {
  /** The class whose evidence is shown. Default: the most probable one. */
  classIndex?: number;
  /** Side of the square that is covered, in pixels as the network sees them. Default an eighth of the longer side. */
  window?: number;
  /** From one place of the square to the next. Default half of the window. */
  strides?: number;
  /** What the square is covered with, a normalised value. Default: the mean of the image, in each channel. */
  fill?: number;
  /** Covered images that the model sees at a time. Default 16. */
  batchSize?: number;
}

/**
 * Occlusion: how much the score of a class falls when a part of the image is covered. A square moves over the image; a
 * pixel of the map is the mean fall over all squares that cover it, above 0 where the part speaks for the class. Needs no
 * gradient and no layer, so any model will do, at the cost of a prediction for each place of the square (225 at the
 * defaults). A model that is very sure hardly falls at all; {@link gradCam} does not depend on that.
 *
 * @param model images `[B, H, W, C]` to `[B, classes]`
 * @param image is prepared and normalised as in training
 * @returns `map` of the size that the network sees and `resized` of the size of the image, values −1 to 1 where the model
 * gives probabilities; no tensor is left behind
 * @throws TypeError when `image` is no image; RangeError when there is no such class, the model does not give classes,
 * the image has another number of channels than the model takes, or a number is not an integer of at least 1
 *
 * Zeiler and Fergus, https://arxiv.org/abs/1311.2901
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { chestPhantom, classifier, convBlock, mlpHead, occlusionMap } from 'hilum';
 *
 * const x = tf.input({ shape: [32, 32, 1] });
 * const backbone = tf.model({ inputs: x, outputs: convBlock({ filters: 4, strides: 4, seed: 1 })(x, 'conv') });
 * const model = classifier({ backbone, head: mlpHead({ hiddenUnits: [] }) });
 * const { image } = chestPhantom({ seed: 1, size: 64 });
 * const { map, resized } = await occlusionMap(model, image, { window: 8, strides: 8 });
 * console.log(map.width, resized.width); // 32 64
 * model.dispose();
 * ```
 */
export async function occlusionMap(
  model: LayersModel,
  image: Image,
  { classIndex, window, strides, fill, batchSize = 16, ...args }: OcclusionMapArgs = {},
): Promise<ClassMap> {
  const caller = 'occlusionMap';
  checkClasses(caller, model.outputs[0]!.shape);
  const seen = networkInput(caller, model, image, args);
  const { width, height, data, channels } = seen;
  const side = window ?? Math.max(1, Math.round(Math.max(width, height) / 8));
  const step = strides ?? Math.max(1, Math.floor(side / 2));
  for (const [name, value] of Object.entries({ window: side, strides: step, batchSize }))
    checkInteger(caller, name, value, 1);
  check(step <= side, `${caller}: strides must be at most the window, ${side}, got ${step}.`);

  const whole = await predict(model, seen, [data]);
  const index = classOf(caller, whole, classIndex);
  const score = scoreOf(model, whole, index);
  const cover = fill === undefined ? meansOf(seen) : new Float32Array(channels).fill(fill);
  const squares = startsOf(height, side, step).flatMap((y) =>
    startsOf(width, side, step).map((x) => ({ x, y })),
  );
  const falls = new Float64Array(width * height);
  const covers = new Float64Array(width * height);
  for (let at = 0; at < squares.length; at += batchSize) {
    const some = squares.slice(at, at + batchSize);
    const covered = some.map(({ x, y }) => {
      const copy = data.slice();
      forEachPixel(seen, x, y, side, (p) => {
        copy.set(cover, p * channels);
      });
      return copy;
    });
    const outputs = await predict(model, seen, covered);
    const classes = outputs.length / some.length;
    some.forEach(({ x, y }, i) => {
      const fall = score - scoreOf(model, outputs.subarray(i * classes, (i + 1) * classes), index);
      forEachPixel(seen, x, y, side, (p) => {
        falls[p]! += fall;
        covers[p]!++;
      });
    });
    await turn();
  }
  const map = createImage({ width, height, data: Float32Array.from(falls, (sum, p) => sum / covers[p]!) });
  return {
    classIndex: index,
    score,
    map,
    resized: resizeBilinear(map, { width: image.width, height: image.height }),
  };
}

/** What the model gives for images of one size. */
async function predict(
  model: LayersModel,
  { width, height, channels }: Image,
  images: readonly Float32Array[],
): Promise<Float32Array> {
  const values = new Float32Array(images.length * width * height * channels);
  images.forEach((image, i) => {
    values.set(image, i * image.length);
  });
  const outputs = tf.tidy(() => {
    const xs = tf.tensor4d(values, [images.length, height, width, channels]);
    return [model.predict(xs)].flat()[0]!;
  });
  try {
    return (await outputs.data()) as Float32Array;
  } finally {
    outputs.dispose();
  }
}

function meansOf({ data, channels }: Image): Float32Array {
  const sums = new Float64Array(channels);
  for (let i = 0; i < data.length; i++) sums[i % channels]! += data[i]!;
  return Float32Array.from(sums, (sum) => (sum * channels) / data.length);
}

/** Where squares begin along an axis; the last is moved inside. */
function startsOf(length: number, side: number, step: number): number[] {
  const last = Math.max(length - side, 0);
  return [...Array.from({ length: Math.ceil(last / step) }, (_, i) => i * step), last];
}

function forEachPixel(
  { width, height }: Image,
  x: number,
  y: number,
  side: number,
  visit: (p: number) => void,
): void {
  for (let row = y; row < Math.min(y + side, height); row++)
    for (let column = x; column < Math.min(x + side, width); column++) visit(row * width + column);
}
