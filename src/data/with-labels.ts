import * as tf from '@tensorflow/tfjs-core';
import { check } from '../core/check';
import type { Dataset } from './dataset';

/**
 * The same batches with labels in the place of masks, for a model that classifies whole images: `ys` becomes
 * `[B, classes]`, or `[B, 1]` where a label is one number. Order, augmentation and weights stay.
 *
 * @param labelOf given the name of a sample, its label: 0 or 1, a share between them, or a number for each class. Read
 * anew in every epoch.
 * @returns a {@link Dataset}
 * @throws RangeError, when a batch is taken, for a name that has no label, for a label that is no finite number, or
 * where two labels have unequal lengths
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { batches, chestPhantom, withLabels } from 'hilum';
 *
 * const load = (seed: number) => chestPhantom({ seed, size: 32, tuberculosis: seed % 2 === 1 });
 * const images = batches({ items: [1, 2, 3], load, batchSize: 3 });
 * const data = withLabels(images, (name) => (name.endsWith('_1') ? 1 : 0));
 * for await (const { xs, ys } of data(0)) {
 *   console.log(xs.shape, ys.dataSync()); // [3, 32, 32, 1], then 1, 0, 1
 *   tf.dispose([xs, ys]);
 * }
 * ```
 */
export function withLabels(
  dataset: Dataset,
  labelOf: (name: string) => number | readonly number[] | undefined,
): Dataset {
  return async function* labelled(epoch) {
    for await (const batch of dataset(epoch)) {
      tf.dispose(batch.ys);
      let ys;
      try {
        ys = labelsOf(batch.names, labelOf);
      } catch (error) {
        tf.dispose(batch.xs);
        throw error;
      }
      yield { ...batch, ys };
    }
  };
}

function labelsOf(
  names: readonly string[],
  labelOf: (name: string) => number | readonly number[] | undefined,
): tf.Tensor2D {
  const rows = names.map((name) => {
    const label = labelOf(name);
    const row = [label].flat();
    check(
      row.length > 0 && row.every((value) => Number.isFinite(value)),
      `withLabels: every sample must have a label of finite numbers, got ${label === undefined ? 'none' : `[${row.join(', ')}]`} for ${name}. Leave it out, or label it.`,
    );
    return row as number[];
  });
  const classes = rows[0]!.length;
  rows.forEach((row, i) => {
    check(
      row.length === classes,
      `withLabels: labels must have one length, got ${classes} (${names[0]}) and ${row.length} (${names[i]}).`,
    );
  });
  return tf.tensor2d(rows, [names.length, classes]);
}
