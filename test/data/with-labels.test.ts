import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import {
  batches,
  bceLoss,
  createImage,
  residualClassifier,
  train,
  withLabels,
  type Batch,
  type Dataset,
} from 'hilum';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const load = (value: number) => {
  const image = createImage({ width: 4, height: 4, data: new Uint8Array(16).fill(value) });
  return { name: `${value}`, image, mask: image };
};
const images = (items: number[]): Dataset => batches({ items, load, batchSize: 2, weight: (item) => item });

async function labelsOf(dataset: Dataset): Promise<{ shape: number[]; values: number[] }[]> {
  const all = [];
  for await (const { xs, ys } of dataset(0)) {
    all.push({ shape: ys.shape, values: [...(await ys.data())] });
    tf.dispose([xs, ys]);
  }
  return all;
}

async function firstOf(dataset: Dataset): Promise<Batch> {
  for await (const batch of dataset(0)) return batch;
  throw new Error('the dataset is empty');
}

describe('withLabels', () => {
  it('puts the label of each sample in the place of its mask, whole or a share', async () => {
    const labels: Record<string, number> = { 10: 1, 20: 0, 30: 0.25 };
    expect(await labelsOf(withLabels(images([10, 20, 30]), (name) => labels[name]))).toEqual([
      { shape: [2, 1], values: [1, 0] },
      { shape: [1, 1], values: [0.25] },
    ]);
  });

  it('takes a number for each class', async () => {
    const oneHot = (name: string) => (name === '10' ? [1, 0, 0] : [0, 0, 1]);
    expect(await labelsOf(withLabels(images([10, 20]), oneHot))).toEqual([
      { shape: [2, 3], values: [1, 0, 0, 0, 0, 1] },
    ]);
  });

  it('leaves images, names and weights as they are, and no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const [a, b] = [await firstOf(images([10, 20])), await firstOf(withLabels(images([10, 20]), Number))];
    expect(await b.xs.data()).toEqual(await a.xs.data());
    expect([b.names, b.weights]).toEqual([a.names, a.weights]);
    expect(b.weights).toEqual([10, 20]);
    tf.dispose([a.xs, a.ys, b.xs, b.ys]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('gives batches that a classifier learns from', async () => {
    const model = residualClassifier({ inputShape: [4, 4, 1], filters: [2], norm: (x) => x, seed: 1 });
    const data = withLabels(batches({ items: [0, 255], load, batchSize: 2 }), (name) => Number(name) / 255);
    const { history } = await train(model, {
      data,
      epochs: 60,
      loss: bceLoss(),
      optimizer: tf.train.adam(0.03),
    });
    expect(history.loss!.at(-1)).toBeLessThan(history.loss![0]! / 4);
    model.dispose();
  });

  it.each([
    [
      'no label',
      undefined,
      '20',
      /^withLabels: every sample must have a label of finite numbers, got none for 20\./,
    ],
    ['a label that is no number', NaN, '20', /got \[NaN\] for 20\. Leave it out, or label it\.$/],
    ['no numbers', [], '20', /got \[\] for 20\./],
    [
      'another number of classes',
      [0, 1],
      '20',
      /^withLabels: labels must have one length, got 1 \(10\) and 2 \(20\)\.$/,
    ],
  ])('refuses %s, names the sample, and keeps no tensor', async (_, label, broken, message) => {
    const before = tf.memory().numTensors;
    const data = withLabels(images([10, 20]), (name) => (name === broken ? label : 1));
    await expect(labelsOf(data)).rejects.toThrow(message);
    expect(tf.memory().numTensors).toBe(before);
  });
});
