import * as tf from '@tensorflow/tfjs-core';
import {
  input,
  layers,
  model as createModel,
  type LayersModel,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { createImage, occlusionMap, type Image } from 'hilum';
import { describe, expect, it } from 'vitest';
import { onEachBackend } from '../backends';

const asIs = {
  prepare: (image: Image): Image => image,
  normalize: (image: Image): Image<Float32Array> => image as Image<Float32Array>,
};

/** One number: the sum of the pixels, each times its weight. */
function weighing(height: number, width: number, weights: number[]): LayersModel {
  const image = input({ shape: [height, width, 1] });
  const flat = layers.flatten().apply(image) as SymbolicTensor;
  const dense = layers.dense({ units: 1, useBias: false });
  const model = createModel({ inputs: image, outputs: dense.apply(flat) as SymbolicTensor });
  dense.setWeights([tf.tensor2d(weights, [weights.length, 1])]);
  return model;
}

const ones = (width: number, height: number): Image<Float32Array> =>
  createImage({ width, height, data: new Float32Array(width * height).fill(1) });

describe('occlusionMap', () => {
  onEachBackend(() => {
    it('is the fall of the score where a square covers the image, the mean where several do', async () => {
      // Only the third pixel of four counts. Squares of 2 begin at 0, 1 and 2, the last two cover it.
      const model = weighing(1, 4, [0, 0, 5, 0]);
      const before = tf.memory().numTensors;
      const args = { window: 2, strides: 1, fill: 0, classIndex: 1, ...asIs };
      const { map, score } = await occlusionMap(model, ones(4, 1), args);
      expect(tf.memory().numTensors).toBe(before);
      expect(score).toBe(5);
      [0, (0 + 5) / 2, (5 + 5) / 2, 5].forEach((fall, x) => {
        expect(map.data[x]).toBeCloseTo(fall, 5);
      });
      model.dispose();
    });

    it('gives the same in batches of one, and covers sizes that the window does not divide', async () => {
      const weights = Array.from({ length: 35 }, (_, i) => Math.sin(i));
      const model = weighing(5, 7, weights);
      const args = { window: 3, strides: 2, fill: -1, classIndex: 1, ...asIs };
      const many = await occlusionMap(model, ones(7, 5), args);
      const single = await occlusionMap(model, ones(7, 5), { ...args, batchSize: 1 });
      expect(many.map.data.every(Number.isFinite)).toBe(true);
      many.map.data.forEach((value, p) => {
        expect(single.map.data[p]).toBeCloseTo(value, 4);
      });
      // The corner lies under the first square alone: what it covers falls from 1 to −1.
      const corner = [0, 1, 2, 7, 8, 9, 14, 15, 16].reduce((sum, p) => sum + 2 * weights[p]!, 0);
      expect(many.map.data[0]).toBeCloseTo(corner, 4);
      model.dispose();
    });
  });

  it('covers by the mean of the image unless told otherwise: an even image hides nothing', async () => {
    const model = weighing(4, 4, new Array<number>(16).fill(1));
    const { map } = await occlusionMap(model, ones(4, 4), asIs);
    expect(map.data.every((value) => Math.abs(value) < 1e-6)).toBe(true);
    model.dispose();
  });

  it('is of the size that the network sees, and of the image', async () => {
    const model = weighing(4, 4, new Array<number>(16).fill(1));
    const { map, resized } = await occlusionMap(
      model,
      createImage({ width: 9, height: 6, data: new Uint8Array(54) }),
    );
    expect([map.width, map.height, resized.width, resized.height]).toEqual([4, 4, 9, 6]);
    model.dispose();
  });

  it('refuses strides that leave gaps and numbers below 1', async () => {
    const model = weighing(4, 4, new Array<number>(16).fill(1));
    await expect(occlusionMap(model, ones(4, 4), { window: 2, strides: 3, ...asIs })).rejects.toThrow(
      'occlusionMap: strides must be at most the window, 2, got 3.',
    );
    await expect(occlusionMap(model, ones(4, 4), { window: 0, ...asIs })).rejects.toThrow(
      /window must be an integer/,
    );
  });
});
