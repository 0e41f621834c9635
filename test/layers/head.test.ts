import * as tf from '@tensorflow/tfjs-core';
import { input, model } from '@tensorflow/tfjs-layers';
import { segmentationHead, type SegmentationHeadArgs } from 'hilum';
import { describe, expect, it } from 'vitest';
import { testBlock } from '../battery';

testBlock('segmentationHead', {
  build: () => segmentationHead({ seed: 1 }),
  inputShape: [2, 4, 4, 3],
  outputShape: [2, 4, 4, 1],
  parameters: 3 * 1 + 1,
});

testBlock('segmentationHead with three classes', {
  build: () => segmentationHead({ classes: 3, seed: 1 }),
  inputShape: [2, 4, 4, 2],
  outputShape: [2, 4, 4, 3],
  parameters: 2 * 3 + 3,
});

function predict(args: SegmentationHeadArgs): tf.Tensor {
  const x = input({ shape: [2, 2, 3] });
  const m = model({ inputs: x, outputs: segmentationHead({ ...args, seed: 1 })(x, 'head') });
  return m.predict(tf.randomNormal([1, 2, 2, 3], 0, 5, 'float32', 7)) as tf.Tensor;
}

describe('segmentationHead', () => {
  it('gives a probability by default', () => {
    const logits = predict({ activation: 'linear' });
    expect(predict({}).dataSync()).toEqual(tf.sigmoid(logits).dataSync());
  });

  it('gives probabilities that sum to 1 where there are several classes', () => {
    for (const sum of tf.sum(predict({ classes: 4 }), -1).dataSync()) expect(sum).toBeCloseTo(1, 6);
  });

  it('leaves each class its own probability when that is asked for', () => {
    const logits = predict({ classes: 2, activation: 'linear' });
    expect(predict({ classes: 2, activation: 'sigmoid' }).dataSync()).toEqual(tf.sigmoid(logits).dataSync());
  });

  it('refuses a number of classes below 1', () => {
    expect(() => segmentationHead({ classes: 0 })).toThrow(
      new RangeError('segmentationHead: classes must be an integer of at least 1, got 0.'),
    );
  });
});
