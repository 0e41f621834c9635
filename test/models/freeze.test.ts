import * as tf from '@tensorflow/tfjs-core';
import {
  input,
  layers,
  model as createModel,
  type LayersModel,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { batchNorm, freeze, resunet, unet, unfreeze } from 'hilum';
import { describe, expect, it } from 'vitest';
import { onEachBackend } from '../backends';
import { weightValues } from '../battery';

const small = (): LayersModel => unet({ inputShape: [4, 4, 1], filters: [2, 3], norm: batchNorm(), seed: 1 });
const trainableNames = (model: LayersModel): string[] =>
  model.trainableWeights.map(({ originalName }) => originalName);

describe('freeze', () => {
  it('freezes what the pattern meets and says what that was', () => {
    const model = small();
    expect(freeze(model, /_encoder1_conv\d/)).toEqual([
      'unet_encoder1_conv1',
      'unet_encoder1_conv1_norm',
      'unet_encoder1_conv2',
      'unet_encoder1_conv2_norm',
    ]);
    expect(trainableNames(model).filter((name) => name.includes('encoder1'))).toEqual([]);
    expect(trainableNames(model)).toContain('unet_encoder2_conv1/kernel');
    model.dispose();
  });

  it('freezes everything without a pattern, and what a function chooses', () => {
    const model = small();
    freeze(model);
    expect(model.trainableWeights).toEqual([]);
    unfreeze(model);
    freeze(model, (layer) => layer.getClassName() === 'BatchNormalization');
    expect(trainableNames(model).filter((name) => name.includes('norm'))).toEqual([]);
    expect(trainableNames(model)).toContain('unet_head/bias');
    model.dispose();
  });

  it('meets every layer with a global pattern too', () => {
    const model = small();
    const [plain, global] = [freeze(model, /conv/), freeze(model, /conv/g)];
    expect(global).toEqual(plain);
    model.dispose();
  });

  it('reaches the layers of models inside', () => {
    const inner = small();
    const x = input({ shape: [4, 4, 1] });
    const outer = createModel({ inputs: x, outputs: inner.apply(x) as SymbolicTensor });
    freeze(outer, /_decoder1_conv1$/);
    expect(trainableNames(outer)).not.toContain('unet_decoder1_conv1/kernel');
    expect(trainableNames(outer)).toContain('unet_decoder1_conv2/kernel');
    outer.dispose();
  });

  it('refuses a pattern that meets nothing, or only layers without weights, and changes nothing', () => {
    const model = small();
    expect(() => freeze(model, /encodr/)).toThrow(
      new RangeError(
        'freeze: pattern must meet a layer that has weights, got /encodr/. model.layers has the names.',
      ),
    );
    expect(() => unfreeze(model, /_pool$/)).toThrow(/^unfreeze: pattern must meet a layer/);
    // Six convolutions without bias, six norms of two, the way up and the head of two each.
    expect(trainableNames(model)).toHaveLength(22);
    model.dispose();
  });
});

describe('unfreeze', () => {
  it('undoes freeze for what its pattern meets', () => {
    const model = small();
    const all = trainableNames(model);
    freeze(model);
    expect(unfreeze(model, /_head$/)).toEqual(['unet_head']);
    expect(trainableNames(model)).toEqual(['unet_head/kernel', 'unet_head/bias']);
    unfreeze(model);
    expect(trainableNames(model)).toEqual(all);
    model.dispose();
  });
});

onEachBackend(() => {
  it('a frozen layer does not change in training, running statistics included, and the others do', async () => {
    const model = resunet({ inputShape: [4, 4, 1], filters: [2, 3], seed: 1 });
    freeze(model, /_encoder/);
    const before = await weightValues(model);
    const x = tf.randomNormal([2, 4, 4, 1], 3, 1, 'float32', 5);
    const optimizer = tf.train.sgd(0.1);
    optimizer.minimize(
      () => tf.mean<tf.Scalar>(tf.square(model.apply(x, { training: true }) as tf.Tensor)),
      false,
      model.trainableWeights.map((weight) => weight.read() as unknown as tf.Variable),
    );
    const after = await weightValues(model);
    const changed = model.weights
      .map(({ originalName }) => originalName)
      .filter((_, i) => String(before[i]) !== String(after[i]));
    expect(changed.filter((name) => name.includes('_encoder'))).toEqual([]);
    expect(changed).toContain('resunet_bottleneck_1_norm/moving_mean');
    expect(changed).toContain('resunet_head/kernel');
    optimizer.dispose();
    x.dispose();
    model.dispose();
  });

  it('a frozen norm uses its running statistics in training, and the batch again once it is unfrozen', async () => {
    const x = input({ shape: [2, 2, 3] });
    const norm = layers.batchNormalization({ name: 'norm' });
    const model = createModel({ inputs: x, outputs: norm.apply(x) as SymbolicTensor });
    const batch = tf.randomNormal([2, 2, 2, 3], 5, 2, 'float32', 5);
    const mean = async (): Promise<number> => {
      const value = tf.tidy(() => tf.mean(model.apply(batch, { training: true }) as tf.Tensor));
      const [number] = await value.data();
      value.dispose();
      return number!;
    };
    freeze(model);
    freeze(model);
    // By hand: the running mean is 0 and the variance 1, so about 5 stays; by the batch it would be 0.
    expect(await mean()).toBeGreaterThan(3);
    unfreeze(model);
    expect(Math.abs(await mean())).toBeLessThan(1e-3);
    batch.dispose();
    model.dispose();
  });
});
