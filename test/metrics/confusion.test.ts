import fc from 'fast-check';
import { addClassCounts, addCounts, confusionCounts } from 'hilum';
import { describe, expect, it } from 'vitest';
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
  });
});

describe('addClassCounts', () => {
  it('adds up each class for itself, whatever the order of the images', () => {
    const some = fc.record({ tp: fc.nat(), fp: fc.nat(), fn: fc.nat(), tn: fc.nat() });
    fc.assert(
      fc.property(fc.array(fc.tuple(some, some), { minLength: 1 }), (rows) => {
        const sums = addClassCounts(rows);
        expect(sums).toEqual([addCounts(rows.map(([a]) => a)), addCounts(rows.map(([, b]) => b))]);
        expect(addClassCounts([...rows].reverse())).toEqual(sums);
        expect(
          addClassCounts(
            [addClassCounts(rows.slice(0, 1)), addClassCounts(rows.slice(1))].filter(
              ({ length }) => length > 0,
            ),
          ),
        ).toEqual(sums);
      }),
    );
  });

  it('gives no class of no images, and refuses images of other classes', () => {
    expect(addClassCounts([])).toEqual([]);
    const one = { tp: 1, fp: 0, fn: 0, tn: 0 };
    expect(() => addClassCounts([[one], [one, one]])).toThrow(
      new RangeError('addClassCounts: all rows must have the same classes, got 1 and 2 of them.'),
    );
  });
});
