import * as tf from '@tensorflow/tfjs-core';
import {
  initializers,
  input,
  layers,
  model,
  type LayersModel,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { createImage, createRandom, type LossFn, type Sample } from 'hilum';

/** What a small model has between its two convolutions. */
export interface TinyModelArgs {
  norm?: boolean;
  dropout?: number;
  /** Whether it has a second output, of half the size. */
  outputs?: 1 | 2;
}

/** Two convolutions on images of 6×6, the same weights and names each time. */
export function tinyModel({ norm = false, dropout = 0, outputs = 1 }: TinyModelArgs = {}): LayersModel {
  const seeded = (seed: number, name: string) => ({
    kernelInitializer: initializers.glorotUniform({ seed }),
    name: `tiny_${name}`,
  });
  const x = input({ shape: [6, 6, 1], name: 'tiny_input' });
  let y = layers
    .conv2d({ filters: 3, kernelSize: 3, padding: 'same', ...seeded(1, 'conv') })
    .apply(x) as SymbolicTensor;
  if (norm) y = layers.batchNormalization({ name: 'tiny_norm' }).apply(y) as SymbolicTensor;
  if (dropout > 0) y = layers.dropout({ rate: dropout, name: 'tiny_dropout' }).apply(y) as SymbolicTensor;
  const head = (seed: number, strides: number) =>
    layers
      .conv2d({
        filters: 1,
        kernelSize: 1,
        strides,
        activation: 'sigmoid',
        ...seeded(seed, `head${seed - 1}`),
      })
      .apply(y) as SymbolicTensor;
  return model({ inputs: x, outputs: outputs === 1 ? head(2, 1) : [head(2, 1), head(3, 2)] });
}

/** A noisy image of 6×6 whose bright half is the mask. */
export function halves(seed: number): Sample {
  const random = createRandom(seed);
  const bright = random.integer(0, 2);
  const isBright = (i: number): boolean => (i % 6 < 3 ? 0 : 1) === bright;
  const pixels = (f: (i: number) => number): Uint8Array => Uint8Array.from({ length: 36 }, (_, i) => f(i));
  return {
    name: `halves-${seed}`,
    image: createImage({
      width: 6,
      height: 6,
      data: pixels((i) => (isBright(i) ? 160 : 80) + random.integer(0, 60)),
    }),
    mask: createImage({ width: 6, height: 6, data: pixels((i) => (isBright(i) ? 255 : 0)) }),
  };
}

/** Means over all pixels, so that a mean over samples is that of the batch. */
export const meanSquare: LossFn = function meanSquare(yTrue, yPred) {
  return tf.mean(tf.squaredDifference(yTrue, yPred));
};
