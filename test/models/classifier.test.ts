import * as tf from '@tensorflow/tfjs-core';
import { input, layers, model as createModel, type LayersModel } from '@tensorflow/tfjs-layers';
import {
  adamW,
  batchNorm,
  categoricalCrossEntropyLoss,
  classifier,
  convBlock,
  createRandom,
  downsample,
  freeze,
  mlpHead,
  sequence,
  train,
  unfreeze,
  vgg16,
  type Dataset,
} from 'hilum';
import { describe, expect, it } from 'vitest';
import { onEachBackend } from '../backends';
import { layerNames, testModel, weightValues } from '../battery';

/** Two convolutions with norms, `backbone_1`, `backbone_2` and `backbone_3`. */
function smallBackbone(size: number | null = 8): LayersModel {
  const image = input({ shape: [size, size, 1], name: 'backbone_input' });
  const norm = batchNorm({ momentum: 0.5 });
  const conv = (filters: number) => convBlock({ filters, norm, seed: 1 });
  return createModel({
    inputs: image,
    outputs: sequence(conv(4), downsample(), conv(6))(image, 'backbone'),
    name: 'backbone',
  });
}

const head = () => mlpHead({ hiddenUnits: [5], seed: 2 });
/** The convolutions, 1·9·4 and 4·9·6 without bias, their norms and a head of one hidden layer on `features`. */
const parametersOn = (features: number): number => 36 + 16 + 216 + 24 + (features * 5 + 5) + (5 * 2 + 2);

for (const [pooling, features] of [
  ['average', 6],
  ['max', 6],
  ['flatten', 4 * 4 * 6],
] as const)
  testModel(`classifier with pooling ${pooling}`, {
    build: () => classifier({ backbone: smallBackbone(), head: head(), pooling }),
    inputShape: [3, 8, 8, 1],
    outputShape: [3, 2],
    parameters: parametersOn(features),
    prefix: '',
  });

/** Eight images, bright on the left (class 0) or on the right (class 1), with noise. */
const sides: Dataset = async function* sides() {
  const random = createRandom('sides');
  const labels = [0, 1, 0, 1, 0, 1, 0, 1];
  const values = labels.flatMap((label) =>
    Array.from({ length: 64 }, (_, p) => (p % 8 < 4 === (label === 0) ? 1 : 0) + random.normal(0, 0.1)),
  );
  yield await Promise.resolve({
    xs: tf.tensor4d(values, [8, 8, 8, 1]),
    // Of rank 2, as a head gives it: the type of a batch knows masks alone.
    ys: tf.tidy(() => tf.oneHot(tf.tensor1d(labels, 'int32'), 2)) as unknown as tf.Tensor4D,
    names: labels.map((label, i) => `${i}_${label}`),
  });
};

describe('fine-tuning a classifier', () => {
  onEachBackend(() => {
    it('moves only the head of a frozen backbone, and then the last block that is unfrozen', async () => {
      const before = tf.memory().numTensors;
      const backbone = smallBackbone();
      const model = classifier({ backbone, head: head(), pooling: 'flatten' });
      const optimizer = adamW({ learningRate: 0.02, weightDecay: 0 });
      const fit = async (epochs: number): Promise<number[]> => {
        const loss = categoricalCrossEntropyLoss();
        return (await train(model, { data: sides, epochs, loss, optimizer })).history['loss']!;
      };
      const moved = async (run: () => Promise<unknown>): Promise<string[]> => {
        const old = await weightValues(model);
        await run();
        const now = await weightValues(model);
        return model.weights
          .map(({ originalName }) => originalName)
          .filter((_, i) => now[i]!.some((value, at) => value !== old[i]![at]));
      };
      const ofHead = [
        ...['classifier_head_hidden1/kernel', 'classifier_head_hidden1/bias'],
        ...['classifier_head_output/kernel', 'classifier_head_output/bias'],
      ];

      freeze(backbone);
      let losses: number[] = [];
      // Running means and variances stay too.
      expect(await moved(async () => (losses = await fit(20)))).toEqual(ofHead);
      expect(losses.at(-1)).toBeLessThan(0.5 * losses[0]!);

      unfreeze(backbone, /^backbone_3/);
      const ofBlock = ['kernel'].map((part) => `backbone_3/${part}`);
      const ofNorm = ['gamma', 'beta', 'moving_mean', 'moving_variance'].map(
        (part) => `backbone_3_norm/${part}`,
      );
      expect((await moved(() => fit(2))).sort()).toEqual([...ofHead, ...ofBlock, ...ofNorm].sort());
      optimizer.dispose();
      model.dispose();
      expect(tf.memory().numTensors).toBe(before);
    });
  });
});

describe('classifier', () => {
  it('takes a backbone of any size where it pools, and keeps its names', () => {
    const model = classifier({ backbone: smallBackbone(null), head: head() });
    expect(layerNames(model)).toEqual([
      ...layerNames(smallBackbone()),
      ...['classifier_pool', 'classifier_head_hidden1', 'classifier_head_output'],
    ]);
    for (const size of [8, 11]) {
      const y = model.predict(tf.zeros([1, size, size, 1])) as tf.Tensor;
      expect(y.shape).toEqual([1, 2]);
    }
    model.dispose();
  });

  it('takes the default MLP on a VGG16', () => {
    const model = classifier({ backbone: vgg16({ kernelInitializer: 'zeros' }), pooling: 'flatten' });
    expect(model.countParams()).toBe(14_714_688 + 5_056_787);
    model.dispose();
  });

  it('puts the head right behind a backbone that gives rows', () => {
    const image = input({ shape: [3] });
    const rows = createModel({ inputs: image, outputs: layers.dense({ units: 4 }).apply(image) as never });
    expect(layerNames(classifier({ backbone: rows, head: head() }))).not.toContain('classifier_pool');
  });

  it('refuses what it cannot join', () => {
    expect(() => classifier({ backbone: smallBackbone(null), pooling: 'flatten' })).toThrow(
      "classifier: to flatten, the backbone's map must have a known size, got [null, null, null, 6]. Give the backbone an inputShape, or pool by 'average' or 'max'.",
    );
    expect(() => classifier({ backbone: smallBackbone(), pooling: 'mean' as never })).toThrow(
      'classifier: pooling must be one of average, max, flatten, got mean.',
    );
    const backbone = smallBackbone();
    const two = createModel({
      inputs: backbone.inputs,
      outputs: [backbone.outputs[0]!, backbone.inputs[0]!],
    });
    expect(() => classifier({ backbone: two })).toThrow(
      'classifier: the backbone must give one map [B, h, w, C] or features [B, C], got [null, 4, 4, 6] and [null, 8, 8, 1].',
    );
  });
});
