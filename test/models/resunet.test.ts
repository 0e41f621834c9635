import '@tensorflow/tfjs-backend-cpu';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { batchNorm, resunet, upsampleTransposed } from 'hilum';
import { describe, expect, it } from 'vitest';
import { layerNames, testModel } from '../battery';

/** A convolution k×k from a to b channels: k·k·a·b weights and b biases. */
const conv = (k: number, a: number, b: number): number => k * k * a * b + b;
/** Batch normalisation of c channels: scale, offset and the two running statistics. */
const norm = (c: number): number => 4 * c;
const residual = (a: number, b: number): number =>
  norm(a) + conv(3, a, b) + norm(b) + conv(3, b, b) + conv(1, a, b) + norm(b);
const bridge = (c: number): number => 2 * (norm(c) + conv(3, c, c));

/** The whole model, part by part. */
function parameters(filters: readonly number[], channels: number, classes: number): number {
  let sum = residual(channels, filters[0]!) - norm(channels); // the stem has no norm first
  for (let level = 1; level < filters.length; level++) {
    sum += residual(filters[level - 1]!, filters[level]!);
    // On the way up: what comes from below, as wide as the level below it or the bottom, joined with the skip.
    const fromBelow = filters[Math.min(level + 1, filters.length - 1)]!;
    sum += residual(fromBelow + filters[level - 1]!, filters[level]!);
  }
  return sum + bridge(filters.at(-1)!) + conv(1, filters[1] ?? filters[0]!, classes);
}

testModel('resunet', {
  build: () => resunet({ inputShape: [8, 4, 1], filters: [2, 3, 4], seed: 1 }),
  inputShape: [2, 8, 4, 1],
  outputShape: [2, 8, 4, 1],
  parameters: parameters([2, 3, 4], 1, 1),
  prefix: 'resunet_',
});

testModel('resunet of one level with two classes', {
  build: () => resunet({ inputShape: [null, null, 1], filters: [2], classes: 2, name: 'flat', seed: 1 }),
  inputShape: [2, 3, 5, 1],
  outputShape: [2, 3, 5, 2],
  parameters: parameters([2], 1, 2),
  prefix: 'flat_',
});

const trainableOf = (model: LayersModel): number =>
  model.trainableWeights.reduce((sum, { shape }) => sum + shape.reduce<number>((a, b) => a * b!, 1), 0);

describe('resunet at its defaults', () => {
  it('has 4,722,737 parameters, 4,715,441 of them trainable', () => {
    const model = resunet();
    // By hand. 3×3 16→16 is 2,320, 1×1 16→32 is 544, BN of 16 channels is 64, and so on.
    const byHand =
      160 +
      64 +
      2_320 +
      32 +
      64 + // stem 1 → 16
      (64 + 4_640 + 128 + 9_248 + 544 + 128) + // 16 → 32
      (128 + 18_496 + 256 + 36_928 + 2_112 + 256) + // 32 → 64
      (256 + 73_856 + 512 + 147_584 + 8_320 + 512) + // 64 → 128
      (512 + 295_168 + 1_024 + 590_080 + 33_024 + 1_024) + // 128 → 256
      2 * (1_024 + 590_080) + // bridge
      (1_536 + 884_992 + 1_024 + 590_080 + 98_560 + 1_024) + // 256 + 128 → 256
      (1_280 + 368_768 + 512 + 147_584 + 41_088 + 512) + // 256 + 64 → 128
      (640 + 92_224 + 256 + 36_928 + 10_304 + 256) + // 128 + 32 → 64
      (320 + 23_072 + 128 + 9_248 + 2_592 + 128) + // 64 + 16 → 32
      33; // head
    expect(byHand).toBe(4_722_737);
    expect(model.countParams()).toBe(4_722_737);
    // Half of what the norms hold, the running statistics, does not train: 7,296.
    expect(trainableOf(model)).toBe(4_715_441);
    expect(model.outputs[0]!.shape).toEqual([null, 256, 256, 1]);
    model.dispose();
  });
});

