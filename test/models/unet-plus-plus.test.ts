import * as tf from '@tensorflow/tfjs-core';
import { model as createModel, type LayersModel } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { batchNorm, copyWeights, unet, unetPlusPlus } from 'hilum';
import { describe, expect, it } from 'vitest';
import { onEachBackend } from '../backends';
import { layerNames, testModel } from '../battery';

/** A convolution k×k from a to b channels: k·k·a·b weights and b biases. */
const conv = (k: number, a: number, b: number): number => k * k * a * b + b;

/** All nodes that `depth` levels below the first ask for, and a head. */
function parameters(filters: readonly number[], channels: number, classes: number): number {
  let sum = conv(1, filters[0]!, classes);
  filters.forEach((width, level) => {
    sum += conv(3, level ? filters[level - 1]! : channels, width) + conv(3, width, width);
    for (let node = 1; node < filters.length - level; node++)
      sum += conv(2, filters[level + 1]!, width) + conv(3, (node + 1) * width, width) + conv(3, width, width);
  });
  return sum;
}

testModel('unetPlusPlus', {
  build: () => unetPlusPlus({ inputShape: [8, 4, 1], filters: [2, 3, 4], seed: 1 }),
  inputShape: [2, 8, 4, 1],
  outputShape: [2, 8, 4, 1],
  parameters: parameters([2, 3, 4], 1, 1),
  prefix: 'unet_plus_plus_',
});

describe('unetPlusPlus at its defaults', () => {
  it('has 9,041,601 parameters, and 99 more in the heads of deep supervision', () => {
    // By hand: the way down is that of the U-Net, 32 to 512.
    const down = 9_568 + 55_424 + 221_440 + 885_248 + 3_539_968;
    // A node: up from the level below, 3×3 on the joined maps, 3×3. On two maps of 32: 18,464.
    const top = 4 * (8_224 + 9_248) + (18_464 + 27_680 + 36_896 + 46_112); // nodes 1 to 4 of level 1
    const second = 3 * (32_832 + 36_928) + (73_792 + 110_656 + 147_520);
    const third = 2 * (131_200 + 147_584) + (295_040 + 442_496);
    const fourth = 524_544 + 590_080 + 1_179_904;
    const byHand = down + top + second + third + fourth + 33;
    // 9.04 million in the table of the paper.
    expect(byHand).toBe(9_041_601);
    const model = unetPlusPlus();
    expect(model.countParams()).toBe(9_041_601);
    expect(model.outputs.map(({ shape }) => shape)).toEqual([[null, 256, 256, 1]]);
    expect(model.outputNames).toEqual(['unet_plus_plus_head4']);
    model.dispose();
    const supervised = unetPlusPlus({ deepSupervision: true });
    expect(supervised.countParams()).toBe(9_041_601 + 3 * 33);
    supervised.dispose();
  });
});

