import * as tf from '@tensorflow/tfjs-core';
import {
  input,
  layers,
  loadLayersModel,
  model as createModel,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { copyWeights, resunet, unet } from 'hilum';
import { describe, expect, it } from 'vitest';
import { onEachBackend } from '../backends';
import { artifactsOf, weightValues } from '../battery';

const small = { inputShape: [null, null, 1], filters: [2, 3] } as const;

onEachBackend(() => {
  it('copies what has the same name and shape, and reports the rest', async () => {
    const [from, to] = [unet({ ...small, seed: 1 }), unet({ ...small, filters: [2, 4], seed: 2 })];
    const [given, before] = [await weightValues(from), await weightValues(to)];
    const numTensors = tf.memory().numTensors;
    const { matched, otherShape, missing, leftOver } = copyWeights(from, to);
    expect(tf.memory().numTensors).toBe(numTensors);
    expect(missing).toEqual([]);
    expect(leftOver).toEqual([]);
    expect(otherShape).toContainEqual({
      name: 'unet_encoder2_conv1/kernel',
      from: [3, 3, 2, 3],
      to: [3, 3, 2, 4],
    });
    expect([...matched, ...otherShape.map(({ name }) => name)].sort()).toEqual(
      to.weights.map(({ originalName }) => originalName).sort(),
    );
    const after = await weightValues(to);
    to.weights.forEach(({ originalName: name }, i) => {
      expect(after[i], name).toEqual(matched.includes(name) ? given[i] : before[i]);
    });
    from.dispose();
    to.dispose();
  });

  it('leaves the models independent of each other', async () => {
    const [from, to] = [unet({ ...small, seed: 1 }), unet({ ...small, seed: 2 })];
    copyWeights(from, to);
    const given = await weightValues(from);
    const x = tf.ones([1, 4, 4, 1]);
    const optimizer = tf.train.adam(0.1);
    optimizer.minimize(() => tf.mean<tf.Scalar>(to.apply(x, { training: true }) as tf.Tensor));
    expect(await weightValues(to)).not.toEqual(given);
    expect(await weightValues(from)).toEqual(given);
    optimizer.dispose();
    x.dispose();
    from.dispose();
    expect((await weightValues(to)).flat().every(Number.isFinite)).toBe(true);
    to.dispose();
  });
});

describe('copyWeights', () => {
  it('makes a loaded model and a built one the same', async () => {
    const built = resunet({ ...small, seed: 2 });
    const original = resunet({ ...small, seed: 1 });
    const loaded = await loadLayersModel(tf.io.fromMemory(await artifactsOf(original)));
    const { matched } = copyWeights(loaded, built);
    expect(matched).toHaveLength(built.weights.length);
    expect(await weightValues(built)).toEqual(await weightValues(original));
    [built, original, loaded].forEach((model) => model.dispose());
  });

  it('tells what each model has alone', () => {
    const [shallow, deep] = [unet({ ...small, filters: [2] }), unet(small)];
    expect(copyWeights(shallow, deep).missing).toContain('unet_encoder2_conv1/kernel');
    expect(copyWeights(deep, shallow).leftOver).toContain('unet_up1/bias');
    shallow.dispose();
    deep.dispose();
  });

  it('refuses two weights of one name before it writes anything', async () => {
    const inner = unet({ ...small, seed: 1 });
    const twin = unet({ ...small, seed: 2, name: 'unet' });
    const x = input({ shape: [4, 4, 1] });
    const parts = [inner, twin].map((part, i) => {
      part.name = `part${i}`;
      return part.apply(x) as SymbolicTensor;
    });
    const both = createModel({ inputs: x, outputs: layers.add().apply(parts) as SymbolicTensor });
    const target = unet({ ...small, seed: 3 });
    const before = await weightValues(target);
    expect(() => copyWeights(both, target)).toThrow(
      /^copyWeights: names of weights must be unique .* got "unet_encoder1_conv1\/kernel" twice in from/,
    );
    expect(await weightValues(target)).toEqual(before);
    [both, target].forEach((model) => model.dispose());
  });
});
