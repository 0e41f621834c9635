import { describe, expect, test } from 'vitest';
import { asStoredToday } from '../../src/keras/stored-kernel';

const tensor = (name: string, ...shape: number[]) => ({
  ...{ name, shape },
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i),
});
const today = (className: string, name: string, shape: number[], backend?: string, part = 'kernel') => {
  const stored = asStoredToday(className, part, tensor(name, ...shape), { backend });
  return [stored.shape, [...stored.data]];
};

describe('asStoredToday', () => {
  test('leaves alone what Keras on TensorFlow stored since Keras 2', () => {
    expect(today('Conv2DTranspose', 'up/kernel:0', [1, 1, 2, 3])).toEqual([[1, 1, 2, 3], [0, 1, 2, 3, 4, 5]]); // prettier-ignore
    expect(today('Conv1D', 'c/kernel:0', [2, 1, 3], 'tensorflow')[0]).toEqual([2, 1, 3]);
  });

  test('takes the axis of 1 out of the Conv1D of Keras 1', () => {
    expect(today('Conv1D', 'c_W', [2, 1, 1, 3])).toEqual([
      [2, 1, 3],
      [0, 1, 2, 3, 4, 5],
    ]);
    expect(today('Conv1D', 'c_W', [2, 1, 3])[0]).toEqual([2, 1, 3]);
  });

  test('swaps channels and filters of the Deconvolution2D of Keras 1, at each place', () => {
    // At each of two places [2, 3] becomes [3, 2].
    expect(today('Conv2DTranspose', 'up_W_1:0', [2, 1, 2, 3])).toEqual([
      [2, 1, 3, 2],
      [0, 3, 1, 4, 2, 5, 6, 9, 7, 10, 8, 11],
    ]);
    expect(today('Conv2D', 'c_W', [2, 1, 2, 3])[0]).toEqual([2, 1, 2, 3]);
  });

  test('turns the kernels of Theano round in all places, and no others', () => {
    // [2, 2] places of [1, 2]: the last place first.
    expect(today('Conv2D', 'c/kernel:0', [2, 2, 1, 2], 'theano')[1]).toEqual([6, 7, 4, 5, 2, 3, 0, 1]);
    expect(today('Conv1D', 'c/kernel:0', [3, 1, 1], 'theano')[1]).toEqual([2, 1, 0]);
    expect(today('Dense', 'd/kernel:0', [2, 2], 'theano')[1]).toEqual([0, 1, 2, 3]);
    expect(today('Conv2D', 'c/bias:0', [2], 'theano', 'bias')[1]).toEqual([0, 1]);
    expect(today('Conv2D', 'c/kernel:0', [2, 1, 1, 1], undefined)[1]).toEqual([0, 1]);
  });
});
