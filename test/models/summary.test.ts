import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {
  input,
  layers,
  model as createModel,
  type LayersModel,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { freeze, resnet50, resunet, summary, unet, vgg16 } from 'hilum';
import { describe, expect, it } from 'vitest';

describe('summary', () => {
  it('counts what a U-Net of 256×256 asks for', () => {
    const model = unet();
    const { rows, ...totals } = summary(model);
    // By hand. 3×3 convolutions: taps · from · to · pixels; the ways up: 4 · from · to · pixels of the level below.
    const pixels = (level: number): number => (256 / 2 ** level) ** 2;
    const widths = [32, 64, 128, 256, 512];
    let multiplyAdds = 32 * pixels(0); // the head
    widths.forEach((width, level) => {
      const from = level ? widths[level - 1]! : 1;
      multiplyAdds += 9 * (from * width + width * width) * pixels(level);
      if (level === 4) return;
      const below = widths[level + 1]!;
      multiplyAdds += 4 * below * width * pixels(level + 1);
      multiplyAdds += 9 * (2 * width * width + width * width) * pixels(level);
    });
    expect(multiplyAdds).toBe(12_033_458_176);
    expect(totals).toMatchObject({
      parameters: 7_759_521,
      trainableParameters: 7_759_521,
      multiplyAdds: 12_033_458_176,
      weightBytes: 31_038_084,
    });
    // Most is alive where the last join of 64 maps meets what it was made of, at full size, and the image.
    expect(totals.peakBytes).toBe(4 * pixels(0) * (64 + 32 + 32 + 1));
    expect(rows.find(({ name }) => name === 'unet_up1')).toEqual({
      name: 'unet_up1',
      kind: 'Conv2DTranspose',
      outputShape: [1, 256, 256, 32],
      parameters: 8_224,
      trainableParameters: 8_224,
      multiplyAdds: 134_217_728,
      activationBytes: 8_388_608,
    });
    model.dispose();
  });

  it('counts the known 15.35 and 3.86 thousand million multiply-adds of VGG16 and ResNet50', () => {
    const count = (model: LayersModel): number => {
      const { multiplyAdds } = summary(model, { inputShape: [224, 224, 3] });
      model.dispose();
      return multiplyAdds;
    };
    // Simonyan and Zisserman's table D and He et al.'s table 1 (3.8), without the classifiers.
    expect(count(vgg16({ inputShape: [null, null, 3], kernelInitializer: 'zeros' }))).toBe(15_346_630_656);
    expect(count(resnet50({ inputShape: [null, null, 3], kernelInitializer: 'zeros' })) / 1e9).toBeCloseTo(
      3.856,
      3,
    );
  });

  it('comes near to the memory that a prediction takes', async () => {
    for (const model of [
      unet({ inputShape: [32, 32, 1], filters: [4, 8] }),
      resunet({ inputShape: [32, 32, 1], filters: [4, 8] }),
    ]) {
      const x = tf.zeros([1, 32, 32, 1]);
      const before = tf.memory().numBytes - 4 * x.size;
      const { peakBytes, result } = await tf.profile(() => model.predict(x));
      const ratio = summary(model).peakBytes / (peakBytes - before);
      expect(ratio).toBeGreaterThan(0.8);
      expect(ratio).toBeLessThan(1.05);
      tf.dispose([x, result]);
      model.dispose();
    }
  });

  it('grows with the batch, but for the parameters', () => {
    const model = unet({ inputShape: [null, null, 1], filters: [2, 3] });
    const one = summary(model, { inputShape: [8, 8, 1] });
    const four = summary(model, { inputShape: [8, 8, 1], batchSize: 4 });
    for (const key of ['multiplyAdds', 'activationBytes', 'peakBytes'] as const)
      expect(four[key]).toBe(4 * one[key]);
    expect(four.parameters).toBe(one.parameters);
    model.dispose();
  });

  it('tells what trains', () => {
    const model = resunet({ inputShape: [8, 8, 1], filters: [2, 3] });
    const { parameters, trainableParameters } = summary(model);
    expect(trainableParameters).toBeLessThan(parameters);
    freeze(model, (layer) => layer.name !== 'resunet_head');
    expect(summary(model).trainableParameters).toBe(4);
    model.dispose();
  });

  it('counts every kind of layer with kernels', () => {
    const x = input({ shape: [8, 6, 3] });
    const chain = [
      layers.separableConv2d({
        filters: 5,
        kernelSize: 3,
        depthMultiplier: 2,
        strides: 2,
        name: 'separable',
      }),
      layers.depthwiseConv2d({ kernelSize: 3, padding: 'same', name: 'depthwise' }),
      layers.globalAveragePooling2d({ name: 'mean' }),
      layers.dense({ units: 7, name: 'dense' }),
    ];
    const y = chain.reduce((h, layer) => layer.apply(h) as SymbolicTensor, x);
    const model = createModel({ inputs: x, outputs: y });
    const counts = summary(model).rows.map(({ name, multiplyAdds }) => [name, multiplyAdds]);
    // By hand, on 3×2 pixels: (9·3·2 + 6·5)·6; 9·5·6; 5·7.
    expect(counts.slice(1)).toEqual([
      ['separable', 504],
      ['depthwise', 270],
      ['mean', 0],
      ['dense', 35],
    ]);
    model.dispose();
  });

  it('counts a model inside as the sum of its layers, and a shared layer once', () => {
    const inner = unet({ inputShape: [8, 8, 1], filters: [2, 3] });
    const alone = summary(inner);
    const x = input({ shape: [8, 8, 1], name: 'x' });
    const once = inner.apply(x) as SymbolicTensor;
    const outer = createModel({ inputs: x, outputs: inner.apply(once) as SymbolicTensor });
    const twice = summary(outer);
    expect(twice.parameters).toBe(alone.parameters);
    expect(twice.multiplyAdds).toBe(2 * alone.multiplyAdds);
    expect(twice.peakBytes).toBeGreaterThan(alone.peakBytes);
    outer.dispose();
  });

  it('computes nothing and leaves no tensor behind', () => {
    const model = unet({ inputShape: [512, 512, 1], filters: [2, 3] });
    const before = tf.memory();
    String(summary(model));
    expect(tf.memory().numTensors).toBe(before.numTensors);
    model.dispose();
  });

  it('wants a size where the model has none, and one that fits', () => {
    const model = unet({ inputShape: [null, null, 1], filters: [2] });
    expect(() => summary(model)).toThrow(
      new RangeError(
        "summary: inputShape must fit the model's [null, null, 1] with all sizes known, got [null, null, 1].",
      ),
    );
    expect(() => summary(model, { inputShape: [8, 8, 3] })).toThrow(/got \[8, 8, 3\]/);
    expect(() => summary(model, { inputShape: [8, 8] })).toThrow(RangeError);
    expect(() => summary(model, { inputShape: [8, 8, 1], batchSize: 0 })).toThrow(/batchSize/);
    model.dispose();
  });
});

describe('the table of a summary', () => {
  it('prints a line a layer, numbers to the right, and what they come to', () => {
    const model = unet({ inputShape: [16, 16, 1], filters: [32], name: 'm' });
    expect(String(summary(model))).toBe(
      [
        'layer             kind        output           parameters  multiply-adds   memory',
        '─────────────────────────────────────────────────────────────────────────────────',
        'm_input           InputLayer  [1, 16, 16, 1]            0              0   1.0 kB',
        'm_encoder1_conv1  Conv2D      [1, 16, 16, 32]         320         73,728  32.8 kB',
        'm_encoder1_conv2  Conv2D      [1, 16, 16, 32]       9,248      2,359,296  32.8 kB',
        'm_head            Conv2D      [1, 16, 16, 1]           33          8,192   1.0 kB',
        '─────────────────────────────────────────────────────────────────────────────────',
        'parameters     9,601',
        'multiply-adds  2,441,216',
        'memory         weights 38.4 kB, prediction 66.6 kB more at most, all outputs 67.6 kB',
      ].join('\n'),
    );
    model.dispose();
  });

  it('says how many parameters do not train', () => {
    const model = unet({ inputShape: [256, 256, 1], filters: [8] });
    freeze(model, /_head$/);
    expect(String(summary(model))).toContain('\nparameters     673, 9 of them not trained\n');
    expect(String(summary(model))).toContain('2.1 MB');
    model.dispose();
  });
});
