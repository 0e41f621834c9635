import { availableParallelism } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkInteger } from '../core/check';
import type { Outcome } from './worker-task';

/** What every function that works in threads may be told. */
export interface WorkersArgs {
  /** How many threads; never more than there are files. Default: one for each core. */
  workers?: number | undefined;
  /** Ends the run: the threads are stopped, and the iteration throws the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** What {@link mapInWorkers} takes. */
export interface MapInWorkersArgs<Item> extends WorkersArgs {
  /** Whose name begins an error. */
  caller: string;
  /** The module each thread loads; it exports `work`, made by `workerTask`. */
  module: string;
  items: readonly Item[];
  pathOf: (item: Item) => string;
  /** What each thread finds as `workerData`. */
  data?: object | undefined;
}

/** A file that gave nothing, and why; the others are not touched by it. */
export interface FailedFile {
  readonly path: string;
  readonly error: Error;
}

/** What came of one file. */
export type Mapped<Result> = (Result & { readonly path: string; readonly error?: undefined }) | FailedFile;

/**
 * Does the work of a module on every item, in threads, and gives the results in the order of the items. It runs ahead
 * of whoever consumes them by at most two items a thread, so that memory stays bounded. The threads end with the
 * iteration, however that ends.
 *
 * An item that fails becomes an `error`. So does one whose thread dies, and another thread takes over; but where a
 * thread dies before anything has come through, every thread would, and the run ends.
 *
 * @throws (rejects) Error when the threads cannot start their work; the signal's reason when it aborts
 */
export async function* mapInWorkers<Item, Result extends object>({
  caller,
  module,
  items,
  pathOf,
  data,
  workers = availableParallelism(),
  signal,
}: MapInWorkersArgs<Item>): AsyncGenerator<Mapped<Result>, void, undefined> {
  signal?.throwIfAborted();
  if (items.length === 0) return;
  // Loaded when it is needed: most of this entry works without threads.
  const { Piscina } = await import('piscina');
  const threads = Math.min(workers, items.length);
  const pool = new Piscina({
    filename: module,
    name: 'work',
    workerData: data,
    minThreads: threads,
    maxThreads: threads,
    // Otherwise a thread without work sleeps so deeply that its own timers and promises stand still.
    atomics: 'disabled',
    recordTiming: false,
  });
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= pool.destroy());
  let ended: { reason: unknown } | undefined;
  const end = (reason: unknown): void => {
    ended ??= { reason };
    void stop();
  };
  const abort = (): void => end(signal?.reason);
  signal?.addEventListener('abort', abort);
  pool.on('error', end); // Of a thread that was between two items.

  const running: Promise<Outcome<Result>>[] = [];
  let sent = 0;
  let somethingCame = false;
  try {
    for (const item of items) {
      const path = pathOf(item);
      while (running.length < 2 * threads && sent < items.length) {
        const run = pool.run(items[sent++]) as Promise<Outcome<Result>>;
        run.catch(() => undefined); // Whoever awaits it sees it; nobody does when the iteration ends before.
        running.push(run);
      }
      let outcome: Outcome<Result>;
      try {
        outcome = await running.shift()!;
      } catch (cause) {
        outcome = { error: deathOf(caller, path, cause) };
        if (!somethingCame) end(outcome.error);
      }
      if (ended) throw ended.reason;
      if ('fatal' in outcome) throw outcome.fatal;
      somethingCame = true;
      if ('error' in outcome) yield { path, error: outcome.error };
      else yield { path, ...outcome.value };
      signal?.throwIfAborted();
    }
  } finally {
    signal?.removeEventListener('abort', abort);
    await stop();
  }
}

/** Refuses a number of threads that is none. Before the iteration: that begins when someone asks for a result. */
export function checkWorkers(caller: string, workers: number | undefined): void {
  if (workers !== undefined) checkInteger(caller, 'workers', workers, 1);
}

/** The module `name` beside this one, in the form that this one runs in: TypeScript, ES module or CommonJS. */
export function workerModule(name: string): string {
  const here = typeof __filename === 'string' ? __filename : fileURLToPath(import.meta.url);
  return join(dirname(here), `${name}${extname(here)}`);
}

function deathOf(caller: string, item: string, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new Error(
    `${caller}: the thread that worked on ${item} died: ${reason}. ` +
      'If it ran out of memory, use fewer workers or smaller images; if its setup ends the process, mend the setup.',
    { cause },
  );
}
