import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { batches, createImage, mixDatasets, type Batch, type Dataset } from 'hilum';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const load = (value: number) => {
  const image = createImage({ width: 1, height: 1, data: Uint8Array.of(value) });
  return { name: `${value}`, image, mask: image };
};
const of = (items: number[], batchSize: number, more = {}): Dataset =>
  batches({
    items,
    load,
    batchSize,
    normalize: (image) => ({ ...image, depth: 32, data: Float32Array.from(image.data) }),
    ...more,
  });

/** The names of each batch; the values of its images must be the same. */
async function namesOf(dataset: Dataset, epoch = 0): Promise<string[][]> {
  const all: string[][] = [];
  for await (const { xs, ys, names } of dataset(epoch)) {
    expect([...xs.dataSync()].map(String)).toEqual(names);
    all.push([...names]);
    tf.dispose([xs, ys]);
  }
  return all;
}

describe('mixDatasets', () => {
  it('gives a batch of each in one, as long as the first has some, and begins the others anew', async () => {
    const data = mixDatasets(of([1, 2, 3, 4, 5], 2), of([10, 20, 30], 1), of([100, 101], 2));
    expect(await namesOf(data)).toEqual([
      ['1', '2', '10', '100', '101'],
      ['3', '4', '20', '100', '101'],
      ['5', '30', '100', '101'],
    ]);
    expect(await namesOf(mixDatasets(of([1, 2, 3, 4], 1), of([10, 20, 30], 1)))).toEqual([
      ['1', '10'],
      ['2', '20'],
      ['3', '30'],
      ['4', '10'],
    ]);
  });

  it('shuffles the others anew each time, the same in every run', async () => {
    const many = Array.from({ length: 8 }, (_, i) => 10 + i);
    const data = mixDatasets(
      of(
        Array.from({ length: 16 }, (_, i) => 100 + i),
        1,
      ),
      of(many, 1, { shuffle: true }),
    );
    const seconds = (await namesOf(data)).map(([, second]) => second);
    expect([...seconds.slice(0, 8)].sort()).toEqual(many.map(String));
    expect([...seconds.slice(8)].sort()).toEqual(many.map(String));
    expect(seconds.slice(0, 8)).not.toEqual(seconds.slice(8));
    expect((await namesOf(data)).map(([, second]) => second)).toEqual(seconds);
    expect((await namesOf(data, 1)).map(([, second]) => second)).not.toEqual(seconds);
  });

  it('keeps the weights of samples, 1 for those that have none', async () => {
    const data = mixDatasets(of([1, 2], 2, { weight: (item: number) => item * 3 }), of([10], 1));
    for await (const { xs, ys, weights } of data(0)) {
      expect(weights).toEqual([3, 6, 1]);
      tf.dispose([xs, ys]);
    }
  });

  it('leaves no tensor behind, also when its epoch is left early', async () => {
    const before = tf.memory().numTensors;
    for await (const { xs, ys } of mixDatasets(of([1, 2, 3], 1), of([4, 5], 1))(0)) {
      tf.dispose([xs, ys]);
      break;
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses none at all, and one without a batch', async () => {
    expect(() => mixDatasets()).toThrow('mixDatasets: there must be at least one dataset, got none.');
    // eslint-disable-next-line @typescript-eslint/require-await
    async function* nothing(): AsyncGenerator<Batch> {
      yield* [];
    }
    await expect(namesOf(mixDatasets(of([1], 1), nothing))).rejects.toThrow(
      'mixDatasets: every dataset must give a batch, got none from dataset 2.',
    );
  });
});
