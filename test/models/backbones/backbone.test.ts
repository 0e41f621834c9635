import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { input, model } from '@tensorflow/tfjs-layers';
import { inceptionResnetV2, vgg16 } from 'hilum';
import { expect, it } from 'vitest';
import { backboneInput, convolutions, type BackboneArgs } from '../../../src/models/backbones/backbone';

it('refuses images that are smaller than the network can halve', () => {
  expect(() => vgg16({ inputShape: [31, 224, 3] })).toThrow(
    new RangeError(
      'vgg16: height and width of inputShape must be integers of at least 32, or null, got [31, 224].',
    ),
  );
  expect(() => inceptionResnetV2({ inputShape: [null, 74, 3] })).toThrow(
    'inceptionResnetV2: height and width of inputShape must be integers of at least 75, or null, got [null, 74].',
  );
  expect(() => backboneInput('mine', [40.5, 32, 3], 32)).toThrow(/mine: .* got \[40.5, 32\]/);
  expect(() => backboneInput('mine', [32, 32, 0], 32)).toThrow(/channels .* got 0/);
  expect(() => backboneInput('mine', [32, 32] as never, 32)).toThrow(TypeError);
});

it('makes an input of the name that it is told, with open sizes', () => {
  expect(backboneInput('mine', [null, 40, 2], 32).shape).toEqual([null, null, 40, 2]);
  expect(backboneInput('mine', [null, 40, 2], 32).sourceLayer.name).toBe('mine_input');
  expect(backboneInput('mine', [null, 40, 2], 32, 'other').sourceLayer.name).toBe('other');
});

it('begins with the kernels that it is told: the same for a seed, other ones for each layer, or zeros', () => {
  const begin = (args: BackboneArgs): number[][] => {
    const x = input({ shape: [4, 4, 1] });
    const conv = convolutions(args)({ filters: 2, kernelSize: 1 });
    const net = model({ inputs: x, outputs: [conv(x, 'a'), conv(x, 'b')] });
    const values = ['a', 'b'].map((name) => [...net.getLayer(name).getWeights()[0]!.dataSync()]);
    net.dispose();
    return values;
  };
  const before = tf.memory().numTensors;
  const [a, b] = begin({ seed: 1 });
  expect(begin({ seed: 1 })).toEqual([a, b]);
  expect(a).not.toEqual(b);
  expect(begin({ seed: 2 })).not.toEqual([a, b]);
  expect(begin({ kernelInitializer: 'zeros' })).toEqual([
    [0, 0],
    [0, 0],
  ]);
  expect(tf.memory().numTensors).toBe(before);
});
