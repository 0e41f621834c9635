import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { vgg16 } from 'hilum';
import { describe, expect, it } from 'vitest';
import { layerNames } from '../../battery';

// That it computes what VGG16 computes is in test/reference/backbones.test.ts.

describe('vgg16', () => {
  it('has 14,714,688 parameters, all trainable, and 7×7×512 = 25,088 features of 224×224', () => {
    const before = tf.memory().numTensors;
    const model = vgg16({ kernelInitializer: 'zeros' });
    const conv = (a: number, b: number): number => 9 * a * b + b;
    const byHand =
      conv(3, 64) +
      conv(64, 64) +
      (conv(64, 128) + conv(128, 128)) +
      (conv(128, 256) + 2 * conv(256, 256)) +
      (conv(256, 512) + 2 * conv(512, 512)) +
      3 * conv(512, 512);
    expect(byHand).toBe(14_714_688);
    expect(model.countParams()).toBe(14_714_688);
    expect(model.trainableWeights).toHaveLength(26);
    expect(model.weights).toHaveLength(26);
    expect(model.outputs[0]!.shape).toEqual([null, 7, 7, 512]);
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('has the layer names of Keras', () => {
    const model = vgg16({ inputShape: [null, null, 1], kernelInitializer: 'zeros' });
    expect(model.name).toBe('vgg16');
    // keras/src/applications/vgg16.py
    expect(layerNames(model)).toEqual([
      'vgg16_input',
      ...['block1_conv1', 'block1_conv2', 'block1_pool'],
      ...['block2_conv1', 'block2_conv2', 'block2_pool'],
      ...['block3_conv1', 'block3_conv2', 'block3_conv3', 'block3_pool'],
      ...['block4_conv1', 'block4_conv2', 'block4_conv3', 'block4_pool'],
      ...['block5_conv1', 'block5_conv2', 'block5_conv3', 'block5_pool'],
    ]);
    expect(model.weights.slice(0, 2).map(({ originalName }) => originalName)).toEqual([
      'block1_conv1/kernel',
      'block1_conv1/bias',
    ]);
    expect(model.outputs[0]!.shape).toEqual([null, null, null, 512]);
    model.dispose();
  });
});
