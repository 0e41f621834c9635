import type { Fold } from '../data/folds';

/** What was predicted of an item by a model that had not seen it. */
export interface OutOfFold<T, Prediction> {
  readonly item: T;
  readonly prediction: Prediction;
  /** The fold whose test part it was in. */
  readonly fold: number;
}

/**
 * Cross-validation: calls `run` for one fold after another, and gathers what it predicts of the test parts. Scores
 * of all these out-of-fold predictions together say how a model of this kind does on new images, and use every
 * image for it once.
 *
 * @param folds as {@link kFold} makes them
 * @param run trains a new model on `fold.train` and gives a prediction for each of `fold.test`, in that order
 * @returns a row an item, fold after fold
 * @throws Error when `run` gives another number of predictions than there are items to test
 * @example
 * ```ts
 * import { crossValidate, kFold } from 'hilum';
 *
 * const mean = (numbers: number[]) => numbers.reduce((sum, n) => sum + n, 0) / numbers.length;
 * const folds = kFold([1, 2, 3, 4, 5, 6], { folds: 3 });
 * const rows = await crossValidate(folds, ({ train, test }) => test.map(() => mean(train))); // a very simple model
 * console.log(rows.length); // 6
 * ```
 */
export async function crossValidate<T, Prediction>(
  folds: readonly Fold<T>[],
  run: (fold: Fold<T>) => readonly Prediction[] | Promise<readonly Prediction[]>,
): Promise<OutOfFold<T, Prediction>[]> {
  const rows: OutOfFold<T, Prediction>[] = [];
  for (const fold of folds) {
    const predictions = await run(fold);
    if (predictions.length !== fold.test.length)
      throw new Error(
        `crossValidate: run must give a prediction for each of the ${fold.test.length} test items, got ${predictions.length} in fold ${fold.index + 1}.`,
      );
    fold.test.forEach((item, i) => {
      rows.push({ item, prediction: predictions[i]!, fold: fold.index });
    });
  }
  return rows;
}
