import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {
  input,
  layers,
  model as createModel,
  type LayersModel,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { freeze, unfreeze } from 'hilum';
import { expect, it } from 'vitest';
import { alignOptimizer } from '../../src/training/optimizer-state';
import { trainableVariables } from '../../src/training/step';

function twoLayers(): LayersModel {
  const x = input({ shape: [2] });
  const dense = (name: string, units: number) => layers.dense({ units, name, useBias: false });
  const h = dense('first', 3).apply(x) as SymbolicTensor;
  return createModel({ inputs: x, outputs: dense('second', 1).apply(h) as SymbolicTensor });
}

it('keeps the momentum of the weights that go on, and gives up that of the frozen', () => {
  const model = twoLayers();
  const optimizer = tf.train.momentum(0.1, 0.9);
  const before = tf.memory().numTensors;
  const step = (): void => {
    tf.tidy(() => {
      const variables = trainableVariables(model);
      optimizer.applyGradients(
        variables.map((weight) => ({ name: weight.name, tensor: tf.onesLike(weight) })),
      );
    });
  };
  const second = (): number => model.getLayer('second').getWeights()[0]!.dataSync()[0]!;
  alignOptimizer(optimizer, model); // nothing yet
  step();
  freeze(model, /first/);
  alignOptimizer(optimizer, model);
  const start = second();
  step();
  // v = 0.9·1 + 1
  expect(start - second()).toBeCloseTo(0.19, 6);
  expect(tf.memory().numTensors).toBe(before + 1);
  unfreeze(model);
  alignOptimizer(optimizer, model);
  step();
  // v = 0.9·1.9 + 1
  expect(start - second()).toBeCloseTo(0.19 + 0.271, 6);
  expect(tf.memory().numTensors).toBe(before + 2);
  // Of another model nothing is used.
  alignOptimizer(optimizer, twoLayers());
  expect(tf.memory().numTensors).toBe(before + 2);
  optimizer.dispose();
  model.dispose();
});
