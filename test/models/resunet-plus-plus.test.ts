import '@tensorflow/tfjs-backend-cpu';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import { resunetPlusPlus } from 'hilum';
import { describe, expect, it } from 'vitest';
import { layerNames, testModel } from '../battery';

/** A convolution k×k from a to b channels: k·k·a·b weights and b biases. */
const conv = (k: number, a: number, b: number): number => k * k * a * b + b;
/** Batch normalisation of c channels: scale, offset and the two running statistics. */
const norm = (c: number): number => 4 * c;
/** Squeeze and excitation of c channels by 8, without biases. */
const excite = (c: number): number => 2 * c * Math.max(1, Math.floor(c / 8));
const residual = (a: number, b: number): number =>
  norm(a) + conv(3, a, b) + norm(b) + conv(3, b, b) + conv(1, a, b) + norm(b) + excite(b);
const pyramid = (a: number, b: number, branches: number): number =>
  branches * (conv(3, a, b) + norm(b)) + conv(1, b, b);
/** Of a map of b channels by a skip of a. */
const attention = (a: number, b: number): number => norm(a) + conv(3, a, b) + 2 * (norm(b) + conv(3, b, b));

testModel('resunetPlusPlus of two classes, open sizes and another bridge', {
  build: () =>
    resunetPlusPlus({
      inputShape: [null, null, 2],
      filters: [2, 2],
      bridgeFilters: 3,
      dilations: [1, 3],
      classes: 2,
      name: 'mine',
      seed: 7,
    }),
  inputShape: [2, 8, 4, 2],
  outputShape: [2, 8, 4, 2],
  parameters:
    residual(2, 2) -
    norm(2) +
    residual(2, 2) +
    pyramid(2, 3, 2) +
    attention(2, 3) +
    residual(3 + 2, 2) +
    pyramid(2, 2, 2) +
    conv(1, 2, 2),
  prefix: 'mine_',
});

/** The whole model at its defaults, part by part; in numbers for one channel: see the test. */
function parameters(channels: number): number {
  return (
    residual(channels, 16) -
    norm(channels) +
    residual(16, 32) +
    residual(32, 64) +
    residual(64, 128) +
    pyramid(128, 256, 4) +
    (attention(64, 256) + residual(256 + 64, 128)) +
    (attention(32, 128) + residual(128 + 32, 64)) +
    (attention(16, 64) + residual(64 + 16, 32)) +
    pyramid(32, 16, 4) +
    conv(1, 16, 1)
  );
}

describe('resunetPlusPlus at its defaults', () => {
  it('has 4,070,065 parameters, 4,062,673 of them trainable', () => {
    const model = resunetPlusPlus();
    const byHand =
      160 +
      64 +
      2_320 +
      32 +
      64 +
      64 + // stem 1 → 16, and its excitation
      (64 + 4_640 + 128 + 9_248 + 544 + 128 + 256) + // 16 → 32
      (128 + 18_496 + 256 + 36_928 + 2_112 + 256 + 1_024) + // 32 → 64
      (256 + 73_856 + 512 + 147_584 + 8_320 + 512 + 4_096) + // 64 → 128
      (4 * (295_168 + 1_024) + 65_792) + // ASPP 128 → 256
      (256 + 147_712 + 2 * (1_024 + 590_080)) + // attention, skip of 64 and map of 256
      (1_280 + 368_768 + 512 + 147_584 + 41_088 + 512 + 4_096) + // 256 + 64 → 128
      (128 + 36_992 + 2 * (512 + 147_584)) + // attention, 32 and 128
      (640 + 92_224 + 256 + 36_928 + 10_304 + 256 + 1_024) + // 128 + 32 → 64
      (64 + 9_280 + 2 * (256 + 36_928)) + // attention, 16 and 64
      (320 + 23_072 + 128 + 9_248 + 2_592 + 128 + 256) + // 64 + 16 → 32
      (4 * (4_624 + 64) + 272) + // ASPP 32 → 16
      17; // head
    expect(byHand).toBe(4_070_065);
    expect(parameters(1)).toBe(byHand);
    expect(model.countParams()).toBe(byHand);
    const trainable = model.trainableWeights.reduce(
      (sum, { shape }) => sum + shape.reduce<number>((a, b) => a * b!, 1),
      0,
    );
    // Half of what the norms hold, the running statistics, does not train: 7,392.
    expect(trainable).toBe(4_062_673);
    expect(model.outputs[0]!.shape).toEqual([null, 256, 256, 1]);
    model.dispose();
  });

  it('has the 4,070,385 parameters of the program of its authors for three channels', () => {
    const model = resunetPlusPlus({ inputShape: [null, null, 3] });
    expect(parameters(3)).toBe(4_070_385);
    expect(model.countParams()).toBe(4_070_385);
    model.dispose();
  });
});

