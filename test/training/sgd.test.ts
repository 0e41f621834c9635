import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { sgd } from 'hilum';
import { describe, expect, it } from 'vitest';
import { onEachBackend } from '../backends';
import { awayFrom } from './steps';

describe('sgd', () => {
  onEachBackend(() => {
    it('makes the steps of PyTorch with Nesterov’s momentum', () => {
      expect(awayFrom('sgd', sgd())).toBeLessThan(1e-6);
    });

    it('adds the decay to the gradients of kernels alone', () => {
      const decaying = { learningRate: 0.02, momentum: 0.8, weightDecay: 0.1 };
      expect(awayFrom('sgd with decay', sgd(decaying))).toBeLessThan(1e-6);
      expect(awayFrom('sgd with decay', sgd({ ...decaying, decays: () => true }))).toBeGreaterThan(1e-3);
    });

    it('makes them without Nesterov, and without momentum', () => {
      const heavy = sgd({ nesterov: false, weightDecay: 0.05 });
      expect(awayFrom('sgd without Nesterov', heavy)).toBeLessThan(1e-6);
      const plain = sgd({ learningRate: 0.05, momentum: 0, weightDecay: 0.01 });
      expect(awayFrom('sgd without momentum', plain)).toBeLessThan(1e-6);
    });

    it('leaves no tensor once it is disposed of', () => {
      const before = tf.memory().numTensors;
      awayFrom('sgd', sgd({ weightDecay: 0.1 }));
      expect(tf.memory().numTensors).toBe(before);
    });
  });

  it('refuses what is outside its range', () => {
    expect(() => sgd({ learningRate: NaN })).toThrow('sgd: learningRate must be at least 0, got NaN.');
    expect(() => sgd({ momentum: 1 })).toThrow('sgd: momentum must be at least 0 and below 1, got 1.');
    expect(() => sgd({ weightDecay: -1 })).toThrow('sgd: weightDecay must be at least 0, got -1.');
  });
});
