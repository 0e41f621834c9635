import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { odd, onNativeKernels, random, run, runStock } from './native';

/** Sums in double precision over the axes of a shape, the rest in order. */
function sums(values: ArrayLike<number>, shape: readonly number[], axes: readonly number[]): number[] {
  const kept = shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const out = new Array<number>(tf.util.sizeFromShape(kept)).fill(0);
  const [strides, outStrides] = [shape, kept].map((s) => [...tf.util.computeStrides([...s]), 1]);
  for (let i = 0; i < values.length; i++) {
    let at = 0;
    shape.forEach((size, axis) => {
      if (!axes.includes(axis)) at += (Math.floor(i / strides![axis]!) % size) * outStrides![axis]!;
    });
    out[at]! += values[i]!;
  }
  return out;
}

describe('Sum and Mean', () => {
  onNativeKernels();

  it('add up any axes of any shape', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
        fc.subarray([0, 1, 2, 3], { minLength: 1 }),
        fc.boolean(),
        (shape, chosen, keepDims) => {
          const axes = chosen.filter((axis) => axis < shape.length);
          if (axes.length === 0) axes.push(0);
          const x = random(shape);
          const expected = sums(x.dataSync(), shape, axes);
          const count = x.size / expected.length;
          const attrs = { axis: axes, keepDims };
          const [sum, mean] = [run('Sum', { x }, attrs), run('Mean', { x }, attrs)];
          expect(sum).toHaveLength(expected.length);
          expected.forEach((value, i) => {
            expect(Math.abs(sum[i]! - value)).toBeLessThan(1e-6 * count + 1e-6);
            expect(Math.abs(mean[i]! - value / count)).toBeLessThan(1e-6);
          });
          const kept = tf.tidy(() => tf.sum(x, axes, keepDims).shape);
          expect(kept).toHaveLength(keepDims ? shape.length : shape.length - axes.length);
          x.dispose();
        },
      ),
      { numRuns: 100 },
    );
  });

  it('lose no digits over a million pixels, where adding one by one in single precision does', () => {
    // 0.1 in single precision is 0.10000000149011612; one by one it comes to 100958.
    const x = tf.fill([1, 1024, 1024, 1], 0.1);
    const [sum] = run('Sum', { x }, { axis: [0, 1, 2, 3] });
    expect(Math.abs(sum! / 104857.6015625 - 1)).toBeLessThan(1e-6);
    x.dispose();
  });

  it('give NaN and infinities what the stock kernels give them', () => {
    const x = odd([4, 7, 7, 3]);
    for (const axis of [
      [0, 1, 2],
      [1, 2],
      [0, 1, 2, 3],
    ]) {
      expect(run('Sum', { x }, { axis })).toEqual(runStock('Sum', { x }, { axis }));
      expect(run('Mean', { x }, { axis })).toEqual(runStock('Mean', { x }, { axis }));
    }
    x.dispose();
  });
});
