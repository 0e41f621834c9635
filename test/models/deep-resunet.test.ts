import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { deepResunet } from 'hilum';
import { afterAll, describe, expect, it } from 'vitest';
import { layerNames, testModel } from '../battery';

/** A convolution k×k from a to b channels: k·k·a·b weights and b biases. */
const conv = (k: number, a: number, b: number): number => k * k * a * b + b;
/** Batch normalisation of c channels: scale, offset and the two running statistics. */
const norm = (c: number): number => 4 * c;
const residual = (a: number, b: number): number =>
  norm(a) + conv(3, a, b) + norm(b) + conv(3, b, b) + conv(1, a, b) + norm(b);

function parameters(filters: readonly number[], channels: number, classes: number): number {
  let sum = residual(channels, filters[0]!) - norm(channels) + conv(1, filters[0]!, classes);
  for (let level = 1; level < filters.length; level++) {
    const [above, here] = [filters[level - 1]!, filters[level]!];
    sum += residual(above, here) + residual(here + above, above);
  }
  return sum;
}

testModel('deepResunet', {
  build: () => deepResunet({ inputShape: [8, 4, 1], filters: [2, 3, 4], seed: 1 }),
  inputShape: [2, 8, 4, 1],
  outputShape: [2, 8, 4, 1],
  parameters: parameters([2, 3, 4], 1, 1),
  prefix: 'deep_resunet_',
});

describe('deepResunet at its defaults', () => {
  const model = deepResunet({ seed: 1 });
  afterAll(() => {
    model.dispose();
  });
  const shape = (name: string) =>
    (model.getLayer(`deep_resunet_${name}`).output as { shape: number[] }).shape.slice(1);

  it('has 8,231,745 parameters, 8,222,529 of them trainable', () => {
    // By hand, layer by layer: BN, 3×3, BN, 3×3, shortcut, BN. 3×3 from 64 to 128 is 9·64·128 + 128 = 73,856.
    const byHand =
      640 +
      256 +
      36_928 +
      128 +
      256 + // conv 1–2: 1 → 64, without the first BN
      (256 + 73_856 + 512 + 147_584 + 8_320 + 512) + // conv 3–4: 64 → 128
      (512 + 295_168 + 1_024 + 590_080 + 33_024 + 1_024) + // conv 5–6: 128 → 256
      (1_024 + 1_180_160 + 2_048 + 2_359_808 + 131_584 + 2_048) + // conv 7–8, the bridge: 256 → 512
      (3_072 + 1_769_728 + 1_024 + 590_080 + 196_864 + 1_024) + // conv 9–10: 512 + 256 → 256
      (1_536 + 442_496 + 512 + 147_584 + 49_280 + 512) + // conv 11–12: 256 + 128 → 128
      (768 + 110_656 + 256 + 36_928 + 12_352 + 256) + // conv 13–14: 128 + 64 → 64
      65; // conv 15
    expect(model.countParams()).toBe(byHand);
    expect(byHand).toBe(8_231_745);
    const sizes = model.trainableWeights.map(({ shape }) => shape.reduce<number>((a, b) => a * b!, 1));
    // Half of what the norms hold, the running statistics, does not train: 9,216.
    expect(sizes.reduce((a, b) => a + b, 0)).toBe(8_222_529);
  });

  it('has the sizes of the table of arXiv 1711.10684, at 256×256 instead of 224×224', () => {
    expect(shape('encoder1_add')).toEqual([256, 256, 64]);
    expect(shape('encoder2_conv1')).toEqual([128, 128, 128]);
    expect(shape('encoder2_add')).toEqual([128, 128, 128]);
    expect(shape('encoder3_add')).toEqual([64, 64, 256]);
    expect(shape('encoder4_add')).toEqual([32, 32, 512]);
    expect(shape('decoder3_add')).toEqual([64, 64, 256]);
    expect(shape('decoder2_add')).toEqual([128, 128, 128]);
    expect(shape('decoder1_add')).toEqual([256, 256, 64]);
    expect(shape('head')).toEqual([256, 256, 1]);
  });

  it('has 15 convolutions on its way, the shortcuts not counted, and the first unit begins with one', () => {
    const convolutions = model.layers.filter((layer) => layer.getClassName() === 'Conv2D');
    expect(convolutions.filter(({ name }) => !name.endsWith('_shortcut'))).toHaveLength(15);
    expect(layerNames(model)).not.toContain('deep_resunet_encoder1_conv1_norm');
    expect(layerNames(model)).toContain('deep_resunet_encoder2_conv1_norm');
  });
});

describe('deepResunet', () => {
  it('has the parameters of its widths, at any depth', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 3 }),
        (filters, channels, classes) => {
          const model = deepResunet({ inputShape: [null, null, channels], filters, classes });
          expect(model.countParams()).toBe(parameters(filters, channels, classes));
          model.dispose();
        },
      ),
      { numRuns: 10 },
    );
  });

  it('takes another norm, or none', () => {
    const bare = deepResunet({ filters: [1, 2], inputShape: [4, 4, 1], norm: (x) => x });
    expect(layerNames(bare).filter((name) => name.endsWith('norm'))).toEqual([]);
    bare.dispose();
  });

  it('drops values before the second convolution of each unit', () => {
    const model = deepResunet({ filters: [1, 2], inputShape: [4, 4, 1], dropout: 0.2 });
    const dropouts = model.layers.filter((layer) => layer.getClassName() === 'Dropout');
    expect(dropouts.map(({ name }) => name).sort()).toEqual([
      'deep_resunet_decoder1_conv2_dropout',
      'deep_resunet_encoder1_conv2_dropout',
      'deep_resunet_encoder2_conv2_dropout',
    ]);
    expect(dropouts[0]!.getConfig().rate).toBe(0.2);
    model.dispose();
  });

  it('names the size to pad to when the size does not divide', () => {
    expect(() => deepResunet({ inputShape: [100, 96, 1] })).toThrow(
      'deepResunet: input height and width must be divisible by 8, got [100, 96]. Pad to [104, 96] (padToMultiple).',
    );
  });
});
