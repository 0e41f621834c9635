import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import {
  batchNorm,
  downsampleAverage,
  downsampleStrided,
  unet,
  upsample,
  upsampleBilinear,
  type Block,
} from 'hilum';
import { describe, expect, it } from 'vitest';
import { layerNames, testModel, weightValues } from '../battery';

/** A convolution k×k from a to b channels: k·k·a·b weights and b biases. */
const conv = (k: number, a: number, b: number): number => k * k * a * b + b;

testModel('unet', {
  build: () => unet({ inputShape: [8, 12, 1], filters: [2, 3, 4], seed: 1 }),
  inputShape: [2, 8, 12, 1],
  outputShape: [2, 8, 12, 1],
  parameters:
    conv(3, 1, 2) +
    conv(3, 2, 2) + // encoder 1
    (conv(3, 2, 3) + conv(3, 3, 3)) + // encoder 2
    (conv(3, 3, 4) + conv(3, 4, 4)) + // bottom
    (conv(2, 4, 3) + conv(3, 6, 3) + conv(3, 3, 3)) + // up and decoder 2
    (conv(2, 3, 2) + conv(3, 4, 2) + conv(3, 2, 2)) + // up and decoder 1
    conv(1, 2, 1), // head
  prefix: 'unet_',
});

testModel('unet with batch normalisation, three classes and three channels', {
  build: () =>
    unet({
      inputShape: [null, null, 3],
      filters: [2, 3],
      classes: 3,
      norm: batchNorm(),
      name: 'mine',
      seed: 1,
    }),
  inputShape: [2, 6, 4, 3],
  outputShape: [2, 6, 4, 3],
  // Under a norm of 4 values a channel a 3×3 convolution has no bias.
  parameters:
    9 * (3 * 2 + 2 * 2) +
    2 * 8 +
    9 * (2 * 3 + 3 * 3) +
    2 * 12 +
    conv(2, 3, 2) +
    9 * (4 * 2 + 2 * 2) +
    2 * 8 +
    conv(1, 2, 3),
  prefix: 'mine_',
});

describe('unet at its defaults', () => {
  it('has 7,759,521 parameters, all trainable, 256×256×1 in and out', () => {
    const model = unet();
    // By hand, convolution by convolution.
    const byHand =
      320 +
      9_248 +
      (18_496 + 36_928) +
      (73_856 + 147_584) +
      (295_168 + 590_080) + // encoder 32, 64, 128, 256
      (1_180_160 + 2_359_808) + // bottom 512
      (524_544 + 1_179_904 + 590_080) + // 512 → 256, then 512 → 256 → 256
      (131_200 + 295_040 + 147_584) + // 128
      (32_832 + 73_792 + 36_928) + // 64
      (8_224 + 18_464 + 9_248) + // 32
      33; // head
    expect(byHand).toBe(7_759_521);
    expect(model.countParams()).toBe(7_759_521);
    expect(model.trainableWeights.length).toBe(model.weights.length);
    expect(model.inputs[0]!.shape).toEqual([null, 256, 256, 1]);
    expect(model.outputs[0]!.shape).toEqual([null, 256, 256, 1]);
    model.dispose();
  });
});

