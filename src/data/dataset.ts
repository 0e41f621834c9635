import * as tf from '@tensorflow/tfjs-core';
import { check, checkIntegers } from '../core/check';
import { createRandom } from '../core/random';
import { whiteOf, type Image } from './image';
import { rescale } from './rescale';
import type { Augmentation, Sample } from './sample';

/** Some samples as tensors. Whoever takes a batch out of a {@link Dataset} disposes `xs` and `ys`. */
export interface Batch {
  /** Images, `[B, H, W, C]`. */
  readonly xs: tf.Tensor4D;
  /** Masks, `[B, H, W, classes]`, 0 to 1; or the labels of {@link withLabels}, `[B, classes]`. */
  readonly ys: tf.Tensor;
  /** The name of each sample, for messages and reports. */
  readonly names: readonly string[];
  /** How much each sample counts in the loss. Default: all the same. */
  readonly weights?: readonly number[];
}

/**
 * The batches of one epoch (counted from 0). Any function of this type will do, an `async function*` included:
 * {@link batches} makes one from a list.
 */
export type Dataset = (epoch: number) => AsyncIterable<Batch>;

/** What {@link batches} takes. */
export interface BatchesArgs<Item> {
  /** What to load: paths, pairs, samples already in memory. */
  items: readonly Item[];
  /** Gives the sample of an item. All samples of a dataset have one size. */
  load: (item: Item) => Sample | Promise<Sample>;
  /** Samples a batch; the last batch of an epoch may be smaller. Default 4. */
  batchSize?: number;
  /** Another order each epoch. Default false. */
  shuffle?: boolean;
  /** Changes each sample anew each epoch. Default: none. */
  augment?: Augmentation;
  /** Where order and augmentation come from: same seed, same batches. Default 0. */
  seed?: number | string;
  /** The image as the model wants it. Default {@link rescale}, the reference's (x − 127) / 127. */
  normalize?: (image: Image) => Image<Float32Array>;
  /** How many samples are loaded ahead of the one in use, which bounds the memory. Default `2 · batchSize`. */
  ahead?: number;
  /** How much the sample of an item counts in the loss of {@link train}. Default: all the same. */
  weight?: (item: Item) => number;
  /** Takes the error of a sample that cannot be loaded, which is then left out. Default: the error ends the epoch. */
  onSkip?: (item: Item, error: unknown) => void;
}

/**
 * A seeded stream of batches: loads ahead while a training step runs, shuffles and augments by the seed alone, so
 * that an epoch is the same whatever was drawn before it.
 *
 * @returns a {@link Dataset}; every batch it gives holds two tensors that the taker disposes ({@link train} does)
 * @throws RangeError when there are no items, or samples of different sizes meet in a batch
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { batches, chestPhantom } from 'hilum';
 *
 * const data = batches({ items: [1, 2, 3], load: (seed) => chestPhantom({ seed, size: 32 }), batchSize: 2 });
 * for await (const { xs, ys, names } of data(0)) {
 *   console.log(xs.shape, names); // [2, 32, 32, 1], then [1, 32, 32, 1]
 *   tf.dispose([xs, ys]);
 * }
 * ```
 */
export function batches<Item>({
  items,
  load,
  batchSize = 4,
  shuffle = false,
  augment = (sample) => sample,
  seed = 0,
  normalize = (image) => rescale(image),
  ahead = 2 * batchSize,
  weight,
  onSkip,
}: BatchesArgs<Item>): Dataset {
  check(
    items.length > 0,
    'batches: items must not be empty. Is the folder, or this part of the split, empty?',
  );
  checkIntegers('batches', { batchSize, ahead }, 1);
  const random = createRandom(seed);

  return async function* epochOf(epoch) {
    const indices = items.map((_, index) => index);
    const order = shuffle ? random.fork('order', epoch).shuffle(indices) : indices;
    const loading: Promise<Loaded | undefined>[] = [];
    const start = async (index: number): Promise<Loaded | undefined> => {
      const item = items[index]!;
      try {
        const sample = augment(await load(item), random.fork('augment', epoch, index));
        return { sample, weight: weight?.(item) };
      } catch (error) {
        if (!onSkip) throw error;
        onSkip(item, error);
        return undefined;
      }
    };
    let next = 0;
    const refill = (): void => {
      while (loading.length < ahead && next < order.length) {
        const loaded = start(order[next++]!);
        // An error is thrown where the sample is awaited; until then it must not count as unhandled.
        loaded.catch(() => undefined);
        loading.push(loaded);
      }
    };

    let batch: Loaded[] = [];
    refill();
    while (loading.length > 0) {
      const loaded = await loading.shift();
      if (loaded) batch.push(loaded);
      if (batch.length === batchSize) {
        yield toBatch(batch, normalize);
        batch = [];
      }
      refill();
    }
    if (batch.length > 0) yield toBatch(batch, normalize);
  };
}

interface Loaded {
  readonly sample: Sample;
  readonly weight: number | undefined;
}

function toBatch(loaded: readonly Loaded[], normalize: (image: Image) => Image<Float32Array>): Batch {
  const samples = loaded.map(({ sample }) => sample);
  const weights = loaded.flatMap(({ weight }) => weight ?? []);
  return {
    xs: stack(samples, (sample) => normalize(sample.image)),
    ys: stack(samples, ({ mask }) => rescale(mask, { subtract: 0, divide: whiteOf(mask) })),
    names: samples.map((sample) => sample.name),
    ...(weights.length > 0 ? { weights } : {}),
  };
}

function stack(samples: readonly Sample[], imageOf: (sample: Sample) => Image<Float32Array>): tf.Tensor4D {
  const images = samples.map(imageOf);
  const { width, height, channels, data } = images[0]!;
  const values = new Float32Array(samples.length * data.length);
  images.forEach((image, i) => {
    check(
      sizeOf(image) === sizeOf(images[0]!),
      `batches: all samples must have one size, got ${sizeOf(images[0]!)} (${samples[0]!.name}) and ${sizeOf(image)} (${samples[i]!.name}). Resize them in load.`,
    );
    values.set(image.data, i * data.length);
  });
  return tf.tensor4d(values, [samples.length, height, width, channels]);
}

const sizeOf = ({ height, width, channels }: Image): string => `[${height}, ${width}, ${channels}]`;
