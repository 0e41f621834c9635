import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { binaryCosts, logProbabilities, SMALLEST } from '../../src/losses/log-probability';
import { onEachBackend } from '../backends';
import { read } from '../read';

const worst = -Math.log(SMALLEST);

describe('the logarithms of probabilities', () => {
  onEachBackend(() => {
    it('are exact from logits, for masks and for classes', async () => {
      const logits = tf.tensor2d([3, -40, 0, 90], [2, 2]);
      const [ofTrue, ofFalse] = await Promise.all(
        [0, 1].map((i) => read(() => binaryCosts(logits, true)[i]!)),
      );
      const softplus = (x: number): number =>
        x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
      [3, -40, 0, 90].forEach((x, i) => {
        expect(ofTrue![i]).toBeCloseTo(softplus(-x), 5);
        expect(ofFalse![i]).toBeCloseTo(softplus(x), 5);
      });
      const logs = await read(() => logProbabilities(logits, true));
      [-softplus(-43), -softplus(43), -90, 0].forEach((x, i) => expect(logs[i]).toBeCloseTo(x, 4));
    });

    it('end at the smallest probability that counts', async () => {
      const y = tf.tensor1d([0, 0.25, 1]);
      const expected = [worst, -Math.log(0.25), 0];
      const ofTrue = await read(() => binaryCosts(y, false)[0]);
      const ofFalse = await read(() => binaryCosts(tf.sub(1, y), false)[1]);
      const logs = await read(() => logProbabilities(y, false));
      expected.forEach((cost, i) => {
        expect(ofTrue[i]).toBeCloseTo(cost, 4);
        expect(ofFalse[i]).toBeCloseTo(cost, 4);
        expect(logs[i]).toBeCloseTo(-cost, 4);
      });
    });
  });
});
