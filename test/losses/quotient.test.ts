import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quotient } from '../../src/losses/quotient';
import { onEachBackend } from '../backends';
import { read } from '../read';
import { registerHalfBackend } from './half-backend';
import { expectClose } from './reference';

const a = (): tf.Tensor => tf.tensor1d([1, -2, 300]);
const b = (): tf.Tensor => tf.tensor1d([2, 5, 400]);
const gradient = (i: 0 | 1): Promise<number[]> =>
  read(() => tf.grads((x, y) => quotient(x, y))([a(), b()])[i]!);

describe('quotient', () => {
  onEachBackend((tolerance) => {
    it('is a / b, with the gradients 1 / b and −a / b²', async () => {
      expectClose(await read(() => quotient(a(), b())), [0.5, -0.4, 0.75], tolerance);
      expectClose(await gradient(0), [0.5, 0.2, 0.0025], tolerance);
      expectClose(await gradient(1), [-0.25, 0.08, -0.001875], tolerance);
    });
  });

  describe('in 16 bits', () => {
    beforeAll(async () => {
      registerHalfBackend('half');
      await tf.setBackend('half');
    });
    afterAll(() => tf.setBackend('cpu'));

    it('has a gradient where the one of tf.div is lost: 400² is more than they hold', async () => {
      expect((await gradient(1))[2]).toBeCloseTo(-0.001875, 5);
      const plain = await read(() => tf.grads((x, y) => tf.div(x, y))([a(), b()])[1]!);
      expect(plain[2]).toBeCloseTo(0, 8);
    });
  });
});