describe('resunet', () => {
  it('names its layers by level and place, and never otherwise', () => {
    const model = resunet({ inputShape: [null, null, 1], filters: [2, 4] });
    const block = (name: string): string[] =>
      [
        'conv1_norm',
        'conv1_relu',
        'conv1',
        'conv2_norm',
        'conv2_relu',
        'conv2',
        'shortcut',
        'shortcut_norm',
        'add',
      ].map((part) => `resunet_${name}_${part}`);
    expect(layerNames(model).sort()).toEqual(
      [
        'resunet_input',
        ...block('encoder1').slice(2),
        ...block('encoder2'),
        ...['1_norm', '1_relu', '1', '2_norm', '2_relu', '2'].map((part) => `resunet_bottleneck_${part}`),
        'resunet_up1',
        'resunet_concat1',
        ...block('decoder1'),
        'resunet_head',
      ].sort(),
    );
    model.dispose();
  });

  it('halves the size with the first convolution and the shortcut of a level', () => {
    const model = resunet({ inputShape: [8, 8, 1], filters: [2, 4] });
    const shape = (name: string) => (model.getLayer(`resunet_${name}`).output as { shape: unknown }).shape;
    expect(shape('encoder1_add')).toEqual([null, 8, 8, 2]);
    expect(shape('encoder2_conv1_relu')).toEqual([null, 8, 8, 2]);
    expect(shape('encoder2_conv1')).toEqual([null, 4, 4, 4]);
    expect(shape('encoder2_shortcut')).toEqual([null, 4, 4, 4]);
    expect(shape('up1')).toEqual([null, 8, 8, 4]);
    expect(shape('decoder1_add')).toEqual([null, 8, 8, 4]);
    model.dispose();
  });

  it('has the parameters of its widths, at any depth', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 3 }),
        (filters, channels, classes) => {
          const model = resunet({ inputShape: [null, null, channels], filters, classes });
          expect(model.countParams()).toBe(parameters(filters, channels, classes));
          model.dispose();
        },
      ),
      { numRuns: 10 },
    );
  });

  it('takes another norm, with a momentum for short runs, or none', () => {
    const quick = resunet({ filters: [1], inputShape: [4, 4, 1], norm: batchNorm({ momentum: 0.5 }) });
    expect(quick.getLayer('resunet_bottleneck_1_norm').getConfig().momentum).toBe(0.5);
    const bare = resunet({ filters: [1], inputShape: [4, 4, 1], norm: (x) => x });
    expect(layerNames(bare).filter((name) => name.endsWith('norm'))).toEqual([]);
    quick.dispose();
    bare.dispose();
  });

  it('drops before the second convolution of every residual block, and only there', () => {
    const model = resunet({ inputShape: [null, null, 1], filters: [2, 4], dropout: 0.25 });
    expect(layerNames(model).filter((name) => name.includes('dropout'))).toEqual([
      'resunet_encoder1_conv2_dropout',
      'resunet_encoder2_conv2_dropout',
      'resunet_decoder1_conv2_dropout',
    ]);
    model.dispose();
  });

  it('goes up as it is told, as wide as the level below', () => {
    const model = resunet({ inputShape: [8, 8, 1], filters: [2, 4], up: upsampleTransposed });
    expect(model.getLayer('resunet_up1').getClassName()).toBe('Conv2DTranspose');
    expect((model.getLayer('resunet_up1').output as SymbolicTensor).shape).toEqual([null, 8, 8, 4]);
    model.dispose();
  });

  it('refuses to be of no level', () => {
    expect(() => resunet({ filters: [] })).toThrow(/^resunet: filters must name .* got none/);
  });

  it('names the size to pad to when the size does not divide', () => {
    expect(() => resunet({ inputShape: [250, 251, 1] })).toThrow(
      new RangeError(
        'resunet: input height and width must be divisible by 16, got [250, 251]. Pad to [256, 256] (padToMultiple).',
      ),
    );
  });
});
