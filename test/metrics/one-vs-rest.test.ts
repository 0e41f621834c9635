import { applyTemperature, averagePrecision, oneVsRest, rocAuc } from 'hilum';
import { describe, expect, it } from 'vitest';
import reference from '../reference/classification.json';

const scores = { rocAuc, averagePrecision };

describe('oneVsRest', () => {
  describe.each(['rocAuc', 'averagePrecision'] as const)('of %s', (name) => {
    it.each(reference.softmax)(
      'is scikit-learn’s for $classes classes',
      ({ yTrue, logits, classes, oneVsRest: all }) => {
        const [perClass, macro, weighted] = all[name] as [number[], number, number];
        const found = oneVsRest(yTrue, applyTemperature(logits, { classes }), scores[name]);
        expect(found.perClass.length).toBe(classes);
        found.perClass.forEach((value, i) => expect(value).toBeCloseTo(perClass[i]!, 12));
        expect(found.macro).toBeCloseTo(macro, 12);
        expect(found.weighted).toBeCloseTo(weighted, 12);
      },
    );
  });

  it('hands a function of the user’s own labels 0 and 1 and the scores of a class', () => {
    const seen: number[][] = [];
    oneVsRest([2, 0, 1], Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9), (labels, column) => {
      seen.push([...labels, ...column]);
      return 0;
    });
    expect(seen).toEqual([
      [0, 1, 0, 1, 4, 7],
      [0, 0, 1, 2, 5, 8],
      [1, 0, 0, 3, 6, 9],
    ]);
  });

  it('refuses a class that does not occur, a single column, and columns that do not fit', () => {
    expect(() => oneVsRest([0, 1], [1, 0, 0, 0, 1, 0], rocAuc)).toThrow(
      new RangeError(
        'oneVsRest: every class must occur in yTrue, and not alone, got 0 of 2 for class 2. ' +
          'Leave its column out, and number the labels anew.',
      ),
    );
    expect(() => oneVsRest([0, 1], [1, 0], rocAuc)).toThrow(
      'oneVsRest: yScore must hold a column for each class, got one. Call the score itself.',
    );
    expect(() => oneVsRest([0, 1], [1, 0, 1], rocAuc)).toThrow('oneVsRest: yScore must hold as many numbers');
    expect(() => oneVsRest([0, 2], [1, 0, 0, 1], rocAuc)).toThrow(
      'oneVsRest: yTrue must hold labels from 0 to 1',
    );
  });
});
