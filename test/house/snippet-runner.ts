// Runs in a process of its own: imports every snippet it is given, one after another, and tells how each went.
import { pathToFileURL } from 'node:url';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
// Loaded before the clock runs.
import 'hilum';
import 'hilum/node';

/** What the runner tells after each snippet. */
export interface Outcome {
  readonly file: string;
  readonly milliseconds: number;
  /** Undefined when it ran to its end. */
  readonly error?: string;
}

const say = (message: Outcome | 'ready'): void => {
  process.send?.(message);
};
const textOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

let lost: unknown;
process.on('unhandledRejection', (error) => (lost ??= error));

say('ready');
for (const file of process.argv.slice(2)) {
  await tf.setBackend('cpu');
  const start = performance.now();
  lost = undefined;
  try {
    await import(pathToFileURL(file).href);
  } catch (error) {
    lost = error;
  }
  const milliseconds = performance.now() - start;
  // A rejection that nobody awaits is told a turn later.
  await new Promise((resolve) => setImmediate(resolve));
  say({ file, milliseconds, ...(lost === undefined ? {} : { error: textOf(lost) }) });
}
process.disconnect();
// A snippet may leave a timer or a worker behind; the others are not to wait for it.
setTimeout(() => process.exit(), 100).unref();
