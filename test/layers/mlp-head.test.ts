import * as tf from '@tensorflow/tfjs-core';
import { input, model } from '@tensorflow/tfjs-layers';
import { batchNorm, mlpHead, type MlpHeadArgs } from 'hilum';
import { describe, expect, it } from 'vitest';
import { layerNames, testBlock } from '../battery';

testBlock('mlpHead', {
  build: () => mlpHead({ hiddenUnits: [8, 6], seed: 3 }),
  inputShape: [5, 4],
  outputShape: [5, 2],
  parameters: 4 * 8 + 8 + (8 * 6 + 6) + (6 * 2 + 2),
});

testBlock('mlpHead with a norm and L2', {
  build: () => mlpHead({ hiddenUnits: [8], classes: 3, norm: batchNorm(), l2: 0.1, seed: 1 }),
  inputShape: [5, 4],
  outputShape: [5, 3],
  // The norm takes the place of a bias: four numbers a unit.
  parameters: 4 * 8 + 4 * 8 + (8 * 3 + 3),
});

function headOf(args: MlpHeadArgs, features = 4): ReturnType<typeof model> {
  const x = input({ shape: [features] });
  return model({ inputs: x, outputs: mlpHead(args)(x, 'head') });
}

describe('mlpHead', () => {
  it('computes dense layers with ReLU and a softmax', () => {
    const net = headOf({ hiddenUnits: [2], seed: 1 }, 1);
    net.setWeights([
      tf.tensor2d([[1, -1]]),
      tf.tensor1d([0, 1]),
      tf.tensor2d([
        [1, 0],
        [0, 2],
      ]),
      tf.tensor1d([0.5, 0]),
    ]);
    // x = 3: hidden 3 and max(−2, 0), logits 3.5 and 0. x = −1: hidden 0 and 2, logits 0.5 and 4.
    const y = [...(net.predict(tf.tensor2d([[3], [-1]])) as tf.Tensor).dataSync()];
    expect(y[0]).toBeCloseTo(1 / (1 + Math.exp(-3.5)), 6);
    expect(y[3]).toBeCloseTo(1 / (1 + Math.exp(-3.5)), 6);
    expect(y[0]! + y[1]!).toBeCloseTo(1, 6);
  });

  it('gives one probability for one class, logits for a linear activation', () => {
    expect(headOf({ hiddenUnits: [], classes: 1 }).layers.at(-1)!.getConfig()['activation']).toBe('sigmoid');
    expect(headOf({ hiddenUnits: [], classes: 3 }).layers.at(-1)!.getConfig()['activation']).toBe('softmax');
    const linear = headOf({ hiddenUnits: [], activation: 'linear' });
    expect(linear.layers.at(-1)!.getConfig()['activation']).toBe('linear');
  });

  it('names its parts in their order', () => {
    expect(layerNames(headOf({ hiddenUnits: [3, 2], norm: batchNorm(), dropout: 0.1 })).slice(1)).toEqual([
      ...['head_hidden1', 'head_hidden1_norm', 'head_hidden1_relu', 'head_hidden1_dropout'],
      ...['head_hidden2', 'head_hidden2_norm', 'head_hidden2_relu', 'head_hidden2_dropout'],
      'head_output',
    ]);
  });

  it('adds λ·Σ w² of its kernels, not of its biases, to the losses of the model', () => {
    const net = headOf({ hiddenUnits: [2], l2: 0.5 }, 1);
    net.setWeights([tf.tensor2d([[1, 2]]), tf.tensor1d([9, 9]), tf.ones([2, 2]), tf.tensor1d([9, 9])]);
    const penalties = net.calculateLosses().map((loss) => loss.dataSync()[0]!);
    expect(penalties).toEqual([0.5 * (1 + 4), 0.5 * 4]);
    expect(headOf({ hiddenUnits: [2] }).calculateLosses()).toEqual([]);
  });

  it('drops in training alone', () => {
    const net = headOf({ hiddenUnits: [50], dropout: 0.5, seed: 1 });
    const x = tf.ones([1, 4]);
    const run = (training: boolean): number => (net.apply(x, { training }) as tf.Tensor).dataSync()[0]!;
    expect(run(false)).toBe(run(false));
    expect(run(true)).not.toBe(run(false));
  });

  it('refuses maps, unknown numbers of features and arguments out of range', () => {
    const map = input({ shape: [4, 4, 2] });
    expect(() => mlpHead()(map, 'head')).toThrow(
      new RangeError(
        'mlpHead: features must come as [B, features] of a known number, got [null, 4, 4, 2]. Pool or flatten them first, as classifier does.',
      ),
    );
    expect(() => mlpHead({ hiddenUnits: [4, 0] })).toThrow(/each of hiddenUnits .* got 0/);
    expect(() => mlpHead({ classes: 0 })).toThrow(/classes .* got 0/);
    expect(() => mlpHead({ l2: -1 })).toThrow('mlpHead: l2 must be finite and at least 0, got -1.');
    expect(() => mlpHead({ dropout: 1 })).toThrow(/rate must be at least 0 and below 1/);
  });
});
