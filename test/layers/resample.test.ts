import * as tf from '@tensorflow/tfjs-core';
import { input, model } from '@tensorflow/tfjs-layers';
import {
  downsample,
  downsampleAverage,
  downsampleStrided,
  upsample,
  upsampleTransposed,
  type Block,
  type ResampleArgs,
} from 'hilum';
import { describe, expect, it } from 'vitest';
import { onEachBackend } from '../backends';
import { testBlock } from '../battery';
import { read } from '../read';
import { testAgainstPyTorch } from './reference';

testBlock('downsample', {
  build: downsample,
  inputShape: [2, 6, 7, 2],
  outputShape: [2, 3, 3, 2],
  parameters: 0,
});

testBlock('downsampleAverage', {
  build: downsampleAverage,
  inputShape: [2, 6, 7, 2],
  outputShape: [2, 3, 3, 2],
  parameters: 0,
});

testBlock('downsampleStrided', {
  build: () => downsampleStrided({ filters: 3, seed: 1 }),
  inputShape: [2, 6, 7, 2],
  outputShape: [2, 3, 3, 3],
  // 2·2 taps from 2 to 3 channels, 3 biases
  parameters: 4 * 2 * 3 + 3,
});

for (const [name, make] of Object.entries({ downsampleAverage, downsampleStrided }))
  testAgainstPyTorch(
    name,
    (args: ResampleArgs) =>
      ([x], at) =>
        make(args)(x!, at),
  );

testBlock('upsample', {
  build: upsample,
  inputShape: [2, 3, 4, 2],
  outputShape: [2, 6, 8, 2],
  parameters: 0,
});

testBlock('upsampleTransposed', {
  build: () => upsampleTransposed({ filters: 3, seed: 1 }),
  inputShape: [2, 3, 4, 2],
  outputShape: [2, 6, 8, 3],
  // 2·2 taps from 2 to 3 channels, 3 biases
  parameters: 4 * 2 * 3 + 3,
});

function run(block: Block, values: number[], side: number): Promise<number[]> {
  const x = input({ shape: [side, side, 1] });
  const m = model({ inputs: x, outputs: block(x, 'a') });
  return read(() => m.predict(tf.tensor4d(values, [1, side, side, 1])) as tf.Tensor);
}

onEachBackend(() => {
  describe('values', () => {
    it('are the maximum of each window after downsample', async () => {
      expect(await run(downsample(), [1, 2, 5, 6, 3, 4, 8, 7, -1, -2, 0, 0, -3, -4, 0, 9], 4)).toEqual([
        4, 8, -1, 9,
      ]);
    });

    it('are repeated by upsample', async () => {
      expect(await run(upsample(), [1, 2, 3, 4], 2)).toEqual([
        1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4,
      ]);
    });

    it('come each from one pixel after upsampleTransposed: windows do not overlap', async () => {
      const [a, b, c, d] = (await run(upsampleTransposed({ filters: 1, seed: 1 }), [1], 1)) as [
        number,
        number,
        number,
        number,
      ];
      const all = await run(upsampleTransposed({ filters: 1, seed: 1 }), [1, 2, 3, 4], 2);
      const expected = [
        a,
        b,
        2 * a,
        2 * b,
        c,
        d,
        2 * c,
        2 * d,
        3 * a,
        3 * b,
        4 * a,
        4 * b,
        3 * c,
        3 * d,
        4 * c,
        4 * d,
      ];
      all.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
    });
  });
});

describe('upsampleTransposed and downsampleStrided', () => {
  it('refuse filters that are no number of channels', () => {
    expect(() => upsampleTransposed({ filters: 0 })).toThrow(
      new RangeError('upsampleTransposed: filters must be an integer of at least 1, got 0.'),
    );
    expect(() => downsampleStrided({ filters: 0 })).toThrow(
      new RangeError('downsampleStrided: filters must be an integer of at least 1, got 0.'),
    );
  });
});
