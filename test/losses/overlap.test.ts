import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import {
  diceLoss,
  focalTverskyLoss,
  jaccardLoss,
  squaredDiceLoss,
  tverskyLoss,
  type LossFn,
  type OverlapLossArgs,
} from 'hilum';
import { describe, expect, it } from 'vitest';
import { onEachBackend } from '../backends';
import { expectClose, finiteDifferences, gradientOf, testLoss, valueOf } from './reference';

const losses = { diceLoss, squaredDiceLoss, jaccardLoss, tverskyLoss, focalTverskyLoss };
const map = (values: readonly number[], shape: [number, number, number, number] = [1, 2, 2, 1]) =>
  tf.tensor4d([...values], shape);

for (const [name, make] of Object.entries(losses)) testLoss(name, make);

describe('the losses of overlap', () => {
  onEachBackend(() => {
    // MONAI's own test vectors for DiceLoss and TverskyLoss, quoted in many places: logits, sigmoid, smooth 1e-6.
    it.each([
      ['diceLoss', 0.307576],
      ['squaredDiceLoss', 0.178337],
      ['jaccardLoss', 0.470451],
      ['tverskyLoss', 0.307576],
    ] as const)('agree with MONAI: %s is %d', async (name, expected) => {
      const loss = losses[name]({ smooth: 1e-6, fromLogits: true, perSample: true });
      expect(await valueOf(loss, map([1, 0, 1, 1]), map([1, -1, -1, 1]))).toBeCloseTo(expected, 5);
    });

    it('have gradients that agree with finite differences', async () => {
      for (const make of Object.values(losses)) {
        const loss = make({ smooth: 0.5 });
        const [truth, predicted] = [map([1, 0, 1, 0]), map([0.8, 0.3, 0.4, 0.1])];
        const gradient = await gradientOf(loss, truth, predicted);
        expectClose(gradient, await finiteDifferences(loss, truth, predicted), 1e-3);
      }
    });

    it('take volumes, and truths that are integers or booleans', async () => {
      const truth = tf.ones([1, 2, 2, 2, 1], 'bool');
      expect(await valueOf(diceLoss(), truth, tf.fill([1, 2, 2, 2, 1], 0.5))).toBeCloseTo(
        1 - (2 * 4 + 1) / (8 + 4 + 1),
        6,
      );
      expect(await valueOf(diceLoss(), tf.cast(map([1, 0, 0, 1]), 'int32'), map([1, 0, 0, 1]))).toBeCloseTo(
        0,
        6,
      );
    });

    it('keep 4 digits on 512×512 pixels', async () => {
      const [truth, predicted] = [tf.ones([1, 512, 512, 1]), tf.fill([1, 512, 512, 1], 0.7)];
      expect(await valueOf(diceLoss(), truth, predicted)).toBeCloseTo(1 - 1.4 / 1.7, 4);
      tf.dispose([truth, predicted]);
    });
  });
});

describe('diceLoss', () => {
  it('is 1 − (2·Σty + s)/(Σt + Σy + s) over the whole batch', async () => {
    const truth = map([1, 1, 0, 0, 1, 0, 0, 0], [2, 2, 2, 1]);
    const predicted = map([1, 0.5, 0.5, 0, 0, 0, 0, 0], [2, 2, 2, 1]);
    // Σty = 1.5, Σt = 3, Σy = 2, s = 1
    expect(await valueOf(diceLoss(), truth, predicted)).toBeCloseTo(1 - (2 * 1.5 + 1) / (3 + 2 + 1), 6);
  });

  it('per sample is the mean of the losses of the samples', async () => {
    const truth = map([1, 1, 0, 0, 1, 0, 0, 0], [2, 2, 2, 1]);
    const predicted = map([1, 0.5, 0.5, 0, 0, 0, 0, 0], [2, 2, 2, 1]);
    const first = 1 - (2 * 1.5 + 1) / (2 + 2 + 1);
    const second = 1 - (0 + 1) / (1 + 0 + 1);
    expect(await valueOf(diceLoss({ perSample: true }), truth, predicted)).toBeCloseTo(
      (first + second) / 2,
      6,
    );
  });

  it('is the mean over classes, so that a large one does not hide a small one', async () => {
    // Class 0 all right, class 1 all wrong.
    const truth = map([1, 0, 1, 0, 1, 0, 1, 1], [1, 2, 2, 2]);
    const predicted = map([1, 0, 1, 0, 1, 0, 1, 0], [1, 2, 2, 2]);
    expect(await valueOf(diceLoss(), truth, predicted)).toBeCloseTo((0 + (1 - 1 / 2)) / 2, 6);
  });
});

