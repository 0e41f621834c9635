import { expect, test } from 'vitest';
import { parseWeightName } from '../../src/keras/weight-names';

test.each([
  // Keras 2: the scope of TensorFlow, which counts outputs.
  ['conv1/kernel:0', 'conv1', 'kernel'],
  ['encoder/conv1/bias:0', 'conv1', 'bias'],
  ['bn/moving_variance:0', 'bn', 'moving_variance'],
  // Keras 1: with an underscore, in files of notop weights counted as well.
  ['conv1_W', 'conv1', 'kernel'],
  ['block1_conv1_W_1:0', 'block1_conv1', 'kernel'],
  ['block1_conv1_b_1:0', 'block1_conv1', 'bias'],
  ['bn2a_branch2a_running_std', 'bn2a_branch2a', 'moving_variance'],
  ['bn2a_branch2a_running_mean', 'bn2a_branch2a', 'moving_mean'],
  ['bn_gamma', 'bn', 'gamma'],
  // Keras 3 counts.
  ['0', undefined, '0'],
  ['kernel:0', undefined, 'kernel'],
  ['toString', undefined, 'toString'],
])('%s is of layer %s, its %s', (name, layer, part) => {
  expect(parseWeightName(name)).toEqual({ layer, part });
});
