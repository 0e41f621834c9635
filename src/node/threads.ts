import { dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Piscina } from 'piscina';

/** What {@link startThreads} takes. */
export interface ThreadsArgs {
  /** The module each thread loads; it exports `work`, made by `workerTask`. */
  module: string;
  threads: number;
  /** What each thread finds as `workerData`. */
  data?: object | undefined;
}

/**
 * Threads that wait for work. Piscina is loaded when it is needed: most of this entry works without threads.
 *
 * What fails outside of a task ends nothing by itself: a thread that dies between two is replaced, and an answer on its way
 * when the threads are ended finds nobody who waits for it. Whom it concerns listens to the pool's `error`.
 */
export async function startThreads({ module, threads, data }: ThreadsArgs): Promise<Piscina> {
  const { Piscina: Pool } = await import('piscina');
  const pool = new Pool({
    filename: module,
    name: 'work',
    workerData: data,
    minThreads: threads,
    maxThreads: threads,
    // Otherwise a thread without work sleeps so deeply that its own timers and promises stand still.
    atomics: 'disabled',
    recordTiming: false,
  });
  // Unheard, an `error` would end the process.
  pool.on('error', () => undefined);
  return pool;
}

/** The module `name` beside this one, in the form that this one runs in: TypeScript, ES module or CommonJS. */
export function workerModule(name: string): string {
  const here = typeof __filename === 'string' ? __filename : fileURLToPath(import.meta.url);
  return join(dirname(here), `${name}${extname(here)}`);
}

/** The URL of a module that an app names by path or URL, as `import()` takes it in a thread. */
export function moduleUrl(module: string | URL): string {
  if (module instanceof URL || module.startsWith('file:')) return String(module);
  return pathToFileURL(resolve(module)).href;
}

/** What to say of a thread that died at an item. */
export function deathOf(caller: string, item: string, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new Error(
    `${caller}: the thread that worked on ${item} died: ${reason}. ` +
      'If it ran out of memory, use fewer workers or smaller images; if its setup ends the process, mend the setup.',
    { cause },
  );
}
