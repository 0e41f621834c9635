import * as tf from '@tensorflow/tfjs-core';
import { check } from '../core/check';
import type { Batch, Dataset } from './dataset';

/**
 * Mixed batches of several datasets: each holds a batch of every one, in the order given, so that their `batchSize`s
 * set the mixture (6 of Shenzhen and 2 of Montgomery). An epoch is as long as the first one's; the others begin anew,
 * in another order, as often as that takes.
 *
 * @returns a {@link Dataset}
 * @throws RangeError when there is none, or one gives no batches
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { batches, chestPhantom, mixDatasets } from 'hilum';
 *
 * const load = (seed: number) => chestPhantom({ seed, size: 32 });
 * const data = mixDatasets(
 *   batches({ items: [1, 2, 3, 4, 5, 6], load, batchSize: 3, shuffle: true }),
 *   batches({ items: [7, 8], load, batchSize: 1, shuffle: true }),
 * );
 * for await (const { xs, ys } of data(0)) {
 *   console.log(xs.shape); // twice [4, 32, 32, 1]
 *   tf.dispose([xs, ys]);
 * }
 * ```
 */
export function mixDatasets(...datasets: readonly Dataset[]): Dataset {
  const [first, ...others] = datasets;
  check(first !== undefined, 'mixDatasets: there must be at least one dataset, got none.');
  return async function* mixed(epoch) {
    const streams = others.map((dataset, i) => endless(dataset, epoch, i + 1));
    try {
      for await (const batch of first(epoch)) {
        const parts = [batch];
        for (const stream of streams) parts.push((await stream.next()).value as Batch);
        yield join(parts);
      }
    } finally {
      for (const stream of streams) await stream.return(undefined);
    }
  };
}

/** One epoch after another. The n-th of them has a number that no other epoch of the run has. */
async function* endless(dataset: Dataset, epoch: number, index: number): AsyncGenerator<Batch, undefined> {
  for (let round = 0; ; round++) {
    let any = false;
    for await (const batch of dataset(epoch * 2 ** 20 + round)) {
      any = true;
      yield batch;
    }
    check(any, `mixDatasets: every dataset must give a batch, got none from dataset ${index + 1}.`);
  }
}

function join(batches: readonly Batch[]): Batch {
  try {
    return {
      xs: tf.concat(batches.map(({ xs }) => xs)),
      ys: tf.concat(batches.map(({ ys }) => ys)),
      names: batches.flatMap(({ names }) => names),
      ...(batches.some(({ weights }) => weights)
        ? { weights: batches.flatMap(({ weights, names }) => weights ?? names.map(() => 1)) }
        : {}),
    };
  } finally {
    tf.dispose(batches.flatMap(({ xs, ys }) => [xs, ys]));
  }
}
