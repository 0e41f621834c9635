import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import {
  input,
  layers,
  model as createModel,
  type LayersModel,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkClasses, classOf, cutModel, scoreOf } from '../../src/inference/class-score';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** A convolution, a skip around a second one, the mean, and classes by `end`. */
function skipping(end: (x: SymbolicTensor) => SymbolicTensor): LayersModel {
  const image = input({ shape: [6, 6, 2], name: 'image' });
  const conv = (name: string) => layers.conv2d({ filters: 3, kernelSize: 3, padding: 'same', name });
  const first = conv('first').apply(image) as SymbolicTensor;
  const second = conv('second').apply(first) as SymbolicTensor;
  const sum = layers.add({ name: 'sum' }).apply([first, second]) as SymbolicTensor;
  const pooled = layers.globalAveragePooling2d({ name: 'mean' }).apply(sum) as SymbolicTensor;
  return createModel({ inputs: image, outputs: end(pooled) });
}

const dense = (activation: 'softmax' | 'sigmoid' | 'linear', units = 3) =>
  layers.dense({ units, activation, name: 'classes' });
const apply = (layer: layers.Layer, x: SymbolicTensor): SymbolicTensor => layer.apply(x) as SymbolicTensor;

describe('cutModel', () => {
  it.each([
    ['a softmax in the last layer', (x: SymbolicTensor) => apply(dense('softmax'), x), tf.softmax],
    ['a sigmoid in the last layer', (x: SymbolicTensor) => apply(dense('sigmoid', 1), x), tf.sigmoid],
    [
      'a layer of softmax',
      (x: SymbolicTensor) => apply(layers.softmax(), apply(dense('linear'), x)),
      tf.softmax,
    ],
    [
      'a layer of activation',
      (x: SymbolicTensor) => apply(layers.activation({ activation: 'sigmoid' }), apply(dense('linear'), x)),
      tf.sigmoid,
    ],
    ['logits', (x: SymbolicTensor) => apply(dense('linear'), x), (x: tf.Tensor) => x],
  ])(
    'gives the logits before %s, whatever layer it is cut at, and leaves the model as it is',
    (_, end, activate) => {
      const model = skipping(end);
      const x = tf.randomNormal([1, 6, 6, 2], 0, 1, 'float32', 3);
      const expected = (model.predict(x) as tf.Tensor).dataSync();
      for (const layer of ['first', 'second', 'sum', undefined]) {
        const cut = cutModel('test', model, layer);
        const logits = cut.logits(x, cut.activations(x));
        const given = activate(logits).dataSync();
        expected.forEach((value, k) => {
          expect(given[k]).toBeCloseTo(value, 6);
        });
      }
      expect((model.predict(x) as tf.Tensor).dataSync()).toEqual(expected);
    },
  );

  it('is cut at the last layer that gives a map by default', () => {
    const model = skipping((x) => apply(dense('softmax'), x));
    const x = tf.ones([1, 6, 6, 2]);
    const sum = createModel({
      inputs: model.inputs,
      outputs: model.getLayer('sum').output,
    });
    expect(cutModel('test', model).activations(x).dataSync()).toEqual(
      (sum.predict(x) as tf.Tensor).dataSync(),
    );
  });

  it('refuses a layer that there is not, or that gives no map', () => {
    const model = skipping((x) => apply(dense('softmax'), x));
    for (const name of ['conv9', 'mean'])
      expect(() => cutModel('test', model, name)).toThrow(
        `test: layer must be one that gives a map [B, h, w, C], got ${name}. model.layers has the names.`,
      );
  });
});

describe('classOf and scoreOf', () => {
  it('take the most probable class, of one number by its sign', () => {
    expect(classOf('test', [1, 3, 2], undefined)).toBe(1);
    expect(classOf('test', [-0.1], undefined)).toBe(0);
    expect(classOf('test', [0.1], undefined)).toBe(1);
    expect(classOf('test', [0.1], 0)).toBe(0);
    expect(() => classOf('test', [1, 3, 2], 3)).toThrow(
      'test: classIndex must be below the 3 classes of the model, got 3.',
    );
    expect(() => classOf('test', [1], 0.5)).toThrow(/classIndex must be an integer/);
  });

  it('give the rest of a probability for class 0 of one', () => {
    const sigmoid = skipping((x) => apply(dense('sigmoid', 1), x));
    expect(scoreOf(sigmoid, [0.75], 1)).toBe(0.75);
    expect(scoreOf(sigmoid, [0.75], 0)).toBe(0.25);
    const linear = skipping((x) => apply(dense('linear', 1), x));
    expect(scoreOf(linear, [2], 0)).toBe(-2);
    expect(scoreOf(linear, [2, 5], 1)).toBe(5);
  });

  it('are asked of models that give classes', () => {
    expect(() => checkClasses('test', [null, 8, 8, 1])).toThrow(
      'test: the model must give classes, [B, classes], got [null, 8, 8, 1].',
    );
  });
});
