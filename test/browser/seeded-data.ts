import * as tf from '@tensorflow/tfjs-core';
import {
  affine,
  batches,
  brightness,
  chestPhantom,
  compose,
  createRandom,
  flipHorizontal,
  gaussianNoise,
} from 'hilum';

/** What seeds make: the same in Node and in every browser. */
export interface SeededData {
  /** Of one stream: uniform numbers, integers, normal numbers, a shuffled list. */
  draws: number[];
  /** Pixels of a phantom with opacities and of its mask. */
  phantom: number[];
  mask: number[];
  /** Values of two augmented batches, images and masks, and the names in their order. */
  batches: number[];
  names: string[];
}

export async function seededData(): Promise<SeededData> {
  const random = createRandom('browser').fork('draws', 3);
  const draws = [
    ...Array.from({ length: 20 }, () => random.uniform()),
    ...Array.from({ length: 20 }, () => random.integer(0, 1000)),
    ...Array.from({ length: 20 }, () => random.normal()),
    ...random.shuffle(Array.from({ length: 20 }, (_, i) => i)),
  ];
  const { image, mask } = chestPhantom({ seed: 7, size: 64, tuberculosis: true });
  const data = batches({
    items: [1, 2, 3],
    load: (seed) => chestPhantom({ seed, size: 32 }),
    batchSize: 2,
    shuffle: true,
    seed: 'browser',
    augment: compose(flipHorizontal(), affine({ rotationRange: [-10, 10] }), brightness(), gaussianNoise()),
  });
  const values: number[] = [];
  const names: string[] = [];
  for await (const batch of data(0)) {
    values.push(...(await batch.xs.data()), ...(await batch.ys.data()));
    names.push(...batch.names);
    tf.dispose([batch.xs, batch.ys]);
  }
  return { draws, phantom: [...image.data], mask: [...mask.data], batches: values, names };
}
