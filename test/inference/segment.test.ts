import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import {
  input,
  layers,
  model as layersModel,
  type LayersModel,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { createImage, segment, unet, type Image } from 'hilum';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** A model that gives `classes` maps, weights[c]·x + biases[c], each through a sigmoid unless told otherwise. */
function pointwise(
  inputShape: [number | null, number | null, number],
  weights: number[],
  biases: number[],
  activation: 'sigmoid' | 'softmax' | 'linear' = 'sigmoid',
): LayersModel {
  const x = input({ shape: inputShape });
  const conv = layers.conv2d({ filters: biases.length, kernelSize: 1, activation });
  const made = layersModel({ inputs: x, outputs: conv.apply(x) as SymbolicTensor });
  conv.setWeights([tf.tensor4d(weights, [1, 1, inputShape[2], biases.length]), tf.tensor1d(biases)]);
  return made;
}

/** Left half black, right half white. */
const halves = (width: number, height: number): Image<Uint8Array> =>
  createImage({
    width,
    height,
    data: Uint8Array.from({ length: width * height }, (_, i) => (i % width < width / 2 ? 0 : 255)),
  });

const asIs = (image: Image): Image => image;

describe('segment', () => {
  it('gives the mask at the size of the image, whatever size the network sees', async () => {
    const bright = pointwise([8, 8, 1], [10], [0]);
    const { mask, probabilities } = await segment(bright, halves(24, 16));
    expect(mask).toEqual(halves(24, 16));
    expect([probabilities.width, probabilities.height, probabilities.channels]).toEqual([24, 16, 1]);
    expect(Math.max(...probabilities.data)).toBeLessThanOrEqual(1);
  });

  it('gives at each pixel of an open model what the model gives there', async () => {
    const open = pointwise([null, null, 1], [3], [-1]);
    const image = createImage({ width: 3, height: 2, data: Uint8Array.of(0, 50, 100, 150, 200, 250) });
    const { probabilities } = await segment(open, image, { prepare: asIs });
    image.data.forEach((x, i) => {
      expect(probabilities.data[i]).toBeCloseTo(1 / (1 + Math.exp(1 - (3 * (x - 127)) / 127)), 5);
    });
  });

  it('pads an odd size to what the depth of the network asks for, and crops again', async () => {
    const open = unet({ inputShape: [null, null, 1], filters: [2, 2, 2], seed: 1 });
    const { mask } = await segment(open, halves(13, 7));
    expect([mask.width, mask.height]).toEqual([13, 7]);
  });

  it('calls foreground what is above the threshold', async () => {
    const half = pointwise([null, null, 1], [0], [0]);
    expect((await segment(half, halves(2, 2))).mask.data.every((x) => x === 0)).toBe(true);
    expect((await segment(half, halves(2, 2), { threshold: 0.49 })).mask.data.every((x) => x === 255)).toBe(
      true,
    );
  });

  it('gives the index of the most probable of several classes', async () => {
    const three = pointwise([null, null, 1], [-5, 0, 5], [0, 1, 0], 'softmax');
    const image = createImage({ width: 3, height: 1, data: Uint8Array.of(0, 127, 254) });
    const { mask, probabilities } = await segment(three, image, { prepare: asIs });
    expect([...mask.data]).toEqual([0, 1, 2]);
    expect(probabilities.channels).toBe(3);
  });

  it('leaves no tensor behind', async () => {
    const model = pointwise([8, 8, 1], [1], [0]);
    const before = tf.memory().numTensors;
    await segment(model, halves(5, 5));
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses an image whose channels the model does not take', async () => {
    const rgb = pointwise([8, 8, 3], [1, 1, 1], [0]);
    await expect(segment(rgb, halves(8, 8))).rejects.toThrow(
      'segment: the image must have the 3 channels that the model takes, got 1. Change them in normalize.',
    );
  });

  it('refuses a model that does not give a map', async () => {
    const x = input({ shape: [8, 8, 1] });
    const pooled = layers.maxPooling2d({ poolSize: 2 }).apply(x) as SymbolicTensor;
    await expect(segment(layersModel({ inputs: x, outputs: pooled }), halves(8, 8))).rejects.toThrow(
      'segment: the model must give a map of the size it is given, got [1, 4, 4, 1] for [1, 8, 8, 1].',
    );
  });
});
