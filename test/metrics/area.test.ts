import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { area, checkMaps, rowLength } from '../../src/metrics/area';
import { onEachBackend } from '../backends';
import { read } from '../read';

onEachBackend(() => {
  describe('area', () => {
    it('is the sum over the pixels of each sample and class, in rows', async () => {
      const x = tf.tensor4d([1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60], [1, 2, 3, 2]);
      expect(await read(() => area(x))).toEqual([(1 + 2 + 3 + 4 + 5 + 6) / 3, 210 / 3]);
      expect(area(x).shape).toEqual([1, 2]);
      expect(rowLength(x.shape)).toBe(3);
    });

    it('keeps samples apart, and counts the slices of volumes as rows', async () => {
      const x = tf.tensor5d([1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4], [2, 2, 2, 2, 1]);
      expect(await read(() => area(x))).toEqual([1 + 2, 3 + 4]);
      expect(rowLength(x.shape)).toBe(4);
    });

    it('takes booleans', async () => {
      expect(await read(() => area(tf.ones([1, 3, 2, 1], 'bool')))).toEqual([3]);
      const flags = tf.tensor4d([1, 0, 1, 1, 0, 1, 0, 0], [1, 2, 2, 2], 'bool');
      expect(await read(() => area(flags))).toEqual([1, 1]);
    });

    it('reduces no tensor that came from a cast, which WebGPU cannot transpose', async () => {
      const { kernels } = await tf.profile(() => area(tf.cast(tf.ones([1, 3, 2, 2], 'bool'), 'float32')));
      const names = kernels.map(({ name }) => name);
      const reduction = names.findIndex((name) => ['Mean', 'Sum', 'Transpose'].includes(name));
      expect(names[reduction - 1]).toBe('Multiply');
    });
  });
});

describe('checkMaps', () => {
  it('passes maps and volumes of one shape alone', () => {
    expect(() => checkMaps('f', tf.ones([1, 2, 3, 1]), tf.ones([1, 2, 3, 1]))).not.toThrow();
    expect(() => checkMaps('f', tf.ones([1, 2, 3, 4, 1]), tf.ones([1, 2, 3, 4, 1]))).not.toThrow();
    expect(() => checkMaps('f', tf.ones([1, 2, 3, 1]), tf.ones([1, 3, 2, 1]))).toThrow(RangeError);
    expect(() => checkMaps('f', tf.ones([4]), tf.ones([4]))).toThrow(
      'f: yTrue must be [B, H, W, C], got [4].',
    );
  });
});
