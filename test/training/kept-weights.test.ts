import * as tf from '@tensorflow/tfjs-core';
import { adamW, batches, train } from 'hilum';
import { describe, expect, it } from 'vitest';
import { keepWeights } from '../../src/training/kept-weights';
import { onEachBackend } from '../backends';
import { weightValues } from '../battery';
import { halves, meanSquare, tinyModel } from './tiny';

describe('keepWeights', () => {
  onEachBackend(() => {
    it('gives a model its weights back to the bit, though steps were made in place meanwhile', async () => {
      const model = tinyModel({ norm: true });
      const before = await weightValues(model);
      const tensors = tf.memory().numTensors;
      const kept = keepWeights(model.weights);
      const optimizer = adamW({ learningRate: 0.1 });
      const data = batches({ items: [1, 2, 3], load: halves, batchSize: 1 });
      await train(model, { data, epochs: 2, loss: meanSquare, optimizer });
      optimizer.dispose();
      expect(await weightValues(model)).not.toEqual(before);
      kept.giveBack();
      expect(await weightValues(model)).toEqual(before);
      kept.dispose();
      expect(await weightValues(model)).toEqual(before);
      expect(tf.memory().numTensors).toBe(tensors);
      model.dispose();
    });
  });
});
