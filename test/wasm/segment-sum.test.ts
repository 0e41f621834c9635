import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onNativeKernels, random, run } from './native';
import { relativeError } from './reference';

describe('UnsortedSegmentSum', () => {
  onNativeKernels();

  it('adds up the rows of each segment, and those of no segment nowhere', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1, max: 6 }), { minLength: 1, maxLength: 30 }),
        fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 2 }),
        fc.integer({ min: 1, max: 6 }),
        (ids, inner, numSegments) => {
          const x = random([ids.length, ...inner]);
          const values = x.dataSync();
          const size = tf.util.sizeFromShape(inner);
          const expected = new Float64Array(numSegments * size);
          ids.forEach((id, row) => {
            if (id < 0 || id >= numSegments) return;
            for (let i = 0; i < size; i++) expected[id * size + i]! += values[row * size + i]!;
          });
          const segmentIds = tf.tensor1d(ids, 'int32');
          const sums = run('UnsortedSegmentSum', { x, segmentIds }, { numSegments });
          expect(relativeError(sums, expected)).toBeLessThan(1e-6);
          tf.dispose([x, segmentIds]);
        },
      ),
      { numRuns: 80 },
    );
  });

  it('keeps a NaN to its segment', () => {
    const [x, segmentIds] = [tf.tensor1d([1, NaN, 2, 3]), tf.tensor1d([0, 1, 2, 0], 'int32')];
    expect(run('UnsortedSegmentSum', { x, segmentIds }, { numSegments: 3 })).toEqual([4, NaN, 2]);
    tf.dispose([x, segmentIds]);
  });

  it('adds whole numbers too, composed of stock kernels', () => {
    const x = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2], 'int32');
    const segmentIds = tf.tensor1d([1, 0, 1], 'int32');
    expect(run('UnsortedSegmentSum', { x, segmentIds }, { numSegments: 2 })).toEqual([3, 4, 6, 8]);
    tf.dispose([x, segmentIds]);
  });
});
