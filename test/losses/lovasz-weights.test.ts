import * as tf from '@tensorflow/tfjs-core';
import { createRandom } from 'hilum';
import { describe, expect, it } from 'vitest';
import { lovaszWeights, lovaszWeightsRead } from '../../src/losses/lovasz-weights';
import { onEachBackend } from '../backends';
import { read } from '../read';
import { expectClose } from './reference';

const shape = [3, 5, 7, 2];
const random = createRandom(4);
const errors = Array.from({ length: 210 }, () => Math.max(0, random.normal()));
// The first sample has no foreground.
const truth = errors.map((_, i) => (i >= 70 && random.uniform() < 0.3 ? 1 : 0));

/** By the definition: the Jaccard loss after each pixel minus that before it, times the length of a row. */
function byDefinition(): number[] {
  const weights = errors.map(() => 0);
  for (let sample = 0; sample < 3; sample++)
    for (let channel = 0; channel < 2; channel++) {
      const pixels = Array.from({ length: 35 }, (_, i) => sample * 70 + i * 2 + channel);
      const foreground = pixels.filter((i) => truth[i] === 1).length;
      let [missed, alarms, before] = [0, 0, 0];
      for (const i of pixels.sort((a, b) => errors[b]! - errors[a]!)) {
        if (truth[i] === 1) missed++;
        else alarms++;
        const jaccard = 1 - (foreground - missed) / (foreground + alarms);
        weights[i] = 7 * (jaccard - before);
        before = jaccard;
      }
    }
  return weights;
}

/** Where there is no error the order is anyone's, and the weight meets a factor of 0. */
const whereWrong = (weights: readonly number[]): number[] => weights.filter((_, i) => errors[i]! > 0);

describe('the weights of the Lovász hinge', () => {
  onEachBackend((tolerance) => {
    it('are by kernels what they are by definition', async () => {
      const weights = await read(() => lovaszWeights(tf.tensor(errors, shape), tf.tensor(truth, shape)));
      expectClose(whereWrong(weights), whereWrong(byDefinition()), tolerance);
    });
  });

  it('are in JavaScript what they are by definition, and 0 where there is no error', async () => {
    const weights = await read(() => lovaszWeightsRead(tf.tensor(errors, shape), tf.tensor(truth, shape)));
    expectClose(whereWrong(weights), whereWrong(byDefinition()), 1e-6);
    expect(weights.filter((weight, i) => errors[i] === 0 && weight !== 0)).toEqual([]);
  });

  it('add up to a row for each image when all of it is wrong: from IoU 1 to 0', async () => {
    const e = tf.reshape(tf.range(1, 31), [1, 5, 6, 1]);
    for (const weigh of [lovaszWeights, lovaszWeightsRead])
      for (const share of [0, 0.4]) {
        const sum = await read(() => tf.sum(weigh(e, tf.cast(tf.lessEqual(e, 30 * share), 'float32'))));
        expect(sum[0]).toBeCloseTo(6, 5);
      }
  });
});
