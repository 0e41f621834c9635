import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {
  input,
  layers,
  model as createModel,
  type LayersModel,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import {
  convBlock,
  downsample,
  freeze,
  resnet50,
  sizeMultipleOf,
  upsampleTransposed,
  unetWithEncoder,
  vgg16,
} from 'hilum';
import { describe, expect, it } from 'vitest';
import { layerNames, testModel } from '../battery';

/** Two levels below the full size: 2, 3 and 4 channels. */
function tiny(inputShape: [number | null, number | null, number] = [8, 4, 3]): LayersModel {
  const x = input({ shape: inputShape, name: 'tiny_input' });
  const a = convBlock({ filters: 2, seed: 1 })(x, 'a');
  const b = convBlock({ filters: 3, seed: 1 })(downsample()(a, 'a_pool'), 'b');
  const c = convBlock({ filters: 4, seed: 1 })(downsample()(b, 'b_pool'), 'c');
  const pooled = layers.globalAveragePooling2d({ name: 'mean' }).apply(c) as SymbolicTensor;
  return createModel({ inputs: x, outputs: pooled, name: 'tiny' });
}
const ends = { skips: ['a', 'b'], bottom: 'c' } as const;

testModel('unetWithEncoder', {
  build: () => unetWithEncoder({ backbone: tiny(), ...ends, filters: [2, 3], seed: 1 }),
  inputShape: [2, 8, 4, 3],
  outputShape: [2, 8, 4, 1],
  parameters:
    9 * 3 * 2 +
    2 +
    (9 * 2 * 3 + 3) +
    (9 * 3 * 4 + 4) + // the backbone
    (9 * (4 + 3) * 3 + 9 * 3 * 3 + 8 * 3) + // level 2: no biases, two norms
    (9 * (3 + 2) * 2 + 9 * 2 * 2 + 8 * 2) + // level 1
    3, // the head
  prefix: '',
});

describe('unetWithEncoder on vgg16', () => {
  it('has 18,635,361 parameters and joins the last convolution of each block', () => {
    const backbone = vgg16({ inputShape: [64, 96, 3], kernelInitializer: 'zeros' });
    const model = unetWithEncoder({ backbone });
    const level = (from: number, to: number): number => 9 * (from * to + to * to) + 8 * to;
    const byHand =
      14_714_688 +
      level(512 + 512, 256) +
      level(256 + 256, 128) +
      level(128 + 128, 64) +
      level(64 + 64, 32) +
      33;
    expect(byHand).toBe(18_635_361);
    expect(model.countParams()).toBe(byHand);
    expect(model.outputs[0]!.shape).toEqual([null, 64, 96, 1]);
    expect(sizeMultipleOf(model)).toBe(16);
    const sources = [1, 2, 3, 4].map(
      (i) =>
        (model.getLayer(`unet_with_encoder_concat${i}`).input as { sourceLayer: { name: string } }[])[1]!
          .sourceLayer.name,
    );
    expect(sources).toEqual(['block1_conv2', 'block2_conv2', 'block3_conv3', 'block4_conv3']);
    model.dispose();
  });
});

describe('unetWithEncoder on resnet50', () => {
  it('has 32,602,641 parameters, and sizes that match though ResNet50 pads by itself', () => {
    const before = tf.memory().numTensors;
    const backbone = resnet50({ inputShape: [64, 96, 3], kernelInitializer: 'zeros' });
    const model = unetWithEncoder({ backbone });
    const level = (from: number, to: number): number => 9 * (from * to + to * to) + 8 * to;
    const byHand =
      23_587_712 +
      level(2048 + 1024, 256) +
      level(256 + 512, 128) +
      level(128 + 256, 64) +
      level(64 + 64, 32) +
      level(32, 16) + // no skip of the full size
      17;
    expect(byHand).toBe(32_602_641);
    expect(model.countParams()).toBe(byHand);
    const shape = (name: string): unknown =>
      (model.getLayer(name).output as { shape: number[] }).shape.slice(1);
    expect(shape('conv5_block3_out')).toEqual([2, 3, 2048]);
    expect(shape('unet_with_encoder_concat2')).toEqual([32, 48, 64 + 64]);
    expect(shape('unet_with_encoder_up1')).toEqual([64, 96, 32]);
    expect(layerNames(model)).not.toContain('unet_with_encoder_concat1');
    expect(sizeMultipleOf(model)).toBe(32);
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('unetWithEncoder', () => {
  it('takes images of any size that divides, also where the backbone pads by itself', () => {
    const x = input({ shape: [null, null, 3], name: 'x' });
    // As ResNet50 begins: zeros around, then a step of 2 without padding, and a 1×1 convolution of step 2.
    const padded = layers.zeroPadding2d({ padding: [[3, 3], [3, 3]], name: 'pad' }).apply(x) as SymbolicTensor; // prettier-ignore
    const half = layers.conv2d({ filters: 2, kernelSize: 7, strides: 2, name: 'half' }).apply(padded);
    const quarter = layers.conv2d({ filters: 3, kernelSize: 1, strides: 2, name: 'quarter' }).apply(half);
    const backbone = createModel({ inputs: x, outputs: quarter as SymbolicTensor });
    const model = unetWithEncoder({ backbone, skips: ['half'], bottom: 'quarter', filters: [1, 2] });
    for (const [height, width] of [
      [4, 4],
      [8, 12],
      [20, 4],
    ] as const) {
      const y = tf.tidy(() => model.predict(tf.zeros([1, height, width, 3])) as tf.Tensor);
      expect(y.shape).toEqual([1, height, width, 1]);
      y.dispose();
    }
    model.dispose();
  });

  it('keeps the weights and the freezing of the backbone', () => {
    const backbone = tiny();
    const [kernel] = backbone.getLayer('b').getWeights();
    const values = [...kernel!.dataSync()];
    const model = unetWithEncoder({ backbone, ...ends, filters: [2, 3] });
    expect([...model.getLayer('b').getWeights()[0]!.dataSync()]).toEqual(values);
    freeze(backbone);
    expect(model.trainableWeights.every(({ originalName }) => originalName.startsWith('unet_with_'))).toBe(
      true,
    );
    expect(model.trainableWeights.length).toBeGreaterThan(0);
    model.dispose();
  });

  it('takes classes, dropout, another norm, another way up and another name', () => {
    const model = unetWithEncoder({
      ...{ backbone: tiny(), ...ends, filters: [2, 3], classes: 3, dropout: 0.1, name: 'mine' },
      norm: (x) => x,
      up: upsampleTransposed,
    });
    expect(model.outputs[0]!.shape).toEqual([null, 8, 4, 3]);
    expect(model.getLayer('mine_up2').getClassName()).toBe('Conv2DTranspose');
    expect(layerNames(model)).toContain('mine_decoder1_dropout');
    expect(layerNames(model).filter((name) => name.endsWith('_norm'))).toEqual([]);
    model.dispose();
  });

  it('asks for the layers of a backbone that it does not know', () => {
    const backbone = tiny();
    expect(() => unetWithEncoder({ backbone })).toThrow(
      new RangeError(
        'unetWithEncoder: skips and bottom must name layers of the backbone, got none for "tiny". Those of vgg16 and resnet50 are known.',
      ),
    );
    expect(() => unetWithEncoder({ backbone, skips: ['a', 'z'], bottom: 'c' })).toThrow(
      'unetWithEncoder: skips and bottom must name layers of the backbone, got "z". backbone.layers has the names.',
    );
    backbone.dispose();
  });

  it('refuses layers of one size, skips below the bottom, widths that are too few and sizes that do not divide', () => {
    const backbone = tiny();
    expect(() => unetWithEncoder({ backbone, skips: ['a', 'a'], bottom: 'c' })).toThrow(
      'unetWithEncoder: skips must each be of another size, all larger than the bottom, got a at 1/1, a at 1/1 and c at 1/4.',
    );
    expect(() => unetWithEncoder({ backbone, skips: ['c'], bottom: 'b' })).toThrow(/c at 1\/4 and b at 1\/2/);
    expect(() => unetWithEncoder({ backbone, ...ends, filters: [2] })).toThrow(
      'unetWithEncoder: filters must hold a width for each of the 2 levels above c, got [2].',
    );
    expect(() => unetWithEncoder({ backbone, ...ends, filters: [2, 0] })).toThrow(/each of filters .* got 0/);
    backbone.dispose();
    const odd = tiny([10, 8, 3]);
    expect(() => unetWithEncoder({ backbone: odd, ...ends })).toThrow(
      'unetWithEncoder: input height and width must be divisible by 4, got [10, 8]. Pad to [12, 8] (padToMultiple).',
    );
    odd.dispose();
  });

  it('refuses a backbone without padding, whose maps would not fit together', () => {
    const x = input({ shape: [null, null, 3], name: 'x' });
    const half = layers.conv2d({ filters: 1, kernelSize: 3, strides: 2, name: 'half' }).apply(x);
    const backbone = createModel({ inputs: x, outputs: half as SymbolicTensor });
    expect(() => unetWithEncoder({ backbone, skips: [], bottom: 'half' })).toThrow(
      "unetWithEncoder: the output of half must be of the image's size divided by a power of 2, got 127×127 of 256×256. Name another layer, or take a backbone with padding 'same'.",
    );
    backbone.dispose();
  });
});
