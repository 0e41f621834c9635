import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { adamW } from 'hilum';
import { describe, expect, it } from 'vitest';
import { onEachBackend } from '../backends';
import { awayFrom } from './steps';

const epsilon = 1e-7;

describe('adamW', () => {
  onEachBackend(() => {
    // 1e-6 of the weights; what one of the settings below changes is a thousand times as much.
    it('makes the steps of PyTorch, in which biases do not decay', () => {
      expect(awayFrom('adamW', adamW({ learningRate: 0.01, epsilon, weightDecay: 0.1 }))).toBeLessThan(1e-6);
    });

    it('makes them with other betas, and without decay', () => {
      const others = adamW({ learningRate: 0.003, beta1: 0.8, beta2: 0.99, epsilon, weightDecay: 0.5 });
      expect(awayFrom('adamW with other betas', others)).toBeLessThan(1e-6);
      const plain = adamW({ learningRate: 0.01, epsilon, weightDecay: 0 });
      expect(awayFrom('adamW without decay', plain)).toBeLessThan(1e-6);
    });

    it('lets decay what it is told', () => {
      const all = adamW({ learningRate: 0.01, epsilon, weightDecay: 0.1, decays: () => true });
      expect(awayFrom('adamW', all)).toBeGreaterThan(1e-3);
      const none = adamW({ learningRate: 0.01, epsilon, weightDecay: 0.1, decays: () => false });
      expect(awayFrom('adamW without decay', none)).toBeLessThan(1e-6);
    });

    it('leaves alone what has no gradient', () => {
      const variable = tf.tidy(() => tf.variable(tf.ones([2, 2])));
      const optimizer = adamW({ weightDecay: 0.5, learningRate: 1 });
      optimizer.applyGradients([{ name: variable.name, tensor: null as unknown as tf.Tensor }]);
      expect([...variable.dataSync()]).toEqual([1, 1, 1, 1]);
      optimizer.dispose();
      variable.dispose();
    });

    it('works in minimize too, and leaves no tensor once it is disposed of', () => {
      const before = tf.memory().numTensors;
      const variable = tf.tidy(() => tf.variable(tf.ones([2, 2])));
      const optimizer = adamW({ learningRate: 0.1 });
      optimizer.minimize(() => tf.mean(tf.square(variable)), false, [variable]);
      // Shrunk by 0.1 · 0.01, then a first step of Adam, which is as long as the rate.
      for (const value of variable.dataSync()) expect(value).toBeCloseTo(0.999 - 0.1, 5);
      optimizer.dispose();
      variable.dispose();
      expect(tf.memory().numTensors).toBe(before);
    });
  });

  it('makes its steps by the one-pass kernel of hilum/wasm', async () => {
    await tf.setBackend('wasm');
    const variable = tf.tidy(() => tf.variable(tf.ones([3, 2])));
    const optimizer = adamW();
    const { kernelNames } = await tf.profile(() => {
      optimizer.applyGradients([{ name: variable.name, tensor: tf.ones([3, 2]) }]);
      return tf.scalar(0);
    });
    expect(kernelNames).toContain('HilumAdam');
    optimizer.dispose();
    variable.dispose();
  });

  it('refuses what is outside its range', () => {
    expect(() => adamW({ learningRate: -1 })).toThrow('adamW: learningRate must be at least 0, got -1.');
    expect(() => adamW({ weightDecay: NaN })).toThrow('adamW: weightDecay must be at least 0, got NaN.');
    expect(() => adamW({ beta2: 1 })).toThrow('adamW: beta2 must be at least 0 and below 1, got 1.');
  });
});