describe('unet', () => {
  it('names its layers by level and place, and never otherwise', () => {
    const model = unet({ inputShape: [null, null, 1], filters: [2, 4] });
    expect(layerNames(model)).toEqual([
      'unet_input',
      'unet_encoder1_conv1',
      'unet_encoder1_conv2',
      'unet_encoder2_pool',
      'unet_encoder2_conv1',
      'unet_encoder2_conv2',
      'unet_up1',
      'unet_concat1',
      'unet_decoder1_conv1',
      'unet_decoder1_conv2',
      'unet_head',
    ]);
    model.dispose();
  });

  it('joins the skip after the map that came up', () => {
    const model = unet({ inputShape: [null, null, 1], filters: [2, 4] });
    const joined = (
      model.getLayer('unet_concat1').input as { name: string; sourceLayer: { name: string } }[]
    ).map(({ sourceLayer }) => sourceLayer.name);
    expect(joined).toEqual(['unet_up1', 'unet_encoder1_conv2']);
    model.dispose();
  });

  it('has the parameters of its widths, at any depth', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 3 }),
        (filters, channels, classes) => {
          const model = unet({ inputShape: [null, null, channels], filters, classes });
          let expected = conv(1, filters[0]!, classes);
          filters.forEach((width, level) => {
            expected += conv(3, level ? filters[level - 1]! : channels, width) + conv(3, width, width);
            const below = filters[level + 1];
            if (below) expected += conv(2, below, width) + conv(3, 2 * width, width) + conv(3, width, width);
          });
          expect(model.countParams()).toBe(expected);
          model.dispose();
        },
      ),
      { numRuns: 15 },
    );
  });

  it('drops between the two convolutions of every level, and only there', () => {
    const model = unet({ inputShape: [null, null, 1], filters: [2, 4], dropout: 0.25 });
    expect(layerNames(model)).toEqual([
      'unet_input',
      'unet_encoder1_conv1',
      'unet_encoder1_dropout',
      'unet_encoder1_conv2',
      'unet_encoder2_pool',
      'unet_encoder2_conv1',
      'unet_encoder2_dropout',
      'unet_encoder2_conv2',
      'unet_up1',
      'unet_concat1',
      'unet_decoder1_conv1',
      'unet_decoder1_dropout',
      'unet_decoder1_conv2',
      'unet_head',
    ]);
    expect(model.getLayer('unet_encoder2_dropout').getConfig().rate).toBe(0.25);
    model.dispose();
    expect(() => unet({ dropout: 1 })).toThrow('dropout: rate must be at least 0 and below 1, got 1.');
  });

  it('goes down and up as it is told', () => {
    const classOf = (args: Parameters<typeof unet>[0], name: string): string => {
      const model = unet({ inputShape: [8, 8, 1], filters: [2, 3], ...args });
      expect(model.outputs[0]!.shape).toEqual([null, 8, 8, 1]);
      const found = model.getLayer(name).getClassName();
      model.dispose();
      return found;
    };
    expect(classOf({}, 'unet_encoder2_pool')).toBe('MaxPooling2D');
    expect(classOf({ down: downsampleAverage }, 'unet_encoder2_pool')).toBe('AveragePooling2D');
    expect(classOf({ down: downsampleStrided }, 'unet_encoder2_pool')).toBe('Conv2D');
    expect(classOf({}, 'unet_up1')).toBe('Conv2DTranspose');
    expect(classOf({ up: upsample }, 'unet_up1')).toBe('UpSampling2D');
    expect(classOf({ up: upsampleBilinear }, 'unet_up1_width_add')).toBe('Add');
  });

  it('tells the way down the width above and the way up the width of its level, and the seed', () => {
    const told: unknown[] = [];
    const note =
      (label: string, block: Block) =>
      (args: object): Block => {
        told.push([label, args]);
        return block;
      };
    unet({
      inputShape: [4, 4, 1],
      filters: [2, 3, 5],
      seed: 7,
      down: note('down', downsampleAverage()),
      up: note('up', upsample()),
    }).dispose();
    expect(told).toEqual([
      ['down', { filters: 2, seed: 7 }],
      ['down', { filters: 3, seed: 7 }],
      ['up', { filters: 3, seed: 7 }],
      ['up', { filters: 2, seed: 7 }],
    ]);
  });

  it('takes images of any size that divides, one model for all', () => {
    const model = unet({ inputShape: [null, null, 1], filters: [1, 1, 1] });
    for (const [height, width] of [
      [4, 4],
      [8, 12],
      [16, 4],
    ] as const) {
      const y = tf.tidy(() => model.predict(tf.zeros([1, height, width, 1])) as tf.Tensor);
      expect(y.shape).toEqual([1, height, width, 1]);
      y.dispose();
    }
    model.dispose();
  });

  it('begins with the same weights for the same seed, and otherwise not', async () => {
    const values = async (seed?: number): Promise<number[][]> => {
      const model = unet({ inputShape: [null, null, 1], filters: [2, 2], seed });
      const all = await weightValues(model);
      model.dispose();
      return all;
    };
    expect(await values(5)).toEqual(await values(5));
    expect(await values(5)).not.toEqual(await values(6));
    expect(await values()).not.toEqual(await values());
  });

  it('ends in probabilities, or in logits when the activation is linear', () => {
    const range = (args: Parameters<typeof unet>[0]): number[] => {
      const model = unet({ inputShape: [8, 8, 1], filters: [4, 4], seed: 3, ...args });
      const values = tf.tidy(() => [
        ...(model.predict(tf.randomNormal([1, 8, 8, 1], 0, 50, 'float32', 1)) as tf.Tensor).dataSync(),
      ]);
      model.dispose();
      return [Math.min(...values), Math.max(...values)];
    };
    const [low, high] = range({});
    expect(low).toBeGreaterThanOrEqual(0);
    expect(high).toBeLessThanOrEqual(1);
    const [lowest, highest] = range({ activation: 'linear' });
    expect(lowest! < 0 || highest! > 1).toBe(true);
  });

  it('trains in plain compile and fit', async () => {
    const model: LayersModel = unet({ inputShape: [4, 4, 1], filters: [2, 2], seed: 1 });
    model.compile({ optimizer: 'sgd', loss: 'binaryCrossentropy' });
    const [x, y] = [tf.ones([2, 4, 4, 1]), tf.ones([2, 4, 4, 1])];
    const { history } = await model.fit(x, y, { epochs: 3 });
    expect(history.loss!.at(-1)).toBeLessThan(history.loss![0] as number);
    tf.dispose([x, y]);
    model.dispose();
  });

  it('names the size to pad to when the size does not divide', () => {
    expect(() => unet({ inputShape: [100, 96, 1] })).toThrow(
      new RangeError(
        'unet: input height and width must be divisible by 16, got [100, 96]. Pad to [112, 96] (padToMultiple).',
      ),
    );
    expect(() => unet({ inputShape: [null, 9, 1], filters: [1, 1] })).toThrow(
      'unet: input height and width must be divisible by 2, got [null, 9]. Pad to [null, 10] (padToMultiple).',
    );
    expect(() => unet({ inputShape: [9, 7, 1], filters: [1] }).dispose()).not.toThrow();
  });

  it('refuses shapes, widths and classes that make no sense', () => {
    expect(() => unet({ filters: [] })).toThrow(
      new RangeError('unet: filters must name the width of at least one level, got none.'),
    );
    expect(() => unet({ filters: [2, 0] })).toThrow(/each of filters .* got 0/);
    expect(() => unet({ classes: 1.5 })).toThrow(/classes .* got 1.5/);
    expect(() => unet({ inputShape: [16, 16, 0] })).toThrow(/inputShape .* got 0/);
    expect(() => unet({ inputShape: [16, 16] as never })).toThrow(TypeError);
  });
});
