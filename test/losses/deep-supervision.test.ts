import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { bceLoss, deepSupervision, diceLoss, type LossFn } from 'hilum';
import { describe, expect, it } from 'vitest';
import { onEachBackend } from '../backends';
import { read } from '../read';
import { expectClose, gradientOf, valueOf } from './reference';

const truth = (): tf.Tensor => tf.tensor4d([1, 0, 0, 1, 0, 1, 1, 0, 1, 1, 0, 0, 0, 1, 1, 1], [1, 4, 4, 1]);
const outputs = (): tf.Tensor[] => [
  tf.fill([1, 4, 4, 1], 0.75),
  tf.tensor4d([0.9, 0.2, 0.6, 0.3], [1, 2, 2, 1]),
  tf.fill([1, 1, 1, 1], 0.4),
];
/** By nearest neighbour: of each 2×2 pixels, and of all 4×4, the one at the top left. PyTorch's F.interpolate agrees. */
const truths = (): tf.Tensor[] => [truth(), tf.tensor4d([1, 0, 1, 0], [1, 2, 2, 1]), tf.ones([1, 1, 1, 1])];

describe('deepSupervision', () => {
  onEachBackend(() => {
    it('halves the weight from output to output, resizes the truth by nearest neighbour, and adds up', async () => {
      const parts = await Promise.all(truths().map((t, i) => valueOf(bceLoss(), t, outputs()[i]!)));
      const loss = deepSupervision(bceLoss());
      const value = (await read(() => loss(truth(), outputs())))[0]!;
      expect(value).toBeCloseTo((4 * parts[0]! + 2 * parts[1]! + parts[2]!) / 7, 6);
    });

    it('gives each output the gradient of its own loss', async () => {
      const loss = deepSupervision(diceLoss(), { weights: [1, 0.5, 2] });
      for (const [i, weight] of [1, 0.5, 2].entries()) {
        const gradient = await read(() => tf.grads((...y) => loss(truth(), y))(outputs())[i]!);
        const alone = await gradientOf(diceLoss(), truths()[i]!, outputs()[i]!);
        expectClose(
          gradient,
          alone.map((slope) => slope * weight),
          1e-5,
        );
      }
    });

    it('leaves no tensor but the one it returns, when it resizes and when it has nothing to resize', () => {
      const [t, y] = [truth(), outputs()];
      const before = tf.memory().numTensors;
      deepSupervision(bceLoss())(t, y).dispose();
      deepSupervision(bceLoss())(t, y[0]!).dispose();
      expect(tf.memory().numTensors).toBe(before);
    });
  });

  it('is the loss itself for a single prediction, so that it is a LossFn too', async () => {
    const loss: LossFn = deepSupervision(bceLoss());
    expect(await valueOf(loss, truth(), outputs()[0]!)).toBeCloseTo(
      await valueOf(bceLoss(), truth(), outputs()[0]!),
      6,
    );
    expect(loss.name).toBe('deepSupervision');
  });

  it('takes truths that are integers or booleans', async () => {
    const loss = deepSupervision(bceLoss());
    const expected = await read(() => loss(truth(), outputs()));
    for (const dtype of ['int32', 'bool'] as const)
      expect(await read(() => loss(tf.cast(truth(), dtype), outputs()))).toEqual(expected);
  });

  it('classifies with several heads, where nothing has to be resized', async () => {
    const loss = deepSupervision(bceLoss(), { weights: [0.5, 0.5] });
    const [t, y] = [tf.tensor2d([[1, 0]]), tf.tensor2d([[0.8, 0.3]])];
    expect((await read(() => loss(t, [y, y])))[0]).toBeCloseTo(await valueOf(bceLoss(), t, y), 6);
  });

  it('refuses other numbers of outputs than of weights, and truths that it cannot resize', () => {
    expect(() => deepSupervision(bceLoss(), { weights: [1, 1] })(truth(), outputs())).toThrow(
      new RangeError('deepSupervision: there must be one weight for each output, got 2 and 3.'),
    );
    expect(() => deepSupervision(bceLoss())(truth(), [])).toThrow(RangeError);
    expect(() => deepSupervision(bceLoss(), { weights: [NaN] })).toThrow(
      'deepSupervision: weights must be finite, got NaN.',
    );
    expect(() => deepSupervision(bceLoss())(tf.ones([1, 4, 4, 4, 1]), tf.ones([1, 2, 2, 2, 1]))).toThrow(
      new RangeError(
        'deepSupervision: yTrue and outputs of other sizes must be [B, H, W, C], got [1, 4, 4, 4, 1] and [1, 2, 2, 2, 1].',
      ),
    );
    expect(() => deepSupervision(bceLoss())(truth(), tf.ones([1, 2, 2, 2]))).toThrow(
      /bceLoss: .* same shape/,
    );
  });
});
