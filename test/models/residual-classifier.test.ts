import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { residualClassifier, type ResidualClassifierArgs } from 'hilum';
import { describe, expect, it } from 'vitest';
import { layerNames, testModel } from '../battery';

/** A convolution k×k from a to b channels: k·k·a·b weights and b biases. */
const conv = (k: number, a: number, b: number): number => k * k * a * b + b;
/** Batch normalisation of c channels: scale, offset and the two running statistics. */
const norm = (c: number): number => 4 * c;
/** norm, 3×3, norm, 3×3, and a shortcut of 1×1 and norm. */
const residual = (a: number, b: number): number =>
  norm(a) + conv(3, a, b) + norm(b) + conv(3, b, b) + conv(1, a, b) + norm(b);

/** The whole model, part by part: the stem has no norm first. */
function parameters(filters: readonly number[], channels: number, classes: number): number {
  const widths = [channels, ...filters];
  const stages = filters.reduce((sum, width, i) => sum + residual(widths[i]!, width), -norm(channels));
  const last = filters.at(-1)!;
  return stages + norm(last) + last * classes + classes;
}

testModel('residualClassifier', {
  build: () => residualClassifier({ inputShape: [8, 4, 1], filters: [2, 3, 4], seed: 1 }),
  inputShape: [2, 8, 4, 1],
  outputShape: [2, 1],
  parameters: parameters([2, 3, 4], 1, 1),
  prefix: 'residual_classifier_',
});

testModel('residualClassifier of three classes, colours and any size', {
  build: () =>
    residualClassifier({ inputShape: [null, null, 3], filters: [3, 2], classes: 3, name: 'wide', seed: 1 }),
  inputShape: [2, 7, 5, 3],
  outputShape: [2, 3],
  parameters: parameters([3, 2], 3, 3),
  prefix: 'wide_',
});

function predict(args: ResidualClassifierArgs): Float32Array {
  const model = residualClassifier({ inputShape: [8, 8, 1], filters: [4, 8], seed: 1, ...args });
  const y = tf.tidy(() => model.predict(tf.randomNormal([3, 8, 8, 1], 0, 1, 'float32', 5)) as tf.Tensor);
  model.dispose();
  return y.dataSync<'float32'>();
}

describe('residualClassifier', () => {
  it('has 486,529 parameters at its defaults, 484,609 of them trainable', () => {
    const model = residualClassifier();
    // By hand. 3×3 32→32 is 9,248, 1×1 32→64 is 2,112, BN of 32 channels is 128, and so on.
    const byHand =
      320 +
      128 +
      9_248 +
      64 +
      128 + // 1 → 32
      (128 + 18_496 + 256 + 36_928 + 2_112 + 256) + // 32 → 64
      (256 + 55_392 + 384 + 83_040 + 6_240 + 384) + // 64 → 96
      (384 + 110_720 + 512 + 147_584 + 12_416 + 512) + // 96 → 128
      512 + // the last norm
      129; // the head
    expect(byHand).toBe(486_529);
    expect(model.countParams()).toBe(486_529);
    const trainable = model.trainableWeights.reduce(
      (sum, { shape }) => sum + tf.util.sizeFromShape(shape as number[]),
      0,
    );
    expect(trainable).toBe(484_609); // half of what the norms hold is running statistics: 1,920
    expect(model.outputs[0]!.shape).toEqual([null, 1]);
    model.dispose();
  });

  it('names its layers by stage and place, and never otherwise', () => {
    const model = residualClassifier({ inputShape: [8, 8, 1], filters: [2, 4], dropout: 0.1 });
    const second = ['conv2_norm', 'conv2_relu', 'conv2', 'shortcut', 'shortcut_norm', 'add'];
    const stage = (index: number, parts: readonly string[]) => parts.map((part) => `stage${index}_${part}`);
    expect(layerNames(model).sort()).toEqual(
      [
        'input',
        ...stage(1, ['conv1', ...second]),
        ...stage(2, ['conv1_norm', 'conv1_relu', 'conv1', ...second]),
        ...['features_norm', 'features_relu', 'pool', 'dropout', 'head'],
      ]
        .map((part) => `residual_classifier_${part}`)
        .sort(),
    );
    model.dispose();
  });

  it('halves the size in every stage, the first one too', () => {
    const model = residualClassifier({ inputShape: [16, 12, 1], filters: [2, 4, 6] });
    const shape = (name: string) =>
      (model.getLayer(`residual_classifier_${name}`).output as { shape: unknown }).shape;
    expect(shape('stage1_add')).toEqual([null, 8, 6, 2]);
    expect(shape('stage2_add')).toEqual([null, 4, 3, 4]);
    expect(shape('features_relu')).toEqual([null, 2, 2, 6]);
    expect(shape('pool')).toEqual([null, 6]);
    model.dispose();
  });

  it('gives a probability for one class, probabilities that sum to 1 for several, and logits when asked', () => {
    const logits = predict({ activation: 'linear' });
    expect(new Set(logits).size).toBe(3); // not the same answer whatever is seen
    predict({}).forEach((p, i) => {
      expect(p).toBeCloseTo(1 / (1 + Math.exp(-logits[i]!)), 6);
    });
    const three = predict({ classes: 3 });
    for (let i = 0; i < 9; i += 3) expect(three[i]! + three[i + 1]! + three[i + 2]!).toBeCloseTo(1, 6);
  });

  it('drops from the pooled features, and only there', () => {
    const model = residualClassifier({ inputShape: [8, 8, 1], filters: [2, 4], dropout: 0.25 });
    const drops = model.layers.filter((layer) => layer.getClassName() === 'Dropout');
    expect(drops.map(({ name }) => name)).toEqual(['residual_classifier_dropout']);
    expect(drops[0]!.getConfig().rate).toBe(0.25);
    model.dispose();
  });

  it('takes another norm, or none', () => {
    const model = residualClassifier({ inputShape: [8, 8, 1], filters: [2, 4], norm: (x) => x });
    expect(layerNames(model).filter((name) => name.endsWith('norm'))).toEqual([]);
    model.dispose();
  });

  it.each([
    [{ filters: [] }, /^residualClassifier: filters must name the width .* got none/],
    [{ filters: [2.5] }, /^residualClassifier: each of filters must be an integer of at least 1, got 2.5/],
    [
      { inputShape: [0, 8, 1] },
      /^residualClassifier: a size of inputShape must be an integer of at least 1, got 0/,
    ],
    [
      { inputShape: [8, 8] },
      /^residualClassifier: inputShape must be \[height, width, channels\], got \[8,8\]/,
    ],
    [{ classes: 0 }, /^residualClassifier: classes must be an integer of at least 1, got 0/],
    [{ dropout: 1 }, /^dropout: rate must be at least 0 and below 1, got 1/],
  ])('refuses %j', (args, message) => {
    expect(() => residualClassifier(args as unknown as ResidualClassifierArgs)).toThrow(message);
  });
});
