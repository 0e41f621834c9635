import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { batches, createImage, type Dataset, type Sample } from 'hilum';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** A 2×1 sample whose pixels tell its number. */
const numbered = (value: number): Sample => ({
  name: `${value}`,
  image: createImage({ width: 2, height: 1, data: new Uint8Array([value, 254]) }),
  mask: createImage({ width: 2, height: 1, data: new Uint8Array([0, 255]) }),
});

async function namesOf(dataset: Dataset, epoch = 0): Promise<(readonly string[])[]> {
  const names: (readonly string[])[] = [];
  for await (const batch of dataset(epoch)) {
    names.push(batch.names);
    tf.dispose([batch.xs, batch.ys]);
  }
  return names;
}

describe('batches', () => {
  it('gives images and masks as tensors of the ranges a model wants', async () => {
    const before = tf.memory().numTensors;
    for await (const { xs, ys, names } of batches({ items: [0], load: numbered })(0)) {
      expect(xs.shape).toEqual([1, 1, 2, 1]);
      expect(Array.from(xs.dataSync())).toEqual([-1, 1]);
      expect(Array.from(ys.dataSync())).toEqual([0, 1]);
      expect(names).toEqual(['0']);
      tf.dispose([xs, ys]);
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  it('keeps the order unless it is to shuffle, and ends with a smaller batch', async () => {
    expect(await namesOf(batches({ items: [1, 2, 3, 4, 5], load: numbered, batchSize: 2 }))).toEqual([
      ['1', '2'],
      ['3', '4'],
      ['5'],
    ]);
  });

  it('shuffles anew each epoch, the same for the same seed, and loses nothing', async () => {
    const items = Array.from({ length: 20 }, (_, i) => i);
    const shuffled = (seed: number) => batches({ items, load: numbered, shuffle: true, seed });
    const first = (await namesOf(shuffled(1), 0)).flat();
    expect((await namesOf(shuffled(1), 0)).flat()).toEqual(first);
    expect((await namesOf(shuffled(1), 1)).flat()).not.toEqual(first);
    expect((await namesOf(shuffled(2), 0)).flat()).not.toEqual(first);
    expect(first.map(Number).sort((a, b) => a - b)).toEqual(items);
  });

  it('augments a sample by seed, epoch and item alone, whatever the order', async () => {
    const drawn = async (shuffle: boolean, epoch: number) => {
      const values = new Map<string, number>();
      const augment = (sample: Sample, random: { uniform(): number }): Sample => {
        values.set(sample.name, random.uniform());
        return sample;
      };
      await namesOf(batches({ items: [1, 2, 3, 4, 5], load: numbered, shuffle, augment, seed: 9 }), epoch);
      return [...values].sort();
    };
    expect(await drawn(true, 0)).toEqual(await drawn(false, 0));
    expect(await drawn(true, 0)).not.toEqual(await drawn(true, 1));
  });

  it('loads ahead of the batch in use, but no further than it may', async () => {
    let started = 0;
    let taken = 0;
    let furthest = 0;
    const load = async (value: number): Promise<Sample> => {
      started++;
      furthest = Math.max(furthest, started - taken);
      return Promise.resolve(numbered(value));
    };
    const items = Array.from({ length: 30 }, (_, i) => i);
    for await (const { xs, ys, names } of batches({ items, load, batchSize: 2, ahead: 5 })(0)) {
      taken += names.length;
      tf.dispose([xs, ys]);
    }
    expect(started).toBe(30);
    expect(furthest).toBeGreaterThan(2);
    expect(furthest).toBeLessThanOrEqual(2 + 5);
  });

  it('leaves out a sample that cannot be loaded when told how to report it', async () => {
    const skipped: number[] = [];
    const load = (value: number): Sample => {
      if (value === 2) throw new Error('2 is broken');
      return numbered(value);
    };
    const dataset = batches({
      items: [1, 2, 3],
      load,
      batchSize: 2,
      onSkip: (item) => void skipped.push(item),
    });
    expect(await namesOf(dataset)).toEqual([['1', '3']]);
    expect(skipped).toEqual([2]);
    await expect(namesOf(batches({ items: [1, 2, 3], load }))).rejects.toThrow('2 is broken');
  });

  it('names the two samples whose sizes differ', async () => {
    const load = (width: number): Sample => {
      const image = createImage({ width, height: 1, data: new Uint8Array(width) });
      return { name: `wide-${width}`, image, mask: image };
    };
    await expect(namesOf(batches({ items: [2, 3], load }))).rejects.toThrow(
      'batches: all samples must have one size, got [1, 2, 1] (wide-2) and [1, 3, 1] (wide-3). Resize them in load.',
    );
  });

  it('tells how much each sample counts when there is a weight', async () => {
    const weight = (item: number) => item / 2;
    const seen: unknown[] = [];
    for await (const batch of batches({ items: [1, 2, 3], load: numbered, batchSize: 2, weight })(0)) {
      seen.push(batch.weights);
      tf.dispose([batch.xs, batch.ys]);
    }
    expect(seen).toEqual([[0.5, 1], [1.5]]);
  });

  it('refuses an empty list', () => {
    expect(() => batches({ items: [], load: numbered })).toThrow(/^batches: items must not be empty\./);
  });
});
