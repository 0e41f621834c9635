import * as tf from '@tensorflow/tfjs-core';
import { model as createModel, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { check, checkInteger } from '../core/check';
import type { Features } from '../core/features';
import { turn } from '../core/turn';
import { inceptionResnetV2Input, resnet50Input, vgg16Input } from '../data/backbone-input';
import type { Image } from '../data/image';
import { contentHash } from '../data/image-hash';
import { modelHash, textHash } from './model-hash';
import { networkInput, type NetworkInputArgs } from './network-input';

/**
 * Where features are kept between runs, by keys of letters, digits and hyphens: `featureFolder` of `hilum/node`, a `Map`
 * behind two functions, or anything of your own. A store may forget, and may be shared by several processes.
 */
export interface FeatureStore {
  /** What was put under a key; undefined where there is nothing, or nothing whole. */
  get(key: string): Promise<Float32Array | undefined>;
  /** All of it or nothing: a write that is interrupted leaves what was there before. */
  put(key: string, features: Float32Array): Promise<void>;
}

/** An image and what to call it. A {@link Sample} is one. */
export interface NamedImage {
  readonly name: string;
  readonly image: Image;
}

/** What {@link extractFeatures} takes. */
export interface ExtractFeaturesArgs extends NetworkInputArgs {
  /** The name of the layer whose values are the features. Default: the output of the backbone. */
  layer?: string;
  /** How a map `[h, w, C]` becomes a row: mean or maximum of each channel, or all of it. Default `'average'`. */
  pooling?: 'average' | 'max' | 'flatten';
  /**
   * What of an image is looked at, before it is prepared: the box of the lungs by {@link cropToMask}, the lungs alone by
   * {@link maskOutside}. Default: all of it.
   */
  region?: (image: Image) => Image | Promise<Image>;
  /** Images that the backbone sees at a time. Default 8. */
  batchSize?: number;
  /** Keeps features, so that the backbone sees an image once. Default: none. */
  store?: FeatureStore;
  /** Takes the error of an image that `region` or `prepare` refuses, which is then left out. Default: it ends the run. */
  onSkip?: (name: string, error: unknown) => void;
}

/** By the name of the model, which Keras gives too. */
const inputs: Readonly<Record<string, (image: Image) => Image<Float32Array>>> = {
  vgg16: vgg16Input,
  resnet50: resnet50Input,
  inception_resnet_v2: inceptionResnetV2Input,
};

/**
 * Features of images: what a layer of a backbone gives for each, a row an image. For {@link logisticRegression}, for
 * {@link mlp}, or for a program of your own.
 *
 * Each image goes through `region`, `prepare` (to the size of the backbone, or `size`), `normalize` and the backbone;
 * pixels of {@link vgg16}, {@link resnet50} and {@link inceptionResnetV2} are normalised as each expects by default
 * ({@link vgg16Input}, …), grey becoming three channels, those of others by {@link rescale}. Images are taken one after
 * another and no more than a batch is held, so `images` may be a generator that reads files.
 *
 * With a `store` the features of an image are looked up by what the backbone would see (every pixel, after region,
 * preparation and normalisation), the layers and weights of the backbone, the layer and the pooling: whatever changes,
 * old features are not taken for new ones. Backends differ in the sixth digit; that does not count.
 *
 * @param backbone images to one map or row; is left as it is
 * @param images in any order; the rows come in the same
 * @returns plain data; no tensor is left behind
 * @throws RangeError when there is no such layer, it gives neither map nor row, the backbone takes other channels, or
 * images of several sizes are flattened
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { chestPhantom, convBlock, extractFeatures, logisticRegression } from 'hilum';
 *
 * const x = tf.input({ shape: [32, 32, 1] });
 * // Or resnet50(), with weights loaded.
 * const backbone = tf.model({ inputs: x, outputs: convBlock({ filters: 4, strides: 4, seed: 1 })(x, 'conv') });
 * const phantoms = [1, 2, 3, 4].map((seed) => chestPhantom({ seed, size: 64, tuberculosis: seed > 2 }));
 * const features = await extractFeatures(backbone, phantoms, { layer: 'conv', pooling: 'max' });
 * console.log(features.shape, features.names); // [ 4, 4 ] and phantom-1_0, …
 * logisticRegression(features, phantoms.map(({ label }) => label)).predict(features);
 * backbone.dispose();
 * ```
 */
export async function extractFeatures(
  backbone: LayersModel,
  images: Iterable<NamedImage> | AsyncIterable<NamedImage>,
  {
    layer,
    pooling = 'average',
    region = (image) => image,
    batchSize = 8,
    store,
    onSkip,
    normalize = inputs[backbone.name],
    ...args
  }: ExtractFeaturesArgs = {},
): Promise<Features> {
  const caller = 'extractFeatures';
  checkInteger(caller, 'batchSize', batchSize, 1);
  check(
    ['average', 'max', 'flatten'].includes(pooling),
    `${caller}: pooling must be 'average', 'max' or 'flatten', got ${pooling}.`,
  );
  // A name that is always the same, since it is hashed too.
  const part = createModel({ inputs: backbone.inputs, outputs: outputOf(backbone, layer), name: 'part' });
  const settings = store && `${await modelHash(part)} ${pooling}`;
  const input = { ...args, ...(normalize && { normalize }) };

  const names: string[] = [];
  const rows: (Float32Array | undefined)[] = [];
  let waiting: Waiting[] = [];
  const flush = async (): Promise<void> => {
    if (waiting.length === 0) return;
    const computed = await rowsOf(part, waiting, pooling);
    for (const [i, { at, key }] of waiting.entries()) {
      rows[at] = computed[i]!;
      if (store && key !== undefined) await store.put(key, computed[i]!);
    }
    waiting = [];
    await turn();
  };

  for await (const { name, image } of images) {
    let seen: Image<Float32Array>;
    try {
      seen = networkInput(caller, backbone, await region(image), input);
    } catch (error) {
      if (!onSkip) throw error;
      onSkip(name, error);
      continue;
    }
    const key = settings && `${contentHash(seen)}-${textHash(settings)}`;
    const kept = store && key && (await store.get(key));
    const at = names.push(name) - 1;
    if (kept) {
      rows[at] = kept;
      continue;
    }
    const [first] = waiting;
    if (first && (first.seen.width !== seen.width || first.seen.height !== seen.height)) await flush();
    waiting.push({ at, seen, key });
    if (waiting.length === batchSize) await flush();
  }
  await flush();
  return { ...stack(caller, rows as Float32Array[], names), names };
}

/** An image that the backbone has yet to see. */
interface Waiting {
  /** Its row. */
  readonly at: number;
  readonly seen: Image<Float32Array>;
  readonly key: string | undefined;
}

function outputOf(backbone: LayersModel, name: string | undefined): SymbolicTensor {
  const layer = backbone.layers.find((one) => one.name === name);
  check(
    name === undefined || layer !== undefined,
    `extractFeatures: layer must be one of the backbone, got ${name}. backbone.layers has the names.`,
  );
  const output = layer ? layer.output : backbone.outputs[0]!;
  check(
    !Array.isArray(output) && (output.shape.length === 4 || output.shape.length === 2),
    `extractFeatures: layer must give a map [B, h, w, C] or a row [B, C], got ${[output]
      .flat()
      .map(({ shape }) => `[${shape.map(String).join(', ')}]`)
      .join(' and ')}. Name another.`,
  );
  return output;
}

/** The features of images of one size. */
async function rowsOf(
  part: LayersModel,
  waiting: readonly Waiting[],
  pooling: 'average' | 'max' | 'flatten',
): Promise<Float32Array[]> {
  const { width, height, channels, data } = waiting[0]!.seen;
  const values = new Float32Array(waiting.length * data.length);
  waiting.forEach(({ seen }, i) => {
    values.set(seen.data, i * data.length);
  });
  const pooled = tf.tidy(() => {
    const y = part.predictOnBatch(
      tf.tensor4d(values, [waiting.length, height, width, channels]),
    ) as tf.Tensor;
    if (pooling === 'flatten' || y.rank === 2) return tf.reshape(y, [waiting.length, -1]);
    return pooling === 'average' ? tf.mean(y, [1, 2]) : tf.max(y, [1, 2]);
  });
  try {
    const all = (await pooled.data()) as Float32Array;
    const each = all.length / waiting.length;
    return waiting.map((_, i) => all.slice(i * each, (i + 1) * each));
  } finally {
    pooled.dispose();
  }
}

function stack(
  caller: string,
  rows: readonly Float32Array[],
  names: readonly string[],
): Pick<Features, 'shape' | 'data'> {
  const width = rows[0]?.length ?? 0;
  const data = new Float32Array(rows.length * width);
  rows.forEach((row, i) => {
    check(
      row.length === width,
      `${caller}: all images must give as many features, got ${width} (${names[0]}) and ${row.length} (${names[i]}). Give a size, or pool by 'average' or 'max'.`,
    );
    data.set(row, i * width);
  });
  return { shape: [rows.length, width], data };
}
