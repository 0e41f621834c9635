import * as tf from '@tensorflow/tfjs-core';
import { installWasmKernels, uninstallWasmKernels } from 'hilum/wasm';
import { describe, expect, it } from 'vitest';
import { onNativeKernels, random } from './native';

/** The bytes that live at the end of a backward pass through `depth` images, seen from its last operation. */
function bytesAtTheEnd(depth: number): number {
  let bytes = 0;
  const last = tf.customGrad((...args: (tf.Tensor | tf.GradSaveFunc)[]) => ({
    value: tf.mul(args[0] as tf.Tensor, 2),
    gradFunc: (dy: tf.Tensor) => {
      bytes = tf.memory().numBytes;
      return tf.mul(dy, 2);
    },
  }));
  const x = random([1, 32, 32, 8]);
  const before = tf.memory().numBytes;
  const chain = (y: tf.Tensor): tf.Tensor => {
    let h = last(y);
    for (let i = 0; i < depth; i++) h = tf.relu(h);
    return tf.sum(h);
  };
  tf.grad(chain)(x).dispose();
  x.dispose();
  return bytes - before;
}

describe('the backward pass', () => {
  onNativeKernels();

  it('frees gradients and saved images as it goes, so that it ends with a few of them whatever the depth', async () => {
    const image = 4 * 32 * 32 * 8;
    expect(bytesAtTheEnd(20)).toBeLessThan(4 * image);
    expect(bytesAtTheEnd(20)).toBe(bytesAtTheEnd(10));
    uninstallWasmKernels();
    // As tfjs has it: an output, a clone and a gradient of each layer.
    expect(bytesAtTheEnd(20)).toBeGreaterThan(20 * image);
    await installWasmKernels();
  });

  it('leaves alone the gradient that the caller brings', () => {
    const [x, dy] = [random([4, 4]), random([4, 4], 2)];
    const dx = tf.grad((y: tf.Tensor) => tf.relu(y))(x, dy);
    const expected = Array.from(dy.dataSync(), (g, i) => (x.dataSync()[i]! > 0 ? g : 0));
    expect([...dx.dataSync()].map((value) => value + 0)).toEqual(expected);
    tf.dispose([x, dy, dx]);
  });

  it('is right where one tensor is used many times, and a gradient passes through unchanged', () => {
    const x = tf.tensor1d([-1, 2, 3]);
    const f = (y: tf.Tensor): tf.Tensor => {
      const h = tf.relu(tf.clone(y));
      return tf.sum(tf.addN([tf.mul(h, h), tf.add(h, y), tf.square(tf.sub(h, tf.mean(y)))]));
    };
    // h = relu(x), m = mean(x): Σ h² + h + x + (h − m)². By hand: m = 4/3, Σ(h − m) = 1.
    const dx = tf.grad(f)(x);
    const step = [0, 1, 1];
    const h = [0, 2, 3];
    const expected = h.map((v, i) => step[i]! * (2 * v + 1 + 2 * (v - 4 / 3)) + 1 - 2 / 3);
    dx.dataSync().forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
    tf.dispose([x, dx]);
  });
});
