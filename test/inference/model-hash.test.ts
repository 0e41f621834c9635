import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { unet, vgg16 } from 'hilum';
import { expect, it } from 'vitest';
import { modelHash, textHash } from '../../src/inference/model-hash';

const args = { inputShape: [16, 16, 1], filters: [2, 4] } as const;

it('is the same for the same layers and weights, however they began', async () => {
  const model = unet({ ...args, seed: 1 });
  const before = tf.memory().numTensors;
  const hash = await modelHash(model);
  expect(tf.memory().numTensors).toBe(before);
  expect(hash).toMatch(/^[0-9a-f]{16}$/);
  const twin = unet({ ...args, seed: 2 });
  expect(await modelHash(twin)).not.toBe(hash);
  twin.setWeights(model.getWeights());
  expect(await modelHash(twin)).toBe(hash);
});

it('is another where a layer is, though the weights are the same', async () => {
  const one = vgg16({ inputShape: [32, 32, 3], kernelInitializer: 'zeros' });
  const other = vgg16({ inputShape: [null, null, 3], kernelInitializer: 'zeros' });
  expect(await modelHash(other)).not.toBe(await modelHash(one));
});

it('tells texts apart', () => {
  expect(textHash('a b')).not.toBe(textHash('b a'));
  expect(textHash('')).toBe('0');
});
