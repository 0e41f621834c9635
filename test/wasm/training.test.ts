import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import { diceLoss, resunet, unet } from 'hilum';
import { installWasmKernels, uninstallWasmKernels } from 'hilum/wasm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { relativeError } from './reference';
import { values } from './shapes';

beforeAll(async () => {
  await tf.setBackend('wasm');
  await installWasmKernels();
});
afterAll(() => uninstallWasmKernels());

type Gradients = Record<string, Float32Array>;

/**
 * Loss and the gradient of every weight, by name, on the active backend. One image only: on the cpu backend of tfjs 4.22
 * the gradient of nearest upsampling is wrong for all images of a batch but the first.
 */
function gradientsOf(build: () => tfl.LayersModel): { loss: number; gradients: Gradients } {
  return tf.tidy(() => {
    const model = build();
    const x = tf.tensor4d(values('x', 256), [1, 16, 16, 1]);
    const y = tf.cast(tf.greater(tf.tensor4d(values('y', 256), [1, 16, 16, 1]), 0), 'float32');
    const loss = diceLoss();
    const { value, grads } = tf.variableGrads(() => loss(y, model.apply(x, { training: true }) as tf.Tensor));
    const gradients = Object.fromEntries(
      // A model built again gives its variables names with another number at the end.
      Object.entries(grads).map(([name, gradient]) => [
        name.replace(/_\d+$/, ''),
        gradient.dataSync<'float32'>(),
      ]),
    );
    const result = { loss: value.dataSync()[0]!, gradients };
    model.dispose();
    return result;
  });
}

describe('training on our kernels', () => {
  it.each([
    ['U-Net', (): tfl.LayersModel => unet({ inputShape: [16, 16, 1], filters: [4, 6, 9], seed: 3 })],
    ['ResUNet', (): tfl.LayersModel => resunet({ inputShape: [16, 16, 1], filters: [4, 6, 9], seed: 3 })],
  ])('gives a %s the gradients the cpu backend gives it, for every weight', async (_, build) => {
    const ours = gradientsOf(build);
    await tf.setBackend('cpu');
    const cpu = gradientsOf(build);
    await tf.setBackend('wasm');
    expect(ours.loss).toBeCloseTo(cpu.loss, 5);
    const all = (gradients: Gradients): number[] => Object.values(gradients).flatMap((values) => [...values]);
    expect(Object.keys(ours.gradients)).toEqual(Object.keys(cpu.gradients));
    expect(relativeError(all(ours.gradients), all(cpu.gradients))).toBeLessThan(1e-3);
  });

  it('agrees with finite differences through every kind of convolution', () => {
    tf.tidy(() => {
      const x = tf.tensor4d(values('x', 81 * 2), [1, 9, 9, 2]);
      const [a, b, c, d] = [90, 80, 100, 9].map((n, i) => values(i, n)) as [
        Float32Array,
        Float32Array,
        Float32Array,
        Float32Array,
      ];
      const f = (w: tf.Tensor): tf.Scalar => {
        const [w1, w2, w3, w4] = tf.split(tf.reshape(w, [279]), [90, 80, 100, 9]) as [
          tf.Tensor,
          tf.Tensor,
          tf.Tensor,
          tf.Tensor,
        ];
        const one = tf.conv2d(x, tf.reshape<tf.Rank.R4>(w1, [3, 3, 2, 5]), 1, 'same');
        const two = tf.conv2dTranspose(
          tf.sigmoid(one),
          tf.reshape<tf.Rank.R4>(w2, [2, 2, 4, 5]),
          [1, 18, 18, 4],
          2,
          'same',
        );
        const three = tf.conv2d(tf.sigmoid(two), tf.reshape<tf.Rank.R4>(w3, [5, 5, 4, 1]), 2, 'valid');
        const four = tf.depthwiseConv2d(three, tf.reshape<tf.Rank.R4>(w4, [3, 3, 1, 1]), 1, 'same');
        return tf.sum(tf.square(four));
      };
      const w = Float32Array.from([...a, ...b, ...c, ...d]);
      const gradient = tf
        .grad(f as (w: tf.Tensor) => tf.Tensor)(tf.tensor1d(w))
        .dataSync();
      const scale = Math.max(...gradient.map(Math.abs));
      const step = 1e-2;
      for (let i = 0; i < w.length; i += 13) {
        const at = (delta: number): number => {
          const moved = w.slice();
          moved[i]! += delta;
          return f(tf.tensor1d(moved)).dataSync()[0]!;
        };
        // Central differences of fourth order; the sums they come from have seven digits.
        const difference = (8 * (at(step) - at(-step)) - (at(2 * step) - at(-2 * step))) / (12 * step);
        expect(Math.abs(difference - gradient[i]!) / scale).toBeLessThan(5e-3);
      }
    });
  });
});
