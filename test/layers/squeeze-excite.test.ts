import * as tf from '@tensorflow/tfjs-core';
import { input, model } from '@tensorflow/tfjs-layers';
import {
  concurrentSqueezeExcite,
  spatialSqueezeExcite,
  squeezeExcite,
  type Block,
  type SqueezeExciteArgs,
} from 'hilum';
import { describe, expect, it } from 'vitest';
import { testBlock } from '../battery';
import { testAgainstPyTorch } from './reference';

testBlock('squeezeExcite', {
  build: () => squeezeExcite({ ratio: 2, seed: 1 }),
  inputShape: [2, 4, 6, 4],
  outputShape: [2, 4, 6, 4],
  // 4 channels to 2 and back, no biases
  parameters: 4 * 2 + 2 * 4,
});

testBlock('spatialSqueezeExcite', {
  build: () => spatialSqueezeExcite({ seed: 1 }),
  inputShape: [2, 4, 6, 3],
  outputShape: [2, 4, 6, 3],
  // one weight a channel and a bias
  parameters: 3 + 1,
});

testBlock('concurrentSqueezeExcite', {
  build: () => concurrentSqueezeExcite({ seed: 1 }),
  inputShape: [2, 4, 6, 4],
  outputShape: [2, 4, 6, 4],
  parameters: 4 * 2 + 2 * 4 + (4 + 1),
});

const blocks = { squeezeExcite, spatialSqueezeExcite, concurrentSqueezeExcite };
for (const [name, make] of Object.entries(blocks))
  testAgainstPyTorch(
    name,
    (args: SqueezeExciteArgs) =>
      ([x], at) =>
        make(args)(x!, at),
  );

function build(block: Block, channels: number) {
  const x = input({ shape: [4, 4, channels] });
  return model({ inputs: x, outputs: block(x, 'a') });
}

describe('squeezeExcite', () => {
  it('narrows to a sixteenth of the channels by default, and to one at least', () => {
    const units = (channels: number) =>
      build(squeezeExcite(), channels).getLayer('a_squeeze').getConfig().units;
    expect([units(64), units(40), units(3)]).toEqual([4, 2, 1]);
  });

  it('narrows to half in its concurrent form', () => {
    const m = build(concurrentSqueezeExcite(), 8);
    expect(m.getLayer('a_channel_squeeze').getConfig().units).toBe(4);
  });

  it('weighs a channel alike at every pixel, between 0 and 1', () => {
    const x = tf.randomUniform([1, 4, 4, 3], 1, 2, 'float32', 1);
    const ratio = tf.tidy(() => {
      const y = build(squeezeExcite({ seed: 3 }), 3).predict(x) as tf.Tensor;
      return tf.div(y, x).dataSync();
    });
    ratio.forEach((weight, i) => {
      expect(weight).toBeCloseTo(ratio[i % 3]!, 5);
      expect(weight).toBeGreaterThan(0);
      expect(weight).toBeLessThan(1);
    });
    x.dispose();
  });

  it('refuses a ratio that would widen', () => {
    expect(() => squeezeExcite({ ratio: 0.5 })).toThrow(
      new RangeError('squeezeExcite: ratio must be at least 1, got 0.5.'),
    );
    expect(() => concurrentSqueezeExcite({ ratio: NaN })).toThrow(RangeError);
  });
});
