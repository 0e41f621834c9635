import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { addCounts, confusionCounts, countsFrom, countsTensor } from 'hilum';
import { describe, expect, it } from 'vitest';
import { onEachBackend } from '../backends';
import reference from '../reference/losses.json';

describe('confusionCounts', () => {
  it.each(reference.scores)(
    'counts as scikit-learn’s confusion_matrix: $counts',
    ({ truth, predicted, counts }) => {
      expect(confusionCounts(truth, predicted)).toEqual(counts);
    },
  );

  it('calls what is above the threshold foreground, not what is equal to it', () => {
    expect(confusionCounts([1, 1, 1], [0.5, 0.51, 0.49])).toEqual({ tp: 1, fp: 0, fn: 2, tn: 0 });
    expect(confusionCounts([1, 0], [0.3, 0.1], { threshold: 0.2 })).toEqual({ tp: 1, fp: 0, fn: 0, tn: 1 });
    expect(confusionCounts([1, 0], [2, -3], { threshold: 0 })).toEqual({ tp: 1, fp: 0, fn: 0, tn: 1 });
  });

  it('takes masks of 0 and 255', () => {
    const [truth, prediction] = [Uint8Array.of(255, 255, 0, 0), Uint8Array.of(255, 0, 255, 0)];
    expect(confusionCounts(truth, prediction, { threshold: 127 })).toEqual({ tp: 1, fp: 1, fn: 1, tn: 1 });
  });

  it('refuses lengths that differ and a threshold that is no number', () => {
    expect(() => confusionCounts([1], [1, 0])).toThrow(
      new RangeError('confusionCounts: truth and prediction must be of one length, got 1 and 2.'),
    );
    expect(() => confusionCounts([1], [1], { threshold: NaN })).toThrow(
      new RangeError('confusionCounts: threshold must be finite, got NaN.'),
    );
  });
});

describe('countsTensor', () => {
  onEachBackend(() => {
    it('is the counts of every sample and class', () => {
      fc.assert(
        fc.property(
          fc.array(fc.tuple(fc.boolean(), fc.double({ min: 0, max: 1, noNaN: true })), {
            minLength: 24,
            maxLength: 24,
          }),
          (pixels) => {
            const shape: [number, number, number, number] = [2, 2, 3, 2];
            const truth = pixels.map(([t]) => Number(t));
            // As the tensor holds them.
            const predicted = pixels.map(([, y]) => Math.fround(y));
            const counts = tf.tidy(() =>
              countsTensor(tf.tensor4d(truth, shape), tf.tensor4d(predicted, shape)).dataSync(),
            );
            const expected = [0, 1].flatMap((sample) =>
              [0, 1].map((channel) => {
                const of = (values: number[]): number[] =>
                  values.slice(12 * sample, 12 * sample + 12).filter((_, i) => i % 2 === channel);
                return confusionCounts(of(truth), of(predicted));
              }),
            );
            expect(countsFrom(counts)).toEqual(expected);
          },
        ),
        { numRuns: 20 },
      );
    });

    // 4096×4096, the most it takes, came out to the unit too, but takes minutes on the cpu backend.
    it('counts 512×512 pixels to the unit', () => {
      const counts = tf.tidy(() => {
        const truth = tf.ones([1, 512, 512, 1]);
        return countsTensor(truth, truth).dataSync();
      });
      expect(countsFrom(counts)).toEqual([{ tp: 2 ** 18, fp: 0, fn: 0, tn: 0 }]);
    });

    it('leaves no tensor but the one it returns', () => {
      const truth = tf.ones([2, 2, 2, 1]);
      const before = tf.memory().numTensors;
      const counts = countsTensor(truth, truth);
      expect(counts.shape).toEqual([2, 1, 4]);
      expect(tf.memory().numTensors).toBe(before + 1);
      counts.dispose();
    });
  });

  it('refuses other shapes, and more pixels than float32 can count', () => {
    expect(() => countsTensor(tf.ones([1, 2, 2, 1]), tf.ones([1, 2, 3, 1]))).toThrow(
      'countsTensor: yTrue and yPred must have the same shape, got [1, 2, 2, 1] and [1, 2, 3, 1].',
    );
    expect(() => countsTensor(tf.ones([2, 2]), tf.ones([2, 2]))).toThrow(RangeError);
    const many = { shape: [1, 4097, 4096, 1], rank: 4 } as unknown as tf.Tensor;
    expect(() => countsTensor(many, many)).toThrow(
      new RangeError(
        'countsTensor: a sample must have at most 2^24 pixels, got 16781312. Use confusionCounts.',
      ),
    );
  });
});

describe('counts', () => {
  it('of the parts add up to those of the whole', () => {
    const pixel = fc.tuple(fc.integer({ min: 0, max: 1 }), fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(fc.array(pixel), fc.nat(), (pixels, at) => {
        const count = (part: typeof pixels) =>
          confusionCounts(
            part.map(([t]) => t),
            part.map(([, y]) => y),
          );
        const cut = at % (pixels.length + 1);
        expect(addCounts([count(pixels.slice(0, cut)), count(pixels.slice(cut))])).toEqual(count(pixels));
      }),
    );
  });

  it('of nothing are zeros', () => {
    expect(addCounts([])).toEqual({ tp: 0, fp: 0, fn: 0, tn: 0 });
    expect(confusionCounts([], [])).toEqual({ tp: 0, fp: 0, fn: 0, tn: 0 });
    expect(countsFrom([])).toEqual([]);
  });

  it('come in fours', () => {
    expect(() => countsFrom([1, 2, 3])).toThrow(
      new RangeError('countsFrom: values must come in fours, got 3 of them.'),
    );
  });
});
