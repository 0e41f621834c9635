import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { input, layers, model as createModel, sequential, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers'; // prettier-ignore
import { describe, expect, test } from 'vitest';
import type { KerasFile } from '../../src/keras/keras-file';
import { loadMatches, matchByName, matchByOrder } from '../../src/keras/match-layers';
import { modelLayers } from '../../src/keras/model-layers';

const dense = (name: string) => layers.dense({ units: 1, inputShape: [1], name, kernelInitializer: 'zeros' });
const part = (name: string, ...inside: string[]): LayersModel =>
  sequential({ name, layers: inside.map(dense) });

/** One after another: dense layers by their names, and models. */
function modelOf(...parts: (string | LayersModel)[]): LayersModel {
  const x = input({ shape: [1] });
  const y = parts.reduce<SymbolicTensor>(
    (at, each) => (typeof each === 'string' ? dense(each) : each).apply(at) as SymbolicTensor,
    x,
  );
  return createModel({ inputs: x, outputs: y });
}

type Stored = [name: string, place?: string | undefined, names?: string[]];
const fileOf = (...stored: Stored[]): KerasFile => ({
  ...{ version: '2', backend: undefined, config: undefined },
  layers: stored.map(([name, place, names = ['kernel', 'bias'].map((each) => `${name}/${each}:0`)], i) => ({
    ...{ name, place },
    weights: names.map((weight) => ({
      name: weight,
      shape: weight.includes('kernel') || weight === '0' ? [1, 1] : [1],
      data: Float32Array.of(i + 1),
    })),
  })),
});
const same = (name: string): string => name;
const pairs = (file: KerasFile, model: LayersModel, rename: (name: string) => string | undefined = same) =>
  matchByName(file, modelLayers(model), rename).map(({ stored, layer }) => [stored.name, layer?.name]);

describe('matchByName', () => {
  test('finds layers at any depth, by their whole name or, where it is the only one, by its end', () => {
    const model = modelOf(part('encoder', 'a', 'b'), part('decoder', 'b', 'c'), 'd');
    expect(pairs(fileOf(['encoder/a'], ['decoder/b'], ['c'], ['d'], ['b'], ['e']), model)).toEqual([
      ['encoder/a', 'encoder/a'],
      ['decoder/b', 'decoder/b'],
      ['c', 'decoder/c'],
      ['d', 'd'],
      // Two are called so.
      ['b', undefined],
      ['e', undefined],
    ]);
  });

  test('takes a model of the file apart where the model has no such layer', () => {
    const names = ['a/kernel:0', 'a/bias:0', 'b/kernel:0', 'b/bias:0'];
    const file = fileOf(['encoder', undefined, names]);
    expect(pairs(file, modelOf(part('encoder', 'a', 'b')))).toEqual([['encoder', 'encoder']]);
    expect(pairs(file, modelOf('a', 'b'))).toEqual([
      ['a', 'a'],
      ['b', 'b'],
    ]);
    expect(pairs(file, modelOf('c'))).toEqual([['encoder', undefined]]);
  });

  test('goes by places where Keras 3 wrote no names', () => {
    const file = fileOf(['dense', 'dense', ['0', '1']], ['dense_1', 'dense_1', ['0', '1']]);
    expect(pairs(file, modelOf('x', 'y'))).toEqual([
      ['dense', 'x'],
      ['dense_1', 'y'],
    ]);
  });

  test('asks the function of the user with the name within its model', () => {
    const asked: string[] = [];
    const rename = (name: string): string | undefined => {
      asked.push(name);
      return name === 'b' ? undefined : `my_${name}`;
    };
    expect(pairs(fileOf(['encoder/a'], ['b']), modelOf(part('encoder', 'my_a'), 'b'), rename)).toEqual([
      ['encoder/a', 'encoder/my_a'],
      ['b', undefined],
    ]);
    expect(asked.slice(0, 2)).toEqual(['a', 'b']);
  });
});

describe('matchByOrder', () => {
  const ordered = (file: KerasFile, model: LayersModel) =>
    matchByOrder('test', file, modelLayers(model)).map(({ stored, layer }) => [stored.name, layer!.name]);

  test('takes layers with weights one after another', () => {
    expect(ordered(fileOf(['conv_1'], ['conv_2']), modelOf('a', 'b'))).toEqual([
      ['conv_1', 'a'],
      ['conv_2', 'b'],
    ]);
  });

  test('goes by places in files of Keras 3, which keep no order between kinds', () => {
    const file = fileOf(['second', 'dense_1', ['0', '1']], ['first', 'dense', ['0', '1']]);
    expect(ordered(file, modelOf('a', 'b'))).toEqual([
      ['second', 'b'],
      ['first', 'a'],
    ]);
  });

  test('tells both numbers, and where the first differs', () => {
    const start = 'test: the model must have as many layers with weights as the file, got';
    expect(() => ordered(fileOf(['a'], ['b']), modelOf('a'))).toThrow(
      `${start} 1 and in the file 2: number 2 is none and in the file b. Load by name what they share.`,
    );
    expect(() => ordered(fileOf(['a'], ['c']), modelOf('a', 'b', 'c'))).toThrow(
      `${start} 3 and in the file 2: number 2 is b and in the file c. Load`,
    );
    expect(() => ordered(fileOf(['a', 'conv2d', ['0', '1']]), modelOf('a'))).toThrow(
      `${start} 1 and in the file 1: conv2d is not in the model. Load`,
    );
  });
});

describe('loadMatches', () => {
  const kernelOf = (model: LayersModel, name: string) => model.getLayer(name).getWeights()[0]!.dataSync()[0];

  test('writes what matches, and reports the rest by names of the model and of the file', () => {
    const model = modelOf('a', 'b');
    const all = modelLayers(model);
    const file = fileOf(['a'], ['c', undefined, ['c_W', 'c_b']], ['d', 'd', ['0']]);
    const before = tf.memory().numTensors;
    expect(loadMatches('test', file, all, matchByName(file, all, same))).toEqual({
      matched: ['a/kernel', 'a/bias'],
      missing: ['b/kernel', 'b/bias'],
      leftOver: ['c/kernel', 'c/bias', 'd/0'],
    });
    expect(tf.memory().numTensors).toBe(before);
    expect([kernelOf(model, 'a'), kernelOf(model, 'b')]).toEqual([1, 0]);
  });

  test('refuses two layers of the file for one, and then nothing is written', () => {
    const model = modelOf('a');
    const all = modelLayers(model);
    const file = fileOf(['a'], ['b']);
    expect(() =>
      loadMatches(
        'test',
        file,
        all,
        matchByName(file, all, () => 'a'),
      ),
    ).toThrow(
      'test: each layer of the model must be in the file once, got a and b for a. Rename one of them.',
    );
    expect(kernelOf(model, 'a')).toBe(0);
  });
});
