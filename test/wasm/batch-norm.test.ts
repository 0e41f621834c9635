import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it } from 'vitest';
import { odd, onNativeKernels, random, run, runStock } from './native';
import { relativeError } from './reference';

const shapes = [
  [1, 1, 1, 1],
  [2, 3, 5, 3],
  [1, 9, 7, 16],
  [2, 4, 4, 21],
  [1, 40, 41, 4],
];

describe('FusedBatchNorm', () => {
  onNativeKernels();
  afterEach(() => tf.disposeVariables());

  it.each(shapes)('is (x − mean)·scale/√(variance + ε) + offset for [%i, %i, %i, %i]', (...shape) => {
    const channels = [shape[3]!];
    const [x, mean, scale, offset] = [
      random(shape),
      random(channels, 2),
      random(channels, 3),
      random(channels, 4),
    ];
    const variance = tf.add(tf.abs(random(channels, 5)), 0.1);
    const read = (t: tf.Tensor): Float32Array => t.dataSync<'float32'>();
    const [m, s, o, v] = [read(mean), read(scale), read(offset), read(variance)];
    const normalised = (withScale: boolean, withOffset: boolean): number[] =>
      Array.from(read(x), (value, i) => {
        const c = i % shape[3]!;
        const unit = (value - m[c]!) / Math.sqrt(v[c]! + 1e-3);
        return unit * (withScale ? s[c]! : 1) + (withOffset ? o[c]! : 0);
      });
    const attrs = { varianceEpsilon: 1e-3 };
    const all = { x, mean, variance, scale, offset };
    expect(relativeError(run('FusedBatchNorm', all, attrs), normalised(true, true))).toBeLessThan(1e-4);
    expect(
      relativeError(run('FusedBatchNorm', { x, mean, variance }, attrs), normalised(false, false)),
    ).toBeLessThan(1e-5);
  });

  it('keeps its digits where the mean is large against the deviation', () => {
    const x = tf.tensor4d([1000.25, 1000.5, 1000.75, 1001], [1, 2, 2, 1]);
    const inputs = { x, mean: tf.tensor1d([1000.5]), variance: tf.tensor1d([0.0625]) };
    const values = run('FusedBatchNorm', inputs, { varianceEpsilon: 0 });
    expect(values).toEqual([-1, 0, 1, 2]);
  });

  it('gives for NaN and infinities what the stock kernel gives', () => {
    const inputs = {
      x: odd([1, 5, 4, 7]),
      mean: odd([7]),
      variance: tf.abs(odd([7])),
      scale: odd([7]),
      offset: odd([7]),
    };
    const attrs = { varianceEpsilon: 1e-3 };
    expect(run('FusedBatchNorm', inputs, attrs)).toEqual(runStock('FusedBatchNorm', inputs, attrs));
  });
});

describe('HilumBatchNormSums', () => {
  onNativeKernels();

  it.each(shapes)('sums dy and dy·(x − mean) for [%i, %i, %i, %i]', (...shape) => {
    const channels = shape[3]!;
    const [dy, x, mean] = [random(shape, 1), random(shape, 2), random([channels], 3)];
    const [g, values, m] = [dy.dataSync(), x.dataSync(), mean.dataSync()];
    const expected = new Array<number>(2 * channels).fill(0);
    g.forEach((value, i) => {
      const c = i % channels;
      expected[c]! += value;
      expected[channels + c]! += value * (values[i]! - m[c]!);
    });
    expect(relativeError(run('HilumBatchNormSums', { dy, x, mean }), expected)).toBeLessThan(1e-5);
  });
});