describe('tverskyLoss', () => {
  it('weights false alarms and what was missed as it says', async () => {
    const [truth, falseAlarm, missed] = [map([1, 1, 0, 0]), map([1, 1, 1, 0]), map([1, 0, 0, 0])];
    const loss = tverskyLoss({ falsePositives: 0.2, falseNegatives: 0.8, smooth: 1e-9 });
    expect(await valueOf(loss, truth, falseAlarm)).toBeCloseTo(1 - 2 / (2 + 0.2), 6);
    expect(await valueOf(loss, truth, missed)).toBeCloseTo(1 - 1 / (1 + 0.8), 6);
  });

  it('is Dice with weights of a half and half the smooth, Jaccard with weights of one', async () => {
    const [truth, predicted] = [map([1, 0.5, 0, 1]), map([0.7, 0.2, 0.9, 0.4])];
    const half = tverskyLoss({ smooth: 0.5 });
    expect(await valueOf(half, truth, predicted)).toBeCloseTo(await valueOf(diceLoss(), truth, predicted), 6);
    const one = tverskyLoss({ falsePositives: 1, falseNegatives: 1 });
    expect(await valueOf(one, truth, predicted)).toBeCloseTo(
      await valueOf(jaccardLoss(), truth, predicted),
      6,
    );
  });

  it('refuses weights below 0', () => {
    expect(() => tverskyLoss({ falsePositives: -0.1 })).toThrow(RangeError);
    expect(() => tverskyLoss({ falseNegatives: NaN })).toThrow(/falseNegatives .* got NaN/);
  });
});

describe('focalTverskyLoss', () => {
  it('is the Tversky loss to the power 1/γ', async () => {
    const [truth, predicted] = [map([1, 1, 0, 0]), map([0.9, 0.2, 0.3, 0])];
    const args = { falsePositives: 0.3, falseNegatives: 0.7 };
    const tversky = await valueOf(tverskyLoss(args), truth, predicted);
    expect(await valueOf(focalTverskyLoss(), truth, predicted)).toBeCloseTo(tversky ** 0.75, 6);
    expect(await valueOf(focalTverskyLoss({ ...args, gamma: 1 }), truth, predicted)).toBeCloseTo(tversky, 6);
    expect(await valueOf(focalTverskyLoss({ gamma: 2 }), truth, predicted)).toBeCloseTo(tversky ** 0.5, 6);
  });

  it('has a finite gradient where the prediction is perfect, and where truth and prediction are empty', async () => {
    for (const values of [
      [1, 1, 0, 0],
      [0, 0, 0, 0],
    ])
      expect((await gradientOf(focalTverskyLoss(), map(values), map(values))).every(Number.isFinite)).toBe(
        true,
      );
  });

  it('refuses a gamma below 1 and weights below 0', () => {
    expect(() => focalTverskyLoss({ gamma: 0.5 })).toThrow(
      new RangeError('focalTverskyLoss: gamma must be between 1 and 100, got 0.5.'),
    );
    expect(() => focalTverskyLoss({ falsePositives: -1 })).toThrow(RangeError);
    expect(() => focalTverskyLoss({ falseNegatives: -1 })).toThrow(RangeError);
  });
});

describe.each(Object.entries(losses))('%s', (name, make: (args?: OverlapLossArgs) => LossFn) => {
  const shape: [number, number, number, number] = [2, 2, 3, 2];
  const size = 24;
  const hard = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: size, maxLength: size });
  const soft = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: size, maxLength: size });

  it('lies in [0, 1) whatever truth and prediction are', async () => {
    await fc.assert(
      fc.asyncProperty(hard, soft, fc.boolean(), async (truth, predicted, perSample) => {
        const value = await valueOf(make({ perSample }), map(truth, shape), map(predicted, shape));
        expect(value).toBeGreaterThanOrEqual(-1e-6);
        expect(value).toBeLessThan(1);
      }),
      { numRuns: 50 },
    );
  });

  it('is 0 for a hard prediction that is the truth', async () => {
    await fc.assert(
      fc.asyncProperty(hard, fc.boolean(), async (truth, perSample) => {
        // A last bit of 1 − Tversky, 6e-8, to the power of 3/4 is 4e-6.
        expect(await valueOf(make({ perSample }), map(truth, shape), map(truth, shape))).toBeCloseTo(0, 4);
      }),
      { numRuns: 30 },
    );
  });

  it('costs nothing to predict nothing where nothing is, and something to see what is not there', async () => {
    for (const perSample of [false, true]) {
      const loss = make({ perSample });
      expect(await valueOf(loss, map([0, 0, 0, 0]), map([0, 0, 0, 0]))).toBe(0);
      const little = await valueOf(loss, map([0, 0, 0, 0]), map([0.5, 0, 0, 0]));
      expect(little).toBeGreaterThan(0.01);
      expect(await valueOf(loss, map([0, 0, 0, 0]), map([1, 1, 1, 0]))).toBeGreaterThan(little);
    }
  });

  it('leaves pixels of weight 0 out, whatever the label is there', async () => {
    const loss = make({ weights: (t) => tf.greaterEqual(t, 0) });
    const [truth, predicted] = [map([1, 0, -1, -1]), map([0.8, 0.3, 0.9, 0])];
    const expected = await valueOf(make(), map([1, 0, 0, 0]), map([0.8, 0.3, 0, 0]));
    expect(await valueOf(loss, truth, predicted)).toBeCloseTo(expected, 6);
    expect((await gradientOf(loss, truth, predicted)).slice(2).map(Math.abs)).toEqual([0, 0]);
  });

  it('refuses truths without height and width', () => {
    expect(() => make()(tf.ones([2, 2, 2]), tf.ones([2, 2, 2]))).toThrow(
      new RangeError(
        `${name}: yTrue must be [B, H, W, C], got [2, 2, 2]. Add what is missing with tf.expandDims.`,
      ),
    );
  });

  it('refuses a smooth that gives an empty truth no value', () => {
    expect(() => make({ smooth: 0 })).toThrow(new RangeError(`${name}: smooth must be above 0, got 0.`));
    expect(() => make({ smooth: NaN })).toThrow(RangeError);
  });
});
