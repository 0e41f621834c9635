import * as tf from '@tensorflow/tfjs-core';
import { batchNorm, unet } from 'hilum';
import { afterAll, describe, expect, it } from 'vitest';
import { trainableVariables } from '../../src/training/step';
import { gradientList, isKernel } from '../../src/training/weight-decay';
import '../backends';

const model = unet({ inputShape: [16, 16, 1], filters: [2, 4], norm: batchNorm() });
afterAll(() => void model.dispose());

describe('isKernel', () => {
  it('is true of kernels, and of no bias, scale or offset of a normalisation', () => {
    const kinds = model.trainableWeights.map(({ originalName }) => originalName.split('/')[1]!);
    const decaying = kinds.filter((_, i) => isKernel(trainableVariables(model)[i]!));
    expect(new Set(kinds)).toEqual(new Set(['kernel', 'bias', 'gamma', 'beta']));
    expect(new Set(decaying)).toEqual(new Set(['kernel']));
    expect(decaying).toHaveLength(kinds.filter((kind) => kind === 'kernel').length);
  });
});

describe('gradientList', () => {
  it('gives the same list for gradients by name and in a list, each with its variable', () => {
    const [a, b] = trainableVariables(model) as [tf.Variable, tf.Variable];
    const gradient = tf.zerosLike(a);
    const byName = gradientList({ [a.name]: gradient, [b.name]: null as unknown as tf.Tensor });
    expect(byName.map(({ name }) => name)).toEqual([a.name, b.name]);
    expect(byName.map(({ variable }) => variable === a || variable === b)).toEqual([true, true]);
    expect(byName[1]!.tensor).toBeNull();
    const inList = gradientList([
      { name: a.name, tensor: gradient },
      { name: b.name, tensor: null as unknown as tf.Tensor },
    ]);
    expect(
      inList.every((each, i) => each.tensor === byName[i]!.tensor && each.name === byName[i]!.name),
    ).toBe(true);
    gradient.dispose();
  });
});
