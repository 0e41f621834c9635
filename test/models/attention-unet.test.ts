import '@tensorflow/tfjs-backend-cpu';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import { attentionUnet, batchNorm, unet } from 'hilum';
import { describe, expect, it } from 'vitest';
import { layerNames, testModel } from '../battery';

/** A convolution k×k from a to b channels: k·k·a·b weights and b biases. */
const conv = (k: number, a: number, b: number): number => k * k * a * b + b;
/** A gate of a skip of a channels by a map of b: 2×2 without bias, 1×1, and 1×1 to one map. */
const gate = (a: number, b: number): number => {
  const inner = Math.ceil(a / 2);
  return 4 * a * inner + conv(1, b, inner) + conv(1, inner, 1);
};

testModel('attentionUnet with batch normalisation, two classes and open sizes', {
  build: () =>
    attentionUnet({
      inputShape: [null, null, 2],
      filters: [2, 2, 3],
      classes: 2,
      norm: batchNorm(),
      name: 'mine',
      seed: 2,
    }),
  inputShape: [2, 4, 8, 2],
  outputShape: [2, 4, 8, 2],
  // Under a norm of 4 values a channel a 3×3 convolution has no bias.
  parameters:
    9 * (2 * 2 + 2 * 2) +
    2 * 8 +
    (9 * (2 * 2 + 2 * 2) + 2 * 8) +
    (9 * (2 * 3 + 3 * 3) + 2 * 12) +
    gate(2, 3) +
    (conv(2, 3, 2) + 9 * (4 * 2 + 2 * 2) + 2 * 8) +
    (conv(2, 2, 2) + 9 * (4 * 2 + 2 * 2) + 2 * 8) +
    conv(1, 2, 2),
  prefix: 'mine_',
});

describe('attentionUnet at its defaults', () => {
  it('has 8,018,020 parameters: those of the U-Net and of three gates', () => {
    const model = attentionUnet();
    // By hand. A gate: 2×2 from the skip, 1×1 from below with biases, 1×1 to one map.
    const byHand =
      7_759_521 +
      (8_192 + 4_128 + 33) + // skip of 64 to 32, below of 128
      (32_768 + 16_448 + 65) + // skip of 128 to 64, below of 256
      (131_072 + 65_664 + 129); // skip of 256 to 128, below of 512
    expect(byHand).toBe(8_018_020);
    expect(model.countParams()).toBe(8_018_020);
    expect(model.outputs[0]!.shape).toEqual([null, 256, 256, 1]);
    model.dispose();
  });
});

describe('attentionUnet', () => {
  it('has gates half as wide as their skips, rounded up', () => {
    const model = attentionUnet({ inputShape: [8, 12, 1], filters: [2, 3, 4] });
    expect(model.countParams()).toBe(
      conv(3, 1, 2) +
        conv(3, 2, 2) + // encoder 1
        (conv(3, 2, 3) + conv(3, 3, 3)) + // encoder 2
        (conv(3, 3, 4) + conv(3, 4, 4)) + // bottom
        gate(3, 4) +
        (conv(2, 4, 3) + conv(3, 6, 3) + conv(3, 3, 3)) + // up and decoder 2
        (conv(2, 3, 2) + conv(3, 4, 2) + conv(3, 2, 2)) + // up and decoder 1
        conv(1, 2, 1), // head
    );
    expect(model.outputs[0]!.shape).toEqual([null, 8, 12, 1]);
    expect(layerNames(model).every((name) => name.startsWith('attention_unet_'))).toBe(true);
    model.dispose();
  });

  it('has the layers of a U-Net and a gate in each skip but the first', () => {
    const args = { inputShape: [null, null, 1], filters: [2, 4, 8, 16], name: 'm' } as const;
    const [gated, plain] = [attentionUnet(args), unet(args)];
    const extra = layerNames(gated).filter((name) => !layerNames(plain).includes(name));
    const parts = ['skip', 'gate', 'add', 'relu', 'psi', 'scale'];
    expect(extra.filter((name) => !name.includes('_up_')).sort()).toEqual(
      [2, 3].flatMap((level) => parts.map((part) => `m_skip${level}_${part}`)).sort(),
    );
    expect(layerNames(plain).filter((name) => !layerNames(gated).includes(name))).toEqual([]);
    gated.dispose();
    plain.dispose();
  });

  it('gates a skip by the decoded map of the level below, and the lowest by the bottom', () => {
    const model = attentionUnet({ inputShape: [null, null, 1], filters: [2, 2, 2, 2], name: 'm' });
    const before = (name: string) => (model.getLayer(name).input as SymbolicTensor).sourceLayer.name;
    expect([before('m_skip2_skip'), before('m_skip2_gate')]).toEqual([
      'm_encoder2_conv2',
      'm_decoder3_conv2',
    ]);
    expect([before('m_skip3_skip'), before('m_skip3_gate')]).toEqual([
      'm_encoder3_conv2',
      'm_encoder4_conv2',
    ]);
    model.dispose();
  });

  it('is a U-Net where there is nothing to gate', () => {
    const model = attentionUnet({ inputShape: [null, null, 1], filters: [2, 3] });
    expect(layerNames(model).filter((name) => name.includes('_skip'))).toEqual([]);
    model.dispose();
  });

  it('names itself in its messages', () => {
    expect(() => attentionUnet({ inputShape: [9, 8, 1], filters: [1, 1, 1] })).toThrow(
      'attentionUnet: input height and width must be divisible by 4, got [9, 8]. Pad to [12, 8] (padToMultiple).',
    );
    expect(() => attentionUnet({ filters: [] })).toThrow(RangeError);
  });
});
