import { crossValidate, kFold } from 'hilum';
import { describe, expect, it } from 'vitest';

describe('crossValidate', () => {
  it('gives each item the prediction of the model that had not seen it', async () => {
    const items = Array.from({ length: 11 }, (_, i) => i);
    const folds = kFold(items, { folds: 3 });
    const seen: number[][] = [];
    const rows = await crossValidate(folds, ({ train, test }) => {
      seen.push(train);
      return Promise.resolve(test.map((item) => item * 10));
    });
    expect(rows.map(({ item }) => item).sort((a, b) => a - b)).toEqual(items);
    for (const { item, prediction, fold } of rows) {
      expect(prediction).toBe(item * 10);
      expect(seen[fold]).not.toContain(item);
    }
  });

  it('refuses another number of predictions than there are items', async () => {
    await expect(crossValidate(kFold([1, 2, 3, 4], { folds: 2 }), () => [1])).rejects.toThrow(
      'crossValidate: run must give a prediction for each of the 2 test items, got 1 in fold 1.',
    );
  });
});
