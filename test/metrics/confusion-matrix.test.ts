import fc from 'fast-check';
import { confusionMatrix } from 'hilum';
import { describe, expect, it } from 'vitest';
import reference from '../reference/classification.json';

describe('confusionMatrix', () => {
  it.each(reference.matrices)(
    'is scikit-learn’s for $classes classes',
    ({ yTrue, yPred, classes, matrix }) => {
      expect(confusionMatrix(yTrue, yPred, { classes })).toEqual(matrix);
    },
  );

  it('has the truth in its rows and the prediction in its columns', () => {
    expect(confusionMatrix([0, 0, 1], [1, 1, 1])).toEqual([
      [0, 2],
      [0, 1],
    ]);
  });

  it('has a row for classes that never occur, and by default for those below the highest', () => {
    expect(confusionMatrix([0], [0], { classes: 2 })).toEqual([
      [1, 0],
      [0, 0],
    ]);
    expect(confusionMatrix([0], [2]).length).toBe(3);
  });

  it('counts each case once, and turns over when truth and prediction change places', () => {
    const cases = fc.array(fc.tuple(fc.nat({ max: 4 }), fc.nat({ max: 4 })), { minLength: 1 });
    fc.assert(
      fc.property(cases, (pairs) => {
        const [a, b] = [pairs.map(([t]) => t), pairs.map(([, p]) => p)];
        const matrix = confusionMatrix(a, b, { classes: 5 });
        expect(matrix.flat().reduce((x, y) => x + y)).toBe(pairs.length);
        const turned = confusionMatrix(b, a, { classes: 5 });
        expect(matrix.map((row, i) => row.map((_, j) => turned[j]![i]))).toEqual(matrix);
      }),
    );
  });

  it('refuses other lengths, no case, and labels that are none', () => {
    expect(() => confusionMatrix([1], [1, 0])).toThrow(
      new RangeError('confusionMatrix: yTrue and yPred must be of one length, got 1 and 2.'),
    );
    expect(() => confusionMatrix([], [])).toThrow(
      new RangeError('confusionMatrix: yTrue must hold at least one case, got none.'),
    );
    expect(() => confusionMatrix([0, 2], [0, 1], { classes: 2 })).toThrow(
      new RangeError('confusionMatrix: yTrue must hold labels from 0 to 1, got 2 at 1.'),
    );
    expect(() => confusionMatrix([0, 1], [0, -1])).toThrow(
      new RangeError('confusionMatrix: yPred must hold labels 0, 1, 2, …, got -1 at 1.'),
    );
    expect(() => confusionMatrix([0], [0], { classes: 0 })).toThrow(
      new RangeError('confusionMatrix: classes must be an integer of at least 1, got 0.'),
    );
  });
});
