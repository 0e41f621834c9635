import * as tf from '@tensorflow/tfjs-core';
import { input, model } from '@tensorflow/tfjs-layers';
import { batchNorm, dilatedConvBlock, type DilatedConvBlockArgs } from 'hilum';
import { describe, expect, it } from 'vitest';
import { onEachBackend } from '../backends';
import { testBlock } from '../battery';
import { read } from '../read';
import { testAgainstPyTorch } from './reference';

testBlock('dilatedConvBlock', {
  build: () => dilatedConvBlock({ filters: 3, dilation: 2, seed: 1 }),
  inputShape: [2, 8, 6, 2],
  outputShape: [2, 8, 6, 3],
  // That of a 3×3 convolution from 2 to 3 channels, with biases.
  parameters: 9 * 2 * 3 + 3,
});

testBlock('dilatedConvBlock with a norm, wider than the image', {
  build: () => dilatedConvBlock({ filters: 2, dilation: 5, norm: batchNorm(), activation: 'elu', seed: 2 }),
  inputShape: [2, 4, 6, 1],
  outputShape: [2, 4, 6, 2],
  parameters: 9 * 1 * 2 + 4 * 2,
});

testAgainstPyTorch(
  'dilatedConvBlock',
  (args: DilatedConvBlockArgs) =>
    ([x], name) =>
      dilatedConvBlock(args)(x!, name),
);

function build(args: DilatedConvBlockArgs, shape: (number | null)[] = [null, null, 2]) {
  const x = input({ shape });
  return model({ inputs: x, outputs: dilatedConvBlock(args)(x, 'a') });
}

onEachBackend((tolerance) => {
  describe('dilatedConvBlock', () => {
    it.each([1, 2, 3, 7])('is the convolution of TensorFlow.js with dilation %i', async (dilation) => {
      const m = build({ filters: 3, dilation, activation: 'linear' });
      const kernel = tf.randomNormal<tf.Rank.R4>([3, 3, 2, 3], 0, 1, 'float32', 1);
      const bias = tf.tensor1d([1, 2, 3]);
      const taps = tf.unstack(tf.reshape(kernel, [9, 2, 3]));
      const centre = tf.reshape(taps[4]!, [1, 1, 2, 3]);
      const ring = tf.reshape(tf.stack(taps.filter((_, i) => i !== 4)), [1, 1, 16, 3]);
      m.setWeights(dilation === 1 ? [kernel, bias] : [centre, bias, ring]);

      const x = tf.randomNormal<tf.Rank.R4>([2, 9, 6, 2], 0, 1, 'float32', 2);
      const expected = await read(() => tf.add(tf.conv2d(x, kernel, 1, 'same', 'NHWC', dilation), bias));
      const actual = await read(() => m.predict(x) as tf.Tensor);
      const largest = Math.max(...expected.map(Math.abs));
      actual.forEach((value, i) =>
        expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(tolerance * largest),
      );
      tf.dispose([x, kernel, bias, taps, centre, ring]);
      m.dispose();
    });
  });
});

describe('dilatedConvBlock', () => {
  it('has a size that is known where that of the image is, and open where it is', () => {
    for (const shape of [
      [null, null, 2],
      [8, null, 2],
      [7, 5, 2],
    ])
      expect(build({ filters: 3, dilation: 6 }, shape).outputs[0]!.shape).toEqual([
        null,
        ...shape.slice(0, 2),
        3,
      ]);
  });

  it('names its layers by what they do, and is a plain convolution at dilation 1', () => {
    const names = (args: DilatedConvBlockArgs) =>
      build(args)
        .layers.slice(1)
        .map((layer) => layer.name);
    expect(names({ filters: 1, dilation: 2, norm: batchNorm() }).sort()).toEqual(
      [
        'a_pad',
        ...Array.from({ length: 8 }, (_, i) => `a_tap${i + 1}`),
        'a_taps',
        'a_ring',
        'a_centre',
        'a_add',
        'a_norm',
        'a_relu',
      ].sort(),
    );
    expect(names({ filters: 1, dilation: 1 })).toEqual(['a']);
  });

  it('begins with the variance of a 3×3 convolution: 2 / fan-in over both kernels', () => {
    const m = build({ filters: 64, dilation: 2, seed: 1 }, [8, 8, 64]);
    const variance = (name: string) => tf.moments(m.getLayer(name).getWeights()[0]!).variance.dataSync()[0]!;
    // 4,096 and 32,768 values: within 6 % at 4 standard errors.
    expect(variance('a_centre') * 9 * 64).toBeCloseTo(2, 0.9);
    expect(variance('a_ring') * 9 * 64).toBeCloseTo(2, 0.9);
  });

  it('refuses numbers that are no sizes', () => {
    expect(() => dilatedConvBlock({ filters: 1, dilation: 0 })).toThrow(
      new RangeError('dilatedConvBlock: dilation must be an integer of at least 1, got 0.'),
    );
    expect(() => dilatedConvBlock({ filters: 0, dilation: 2 })).toThrow(/filters .* got 0/);
  });
});
