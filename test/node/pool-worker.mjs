// What the threads of worker-pool.test.ts do: each item says what is to happen.
import { workerData } from 'node:worker_threads';

/** Shared with the test: how many items were begun. */
const begun = new Int32Array(workerData.begun);

export async function work({ does, value, after = 0 }) {
  Atomics.add(begun, 0, 1);
  await new Promise((resolve) => setTimeout(resolve, after));
  if (does === 'fail') return { error: new RangeError('work: no such thing') };
  if (does === 'never start') return { fatal: new TypeError('work: nothing to work with') };
  if (does === 'exit') process.exit(3);
  if (does === 'throw later') setTimeout(() => Promise.reject(new Error('forgotten')), 1);
  if (does === 'crash') {
    setTimeout(() => {
      throw new Error('out of luck');
    }, 0);
    await new Promise(() => undefined);
  }
  if (does === 'hang') for (;;);
  return { value: { value } };
}
