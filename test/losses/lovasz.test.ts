import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { jaccardLoss, lovaszHingeLoss } from 'hilum';
import { describe, expect, it, vi } from 'vitest';
import { onEachBackend } from '../backends';
import { expectClose, finiteDifferences, gradientOf, testLoss, valueOf } from './reference';

testLoss('lovaszHingeLoss', lovaszHingeLoss);

const fromLogits = lovaszHingeLoss({ fromLogits: true });
const map = (values: readonly number[]): tf.Tensor => tf.tensor4d([...values], [1, 2, values.length / 2, 1]);

describe('lovaszHingeLoss', () => {
  onEachBackend(() => {
    it('has a gradient that agrees with finite differences', async () => {
      const [truth, logits] = [map([1, 0, 1, 0, 0, 1]), map([0.8, 0.3, -0.4, 0.1, -2, 3])];
      expectClose(
        await gradientOf(fromLogits, truth, logits),
        await finiteDifferences(fromLogits, truth, logits),
        1e-3,
      );
    });

    it('is finite, with a finite gradient, from probabilities of 0 and 1', async () => {
      const [truth, predicted] = [map([1, 0, 1, 0]), map([0, 1, 1, 0])];
      // Errors 1 + log(1 / 1e-7), and IoU 1/3: both of the wrong pixels at their most.
      const worst = 1 - Math.log(1e-7);
      expect(await valueOf(lovaszHingeLoss(), truth, predicted)).toBeCloseTo((worst * 2) / 3, 4);
      expect((await gradientOf(lovaszHingeLoss(), truth, predicted)).every(Number.isFinite)).toBe(true);
    });
  });

  it('is the Jaccard loss of the mask where all errors are 0 or 2: an extension of it', async () => {
    const size = 12;
    const hard = fc.array(fc.boolean(), { minLength: size, maxLength: size });
    await fc.assert(
      fc.asyncProperty(hard, hard, async (truth, predicted) => {
        fc.pre(truth.includes(true));
        const logits = map(predicted.map((yes) => (yes ? 1 : -1)));
        const jaccard = jaccardLoss({ smooth: 1e-9 });
        expect(await valueOf(fromLogits, map(truth.map(Number)), logits)).toBeCloseTo(
          2 * (await valueOf(jaccard, map(truth.map(Number)), map(predicted.map(Number)))),
          5,
        );
      }),
      { numRuns: 40 },
    );
  });

  it('is convex in the logits', async () => {
    const size = 6;
    const logits = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), {
      minLength: size,
      maxLength: size,
    });
    const hard = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: size, maxLength: size });
    await fc.assert(
      fc.asyncProperty(hard, logits, logits, async (truth, a, b) => {
        const at = (x: number[]): Promise<number> => valueOf(fromLogits, map(truth), map(x));
        const middle = await at(a.map((value, i) => (value + b[i]!) / 2));
        expect(middle).toBeLessThanOrEqual(((await at(a)) + (await at(b))) / 2 + 1e-5);
      }),
      { numRuns: 40 },
    );
  });

  it('costs nothing to predict nothing where nothing is, and the worst false alarm otherwise', async () => {
    const nothing = map([0, 0, 0, 0]);
    expect(await valueOf(fromLogits, nothing, map([-1, -2, -3, -4]))).toBe(0);
    expect(await valueOf(lovaszHingeLoss(), nothing, map([0, 0, 0, 0]))).toBe(0);
    expect(await valueOf(fromLogits, nothing, map([2, 1, -3, -4]))).toBeCloseTo(3, 6);
  });

  it('is the mean over samples and classes, each exact and on its own', async () => {
    const [truth, logits] = [
      tf.tensor4d([1, 0, 0, 1, 1, 1, 0, 0], [2, 1, 2, 2]),
      tf.tensor4d([-1, 0.5, 2, 1, 0, -2, 3, -1], [2, 1, 2, 2]),
    ];
    const alone: number[] = [];
    for (const sample of [0, 1])
      for (const channel of [0, 1]) {
        const one = (x: tf.Tensor4D): tf.Tensor => tf.slice(x, [sample, 0, 0, channel], [1, 1, 2, 1]);
        alone.push(await valueOf(fromLogits, one(truth), one(logits)));
      }
    expect(await valueOf(fromLogits, truth, logits)).toBeCloseTo(alone.reduce((a, b) => a + b) / 4, 6);
  });

  it('sorts in JavaScript on a backend of 16 bits, where the number of a pixel may not fit', async () => {
    const [truth, logits] = [map([1, 0, 1, 0, 0, 1]), map([0.8, 0.3, -0.4, 0.1, -2, 3])];
    const expected = [
      await valueOf(fromLogits, truth, logits),
      ...(await gradientOf(fromLogits, truth, logits)),
    ];
    const precision = vi.spyOn(tf.backend(), 'floatPrecision').mockReturnValue(16);
    const { kernelNames } = await tf.profile(() => fromLogits(truth, logits));
    const half = [await valueOf(fromLogits, truth, logits), ...(await gradientOf(fromLogits, truth, logits))];
    precision.mockRestore();
    expectClose(half, expected, 1e-6);
    expect(kernelNames).not.toContain('TopK');
    expect((await tf.profile(() => fromLogits(truth, logits))).kernelNames).toContain('TopK');
  });
});
