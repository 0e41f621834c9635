import * as tf from '@tensorflow/tfjs-core';
import { input, model } from '@tensorflow/tfjs-layers';
import { attentionGate, downsample, type AttentionGateArgs, type Block } from 'hilum';
import { describe, expect, it } from 'vitest';
import { testBlock } from '../battery';
import { testAgainstPyTorch } from './reference';

/** A gate as a block: the map is its own skip. */
const gated =
  (args: AttentionGateArgs): Block =>
  (x, name) =>
    attentionGate(args)(x, downsample()(x, `${name}_half`), name);

testBlock('attentionGate', {
  build: () => gated({ filters: 3, seed: 1 }),
  inputShape: [2, 6, 4, 2],
  outputShape: [2, 6, 4, 2],
  // 2×2 from 2 to 3 without bias, 1×1 from 2 to 3, 1×1 from 3 to 1
  parameters: 4 * 2 * 3 + (2 * 3 + 3) + (3 + 1),
});

testAgainstPyTorch(
  'attentionGate',
  (args: AttentionGateArgs) =>
    ([x, gate], name) =>
      attentionGate(args)(x!, gate!, name),
);

describe('attentionGate', () => {
  it('weighs all channels of a pixel alike, between 0 and 1', () => {
    const x = input({ shape: [null, null, 3] });
    const m = model({ inputs: x, outputs: gated({ filters: 4, seed: 1 })(x, 'a') });
    const image = tf.randomUniform([1, 6, 8, 3], 1, 2, 'float32', 1);
    const weights = tf.tidy(() => tf.div(m.predict(image) as tf.Tensor, image).dataSync());
    weights.forEach((weight, i) => {
      expect(weight).toBeCloseTo(weights[i - (i % 3)]!, 5);
      expect(weight).toBeGreaterThan(0);
      expect(weight).toBeLessThan(1);
    });
    expect(new Set(weights).size).toBeGreaterThan(4);
    image.dispose();
    m.dispose();
  });

  it('refuses filters that are no number of channels', () => {
    expect(() => attentionGate({ filters: 1.5 })).toThrow(
      new RangeError('attentionGate: filters must be an integer of at least 1, got 1.5.'),
    );
  });
});
