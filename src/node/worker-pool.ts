import { availableParallelism } from 'node:os';
import { checkInteger } from '../core/check';
import { deathOf, startThreads, type ThreadsArgs } from './threads';
import type { Outcome } from './worker-task';

/** What every function that works in threads may be told. */
export interface WorkersArgs {
  /** How many threads; never more than there are files. Default: one for each core. */
  workers?: number | undefined;
  /** Ends the run: the threads are stopped, and the iteration throws the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** What {@link mapInWorkers} takes. */
export interface MapInWorkersArgs<Item> extends WorkersArgs, Omit<ThreadsArgs, 'threads'> {
  /** Whose name begins an error. */
  caller: string;
  items: readonly Item[];
  pathOf: (item: Item) => string;
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
  const threads = Math.min(workers, items.length);
  const pool = await startThreads({ module, threads, data });
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
