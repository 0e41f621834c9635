import * as tf from '@tensorflow/tfjs-core';
import { adamW, sgd } from 'hilum';
import { describe, expect, it } from 'vitest';
import { learningRateOf, setLearningRate } from '../../src/training/learning-rate';
import '../backends';

const optimizers = {
  sgd: () => tf.train.sgd(0.5),
  momentum: () => tf.train.momentum(0.5, 0.9),
  adagrad: () => tf.train.adagrad(0.5),
  adadelta: () => tf.train.adadelta(0.5),
  adam: () => tf.train.adam(0.5),
  adamax: () => tf.train.adamax(0.5),
  rmsprop: () => tf.train.rmsprop(0.5),
  adamW: () => adamW({ learningRate: 0.5 }),
  'sgd of hilum': () => sgd({ learningRate: 0.5 }),
};

describe('the learning rate', () => {
  it.each(Object.entries(optimizers))('of %s is read, set and followed', (_, make) => {
    const optimizer = make();
    expect(learningRateOf(optimizer)).toBe(0.5);
    setLearningRate(optimizer, 0);
    expect(learningRateOf(optimizer)).toBe(0);
    const x = tf.tidy(() => tf.variable(tf.ones([2, 2])));
    const step = () => tf.tidy(() => optimizer.applyGradients({ [x.name]: tf.ones([2, 2]) }));
    step();
    expect(x.dataSync()[0]).toBe(1);
    setLearningRate(optimizer, 0.5);
    step();
    expect(x.dataSync()[0]).toBeLessThan(1);
    x.dispose();
    optimizer.dispose();
  });

  it('must be a number', () => {
    expect(() => learningRateOf({} as unknown as tf.Optimizer)).toThrow(
      'train: optimizer must have a number as learningRate, got undefined. Use one of tf.train.',
    );
  });
});
