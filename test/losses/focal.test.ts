import * as tf from '@tensorflow/tfjs-core';
import {
  bceLoss,
  categoricalCrossEntropyLoss,
  categoricalFocalLoss,
  focalLoss,
  type CategoricalFocalLossArgs,
  type LossFn,
} from 'hilum';
import { describe, expect, it } from 'vitest';
import { onEachBackend } from '../backends';
import { expectClose, finiteDifferences, gradientOf, testLoss, valueOf } from './reference';

testLoss('focalLoss', focalLoss);
testLoss('categoricalFocalLoss', categoricalFocalLoss);

const both: [string, (args?: CategoricalFocalLossArgs) => LossFn][] = [
  ['focalLoss', focalLoss],
  ['categoricalFocalLoss', categoricalFocalLoss],
];
const truth = () => tf.tensor2d([1, 0, 0, 0, 0, 1], [2, 3]);
const predicted = () => tf.tensor2d([0.7, 0.2, 0.1, 0.5, 0.2, 0.3], [2, 3]);

describe.each(both)('%s', (name, make) => {
  onEachBackend(() => {
    it('is finite, with a finite gradient, from logits and probabilities that leave no doubt', async () => {
      for (const gamma of [0, 0.5, 2]) {
        for (const [fromLogits, values] of [
          [true, [1000, -1000, -1000, 1000, -1000, -1000]],
          [false, [1, 0, 0, 1, 0, 0]],
        ] as const) {
          const y = () => tf.tensor2d([...values], [2, 3]);
          const loss = make({ gamma, fromLogits });
          // The second pixel is wrong beyond doubt.
          expect(await valueOf(loss, truth(), y())).toBeGreaterThan(5);
          expect((await gradientOf(loss, truth(), y())).every(Number.isFinite)).toBe(true);
        }
      }
    });
  });

  it('is cross-entropy where gamma is 0', async () => {
    const entropy = name === 'focalLoss' ? bceLoss : categoricalCrossEntropyLoss;
    const args = { weights: () => tf.tensor2d([2, 3], [2, 1]), classWeights: [1, 2, 4] };
    expect(await valueOf(make({ ...args, gamma: 0 }), truth(), predicted())).toBeCloseTo(
      await valueOf(entropy(args), truth(), predicted()),
      6,
    );
  });

  it('has a gradient that agrees with finite differences', async () => {
    expectClose(
      await gradientOf(make(), truth(), predicted()),
      await finiteDifferences(make(), truth(), predicted()),
      5e-3,
    );
  });

  it('refuses a gamma below 0 and class weights below 0', () => {
    expect(() => make({ gamma: -1 })).toThrow(
      new RangeError(`${name}: gamma must be between 0 and 100, got -1.`),
    );
    expect(() => make({ classWeights: [1, -1] })).toThrow(RangeError);
  });
});

describe('focalLoss', () => {
  it('costs α for a missed pixel where it costs 1 − α for a false alarm', async () => {
    const loss = focalLoss({ alpha: 0.2 });
    const missed = await valueOf(loss, tf.tensor1d([1]), tf.tensor1d([0.1]));
    const alarm = await valueOf(loss, tf.tensor1d([0]), tf.tensor1d([0.9]));
    expect(alarm / missed).toBeCloseTo(4, 5);
    expect(() => focalLoss({ alpha: 1.5 })).toThrow('focalLoss: alpha must be between 0 and 1, got 1.5.');
  });

  it('costs nothing to predict nothing where nothing is, and something to see what is not there', async () => {
    expect(await valueOf(focalLoss(), tf.zeros([4]), tf.zeros([4]))).toBe(0);
    expect(await valueOf(focalLoss(), tf.zeros([4]), tf.tensor1d([0.5, 0, 0, 0]))).toBeGreaterThan(0.01);
  });
});
