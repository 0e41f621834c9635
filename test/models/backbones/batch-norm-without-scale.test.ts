import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { input, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { batchNorm, type Block } from 'hilum';
import { expect, it } from 'vitest';
import { batchNormWithoutScale } from '../../../src/models/backbones/batch-norm-without-scale';
import { testBlock } from '../../battery';

testBlock('batchNormWithoutScale', {
  build: batchNormWithoutScale,
  inputShape: [3, 4, 2, 5],
  outputShape: [3, 4, 2, 5],
  // Offset, mean and variance of five channels.
  parameters: 15,
});

const image = (): tf.Tensor => tf.randomNormal([2, 3, 3, 4], 1, 2, 'float32', 7);

/** Output in training, then the running mean and variance after it. */
function afterOneStep(norm: Block): number[][] {
  return tf.tidy(() => {
    const x = input({ shape: [3, 3, 4] });
    const net = model({ inputs: x, outputs: norm(x, 'bn') });
    const y = net.apply(image(), { training: true }) as tf.Tensor;
    const values = [y, ...net.getLayer('bn').getWeights().slice(-2)].map((tensor) => [...tensor.dataSync()]);
    net.dispose();
    return values;
  });
}

it('does in training what a norm does whose scale is one', () => {
  expect(afterOneStep(batchNormWithoutScale())).toEqual(afterOneStep(batchNorm()));
});

it('is needed: the plain layer fails in training', () => {
  const plain: Block = (x, name) =>
    layers.batchNormalization({ scale: false, name }).apply(x) as SymbolicTensor;
  expect(() => afterOneStep(plain)).toThrow(TypeError);
});

it('says that it has no scale where it is saved', () => {
  const x = input({ shape: [3, 3, 4] });
  const net = model({ inputs: x, outputs: batchNormWithoutScale()(x, 'bn') });
  expect(net.getLayer('bn').getConfig()).toMatchObject({ scale: false, center: true, epsilon: 1e-3 });
  net.dispose();
});
