import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { onNativeKernels, random, run, runStock } from './native';

describe('Tile', () => {
  onNativeKernels();

  it.each([
    { shape: [1, 1, 1, 5], reps: [2, 3, 4, 1] },
    { shape: [1, 1, 1, 16], reps: [1, 7, 3, 1] },
    { shape: [1, 1, 1, 1], reps: [2, 5, 3, 7] },
    { shape: [1, 33], reps: [4, 1] },
    { shape: [2, 1, 3], reps: [2, 4, 1] },
    { shape: [3, 1, 1, 5], reps: [1, 12, 26, 1] },
    { shape: [3, 1, 1, 5], reps: [1, 2, 3, 1] },
    { shape: [2, 3, 4, 1], reps: [1, 1, 1, 7] },
    { shape: [2, 1], reps: [1, 700] },
    { shape: [2, 1, 3], reps: [1, 0, 1] },
    { shape: [2, 3], reps: [1, 1] },
    { shape: [3], reps: [4] },
    { shape: [], reps: [] },
  ])('repeats $shape by $reps as the stock kernel does', ({ shape, reps }) => {
    const x = random(shape);
    expect(run('Tile', { x }, { reps })).toEqual(runStock('Tile', { x }, { reps }));
    tf.dispose(x);
  });
});
