import * as tf from '@tensorflow/tfjs-core';
import {
  input,
  layers,
  model as createModel,
  sequential,
  type LayersModel,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { batches, dropout, spatialDropout, train } from 'hilum';
import { describe, expect, it } from 'vitest';
import { dropoutSeeds } from '../../src/training/dropout-seeds';
import { onEachBackend } from '../backends';
import { weightValues } from '../battery';
import { halves, meanSquare, tinyModel } from './tiny';

/** Two dropouts on an image of ones, one of them in a model within the model. */
function dropping(seed?: number): LayersModel {
  const inner = sequential({
    layers: [layers.dropout({ rate: 0.5, inputShape: [8, 8, 2], name: 'inner', ...(seed && { seed }) })],
  });
  const x = input({ shape: [8, 8, 2] });
  const y = layers.dropout({ rate: 0.5, name: 'outer', ...(seed && { seed }) }).apply(x) as SymbolicTensor;
  return createModel({ inputs: x, outputs: [y, inner.apply(x) as SymbolicTensor] });
}

/** What the two dropouts leave of ones. */
function masks(model: LayersModel): number[][] {
  return tf.tidy(() => {
    const outputs = model.apply(tf.ones([1, 8, 8, 2]), { training: true }) as tf.Tensor[];
    return outputs.map((output) => [...output.dataSync()]);
  });
}

describe('dropoutSeeds', () => {
  onEachBackend(() => {
    it('draws the same masks for the same seed and pass, others for another, a layer for itself', () => {
      const model = dropping();
      const drawn = (seed: number, pass: string) => {
        dropoutSeeds(model, seed).draw(pass);
        return masks(model);
      };
      const first = drawn(1, '0/1');
      expect(drawn(1, '0/1')).toEqual(first);
      for (const other of [drawn(1, '0/2'), drawn(1, '1/1'), drawn(2, '0/1')])
        other.forEach((mask, i) => expect(mask).not.toEqual(first[i]));
      expect(first[0]).not.toEqual(first[1]);
      expect(new Set(first.flat())).toEqual(new Set([0, 2]));
      model.dispose();
    });
  });

  it('gives each layer its own seed back, also when a run fails', async () => {
    const model = dropping(7);
    const before = masks(model);
    const seeds = dropoutSeeds(model, 1);
    seeds.draw('0/1');
    expect(masks(model)).not.toEqual(before);
    seeds.giveBack();
    expect(masks(model)).toEqual(before);

    const tiny = tinyModel({ dropout: 0.5 });
    const layer = tiny.getLayer('tiny_dropout') as unknown as { seed?: number };
    layer.seed = 5;
    const failing = train(tiny, {
      data: batches({ items: [1], load: halves }),
      epochs: 1,
      loss: () => {
        throw new Error('planted');
      },
    });
    await expect(failing).rejects.toThrow('planted');
    expect(layer.seed).toBe(5);
    model.dispose();
    tiny.dispose();
  });

  it('makes two runs of the same seed end alike, and those of another seed not', async () => {
    const data = batches({ items: [1, 2, 3, 4], load: halves, batchSize: 2 });
    const ends = async (seed: number | string): Promise<number[][]> => {
      const model = tinyModel({ dropout: 0.5 });
      await train(model, { data, epochs: 2, loss: meanSquare, seed });
      const weights = await weightValues(model);
      model.dispose();
      return weights;
    };
    const first = await ends('a');
    expect(await ends('a')).toEqual(first);
    expect(await ends('b')).not.toEqual(first);
  });

  it('reaches the dropouts of blocks', () => {
    const x = input({ shape: [4, 4, 3] });
    const y = spatialDropout({ rate: 0.5 })(dropout({ rate: 0.5 })(x, 'a'), 'b');
    const model = createModel({ inputs: x, outputs: y });
    dropoutSeeds(model, 1).draw('0/1');
    const seeds = model.layers.slice(1).map((layer) => (layer as unknown as { seed?: number }).seed);
    expect(seeds.every((seed) => Number.isInteger(seed) && seed !== 0)).toBe(true);
    expect(new Set(seeds).size).toBe(2);
    model.dispose();
  });
});