describe('unetPlusPlus', () => {
  it('joins what comes up with all earlier nodes of the level, in their order', () => {
    const model = unetPlusPlus({ inputShape: [null, null, 1], filters: [1, 1, 1] });
    const joined = (node: string): string[] =>
      (model.getLayer(`unet_plus_plus_${node}_concat`).input as { sourceLayer: { name: string } }[]).map(
        ({ sourceLayer }) => sourceLayer.name.replace('unet_plus_plus_', ''),
      );
    expect(joined('node1_1')).toEqual(['node1_1_up', 'node1_0_conv2']);
    expect(joined('node2_1')).toEqual(['node2_1_up', 'node2_0_conv2']);
    expect(joined('node1_2')).toEqual(['node1_2_up', 'node1_0_conv2', 'node1_1_conv2']);
    const source = (model.getLayer('unet_plus_plus_node1_2_up').input as { name: string }).name;
    expect(source).toContain('unet_plus_plus_node2_1_conv2');
    model.dispose();
  });

  it('has the parameters of its widths, at any depth', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 3 }),
        (filters, channels, classes) => {
          const model = unetPlusPlus({ inputShape: [null, null, channels], filters, classes });
          expect(model.countParams()).toBe(parameters(filters, channels, classes));
          model.dispose();
        },
      ),
      { numRuns: 10 },
    );
  });

  it('of two levels is a U-Net', () => {
    const args = { inputShape: [8, 8, 1], filters: [2, 3] } as const;
    const [nested, plain] = [unetPlusPlus(args), unet(args)];
    expect(nested.countParams()).toBe(plain.countParams());
    nested.dispose();
    plain.dispose();
  });

  it('takes norm, dropout, classes and logits', () => {
    const model = unetPlusPlus({
      ...{ inputShape: [4, 4, 2], filters: [1, 2], classes: 3, activation: 'linear', dropout: 0.1 },
      ...{ norm: batchNorm(), deepSupervision: true, name: 'mine' },
    });
    const names = layerNames(model);
    expect(names.every((name) => name.startsWith('mine_'))).toBe(true);
    expect(names).toContain('mine_node1_1_conv2_norm');
    expect(names).toContain('mine_node1_1_dropout');
    expect(model.getLayer('mine_head1').getConfig()).toMatchObject({ filters: 3, activation: 'linear' });
    model.dispose();
  });

  it('names the size to pad to when the size does not divide', () => {
    expect(() => unetPlusPlus({ inputShape: [100, 96, 1] })).toThrow(
      'unetPlusPlus: input height and width must be divisible by 16, got [100, 96]. Pad to [112, 96] (padToMultiple).',
    );
    expect(() => unetPlusPlus({ filters: [] })).toThrow(/^unetPlusPlus: filters must name/);
  });
});

onEachBackend(() => {
  // Of the sizes of the battery above, so that pages have their shaders already.
  const supervised = (): LayersModel =>
    unetPlusPlus({ inputShape: [8, 4, 1], filters: [2, 3, 4], deepSupervision: true, seed: 1 });
  const image = (): tf.Tensor => tf.randomNormal([2, 8, 4, 1], 0, 1, 'float32', 3);

  it('gives with deep supervision a full-size map of each node of the top row, the deepest first', async () => {
    const model = supervised();
    expect(model.outputNames).toEqual(['unet_plus_plus_head2', 'unet_plus_plus_head1']);
    const x = image();
    const maps = model.predict(x) as tf.Tensor[];
    expect(maps.map(({ shape }) => shape)).toEqual([
      [2, 8, 4, 1],
      [2, 8, 4, 1],
    ]);
    const alone = unetPlusPlus({ inputShape: [8, 4, 1], filters: [2, 3, 4], seed: 2 });
    expect(copyWeights(model, alone).missing).toEqual([]);
    const map = alone.predict(x) as tf.Tensor;
    expect(await map.data()).toEqual(await maps[0]!.data());
    tf.dispose([x, map, ...maps]);
    alone.dispose();
    model.dispose();
  });

  it('gives every weight a gradient through the mean of all heads', async () => {
    const model = supervised();
    const x = image();
    const variables = model.trainableWeights.map((weight) => weight.read() as unknown as tf.Variable);
    const { value, grads } = tf.variableGrads(
      () => tf.addN((model.apply(x) as tf.Tensor[]).map((map) => tf.mean<tf.Scalar>(map))),
      variables,
    );
    const sizes = await Promise.all(
      variables.map(async ({ name }) => Math.max(...(await grads[name]!.data()).map(Math.abs))),
    );
    expect(sizes.every((size) => size > 0)).toBe(true);
    tf.dispose([x, value, grads]);
    model.dispose();
  });

  it('is pruned by a model up to a shallower head: the same map from fewer layers', async () => {
    const model = supervised();
    const x = image();
    const maps = model.predict(x) as tf.Tensor[];
    const pruned = createModel({
      inputs: model.inputs,
      outputs: model.getLayer('unet_plus_plus_head1').output,
    });
    const map = pruned.predict(x) as tf.Tensor;
    expect(await map.data()).toEqual(await maps[1]!.data());
    // Without the lowest level, which that head does not see.
    expect(pruned.countParams()).toBe(parameters([2, 3], 1, 1));
    map.dispose();
    tf.dispose([x, ...maps]);
    model.dispose();
  });
});