describe('resunetPlusPlus', () => {
  it('has a bridge twice as wide as the last level by default', () => {
    const model = resunetPlusPlus({ inputShape: [8, 4, 1], filters: [2, 3], dilations: [1, 2] });
    expect(model.countParams()).toBe(
      residual(1, 2) -
        norm(1) + // the stem has no norm first
        residual(2, 3) +
        pyramid(3, 6, 2) +
        attention(2, 6) +
        residual(6 + 2, 3) +
        pyramid(3, 2, 2) +
        conv(1, 2, 1),
    );
    expect(model.outputs[0]!.shape).toEqual([null, 8, 4, 1]);
    model.dispose();
  });

  it('names its layers by level and place', () => {
    const model = resunetPlusPlus({ inputShape: [null, null, 1], filters: [2, 4], dilations: [1, 2] });
    const names = layerNames(model);
    for (const name of [
      'encoder1_conv1',
      'encoder1_se_squeeze',
      'encoder2_conv1_norm',
      'encoder2_se_scale',
      'bottleneck_branch1',
      'bottleneck_branch2_ring',
      'bottleneck_branch2_norm',
      'bottleneck',
      'below1_skip',
      'below1_skip_pool',
      'below1_map',
      'below1_weights',
      'below1_scale',
      'up1',
      'concat1',
      'decoder1_conv1',
      'decoder1_se_scale',
      'decoder1_aspp_branch1',
      'decoder1_aspp',
      'head',
    ])
      expect(names).toContain(`resunet_plus_plus_${name}`);
    model.dispose();
  });

  it('drops before the second convolution of every residual block', () => {
    const model = resunetPlusPlus({
      inputShape: [null, null, 1],
      filters: [2, 2],
      dilations: [1, 2],
      dropout: 0.1,
    });
    expect(layerNames(model).filter((name) => name.endsWith('dropout'))).toEqual(
      ['encoder1', 'encoder2', 'decoder1'].map((part) => `resunet_plus_plus_${part}_conv2_dropout`),
    );
    model.dispose();
  });

  it('weighs the map from below before it goes up, and joins the skip as it is', () => {
    const model = resunetPlusPlus({
      inputShape: [null, null, 1],
      filters: [2, 2],
      dilations: [1, 2],
      name: 'm',
    });
    const before = (name: string) =>
      [model.getLayer(name).input].flat().map(({ sourceLayer }: SymbolicTensor) => sourceLayer.name);
    expect(before('m_up1')).toEqual(['m_below1_scale']);
    expect(before('m_below1_scale')).toEqual(['m_below1_weights', 'm_bottleneck']);
    expect(before('m_concat1')).toEqual(['m_up1', 'm_encoder1_se_scale']);
    model.dispose();
  });

  it('names itself in its messages', () => {
    expect(() => resunetPlusPlus({ inputShape: [30, 32, 1] })).toThrow(
      'resunetPlusPlus: input height and width must be divisible by 8, got [30, 32]. Pad to [32, 32] (padToMultiple).',
    );
    expect(() => resunetPlusPlus({ filters: [] })).toThrow(/^resunetPlusPlus: filters/);
    expect(() => resunetPlusPlus({ dilations: [1] })).toThrow(/at least 2 of them/);
  });
});
