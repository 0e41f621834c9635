import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { odd, onNativeKernels, random, run, runStock } from './native';

const shape = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 5 });

describe('Identity and Cast', () => {
  onNativeKernels();

  it('share the data, which lives until the last tensor on it is gone', () => {
    const buffers = tf.memory().numDataBuffers;
    const x = tf.tensor1d([1, 2, 3]);
    const copy = x.clone();
    const same = tf.cast(x, 'float32');
    expect(tf.memory().numDataBuffers).toBe(buffers + 1);
    x.dispose();
    expect([...copy.dataSync()]).toEqual([1, 2, 3]);
    copy.dispose();
    expect([...same.dataSync()]).toEqual([1, 2, 3]);
    same.dispose();
    expect(tf.memory().numDataBuffers).toBe(buffers);
  });

  it('cast to another type as the stock kernel does', () => {
    const x = tf.tensor1d([1.7, -1.2, 0]);
    expect(run('Cast', { x }, { dtype: 'int32' })).toEqual([1, -1, 0]);
    x.dispose();
  });
});

describe('Slice', () => {
  onNativeKernels();

  it('cuts any box out of any shape as the stock kernel does', () => {
    const cut = shape.chain((sizes) =>
      fc.tuple(
        fc.constant(sizes),
        fc.tuple(...sizes.map((size) => fc.integer({ min: 0, max: size - 1 }))),
        fc.tuple(...sizes.map(() => fc.integer({ min: -1, max: 6 }))),
        fc.constantFrom('float32' as const, 'int32' as const),
      ),
    );
    fc.assert(
      fc.property(cut, ([sizes, begin, lengths, dtype]) => {
        const x = tf.tidy(() => tf.cast(tf.mul(random(sizes), 100), dtype));
        const size = lengths.map((length, i) => (length < 1 ? -1 : Math.min(length, sizes[i]! - begin[i]!)));
        expect(run('Slice', { x }, { begin, size })).toEqual(runStock('Slice', { x }, { begin, size }));
        x.dispose();
      }),
      { numRuns: 200 },
    );
  });

  it('refuses a box that reaches outside, in the words of tfjs', () => {
    expect(() => tf.slice(tf.zeros([2, 2]), [1, 0], [2, 2])).toThrow(/begin\[0\]|slice/i);
  });
});

describe('Concat and SplitV', () => {
  onNativeKernels();

  it('are the inverse of each other along any axis', () => {
    const parts = fc
      .tuple(shape, fc.nat(4), fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 4 }))
      .map(([sizes, axis, lengths]) => ({ sizes, axis: axis % sizes.length, lengths }));
    fc.assert(
      fc.property(parts, ({ sizes, axis, lengths }) => {
        const before = tf.memory().numTensors;
        const tensors = lengths.map((length, seed) =>
          random(
            sizes.map((size, i) => (i === axis ? length : size)),
            seed,
          ),
        );
        const values = tensors.flatMap((tensor) => [...tensor.dataSync()]);
        const whole = tf.concat(tensors, axis);
        expect([...whole.dataSync()]).toEqual(runStock('Concat', tensors, { axis }));
        expect(run('SplitV', { x: whole }, { numOrSizeSplits: lengths, axis })).toEqual(values);
        tf.dispose([whole, ...tensors]);
        expect(tf.memory().numTensors).toBe(before);
      }),
      { numRuns: 100 },
    );
  });

  it('carry every bit, NaN and negative zero too', () => {
    const x = odd([3, 7]);
    expect(run('Concat', [x, x], { axis: 1 })).toEqual(runStock('Concat', [x, x], { axis: 1 }));
    x.dispose();
  });

  it('leave empty parts out', () => {
    const [a, none, b] = [tf.tensor2d([[1, 2]]), tf.zeros([1, 0]), tf.tensor2d([[3]])];
    expect(run('Concat', [a, none, b], { axis: 1 })).toEqual([1, 2, 3]);
    tf.dispose([a, none, b]);
  });
});
