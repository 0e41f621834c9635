import * as tf from '@tensorflow/tfjs-core';
import { input, model } from '@tensorflow/tfjs-layers';
import { batchNorm, convBlock, type Block } from 'hilum';
import { describe, expect, it } from 'vitest';
import { testBlock, weightValues } from '../battery';

// A k×k convolution from a to b channels has k·k·a·b weights and b biases; batch normalisation 4 values a channel.
testBlock('convBlock', {
  build: () => convBlock({ filters: 3, seed: 1 }),
  inputShape: [2, 8, 6, 2],
  outputShape: [2, 8, 6, 3],
  parameters: 9 * 2 * 3 + 3,
});

testBlock('convBlock with a norm, an activation and a step of 2', {
  build: () =>
    convBlock({ filters: 3, kernelSize: 5, strides: 2, activation: 'elu', norm: batchNorm(), seed: 1 }),
  inputShape: [2, 7, 6, 2],
  outputShape: [2, 4, 3, 3],
  parameters: 25 * 2 * 3 + 4 * 3,
});

testBlock('batchNorm', {
  build: () => batchNorm({ momentum: 0.9, epsilon: 1e-4 }),
  inputShape: [2, 4, 4, 3],
  outputShape: [2, 4, 4, 3],
  parameters: 4 * 3,
});

function build(block: Block, name = 'a') {
  const x = input({ shape: [8, 8, 2] });
  return model({ inputs: x, outputs: block(x, name) });
}

const names = (block: Block): string[] =>
  build(block)
    .layers.slice(1)
    .map((layer) => layer.name);

describe('convBlock', () => {
  it('gives the convolution the name of the block and its companions that name and theirs', () => {
    expect(names(convBlock({ filters: 1 }))).toEqual(['a']);
    expect(names(convBlock({ filters: 1, norm: batchNorm() }))).toEqual(['a', 'a_norm', 'a_relu']);
    expect(names(convBlock({ filters: 1, norm: batchNorm(), activation: 'linear' }))).toEqual([
      'a',
      'a_norm',
    ]);
  });

  it('takes any block as its norm, one that adds no layer included', () => {
    expect(names(convBlock({ filters: 1, norm: (x) => x }))).toEqual(['a', 'a_relu']);
  });

  it('applies a ReLU by default and nothing when linear', () => {
    const x = tf.randomNormal([1, 8, 8, 2], 0, 1, 'float32', 3);
    const [relu, linear] = (['relu', 'linear'] as const).map((activation) =>
      build(convBlock({ filters: 2, seed: 1, activation })),
    );
    const bare = linear!.predict(x) as tf.Tensor;
    expect(bare.dataSync().some((value) => value < 0)).toBe(true);
    expect((relu!.predict(x) as tf.Tensor).dataSync()).toEqual(tf.relu(bare).dataSync());
  });

  it('begins with kernels of variance 2 / fan-in, uniform', () => {
    const x = input({ shape: [8, 8, 64] });
    const wide = model({ inputs: x, outputs: convBlock({ filters: 64, seed: 1 })(x, 'a') });
    const kernel = wide.getWeights()[0]!;
    const fanIn = 9 * 64;
    // 36,864 values: the sample variance of a uniform distribution is within 2 % at 4 standard errors.
    expect(tf.moments(kernel).variance.dataSync()[0]! * fanIn).toBeCloseTo(2, 1);
    expect(tf.max(tf.abs(kernel)).dataSync()[0]).toBeLessThanOrEqual(Math.fround(Math.sqrt(6 / fanIn)));
  });

  it('begins two layers differently, two seeds differently, and without a seed differently every time', async () => {
    const kernel = async (seed: number | undefined, name: string) =>
      (await weightValues(build(convBlock({ filters: 2, seed }), name)))[0];
    expect(await kernel(1, 'a')).toEqual(await kernel(1, 'a'));
    expect(await kernel(1, 'a')).not.toEqual(await kernel(1, 'b'));
    expect(await kernel(1, 'a')).not.toEqual(await kernel(2, 'a'));
    expect(await kernel(undefined, 'a')).not.toEqual(await kernel(undefined, 'a'));
  });

  it('refuses numbers that are no sizes', () => {
    expect(() => convBlock({ filters: 0 })).toThrow(
      new RangeError('convBlock: filters must be an integer of at least 1, got 0.'),
    );
    expect(() => convBlock({ filters: 1, kernelSize: 2.5 })).toThrow(/kernelSize .* got 2.5/);
    expect(() => convBlock({ filters: 1, strides: -1 })).toThrow(/strides .* got -1/);
  });
});

describe('batchNorm', () => {
  it('takes the running statistics in prediction, which begin at 0 and 1', () => {
    const x = tf.tensor4d([3, 5], [1, 1, 1, 2]);
    const m = model(
      (() => {
        const image = input({ shape: [1, 1, 2] });
        return { inputs: image, outputs: batchNorm({ epsilon: 1 })(image, 'norm') };
      })(),
    );
    // (x − 0) / √(1 + ε)
    expect((m.predict(x) as tf.Tensor).dataSync()[0]).toBeCloseTo(3 / Math.SQRT2, 6);
  });

  it('refuses a momentum or an epsilon that makes no sense', () => {
    expect(() => batchNorm({ momentum: 1.5 })).toThrow(RangeError);
    expect(() => batchNorm({ epsilon: 0 })).toThrow('batchNorm: epsilon must be in (0, 1], got 0.');
    expect(() => batchNorm({ momentum: NaN })).toThrow(RangeError);
  });
});
