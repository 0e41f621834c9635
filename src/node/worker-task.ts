import { move, transferableSymbol, valueSymbol } from 'piscina';
import type { Image } from '../data/image';

/** What a thread answers: a result, why this item has none, or why this thread can never give any. */
export type Outcome<Result> =
  { readonly value: Result } | { readonly error: Error } | { readonly fatal: Error };

/**
 * What a module exports as `work` for `mapInWorkers`: `start` runs once in each thread, with its first item, and gives
 * the function that does the work. The pixels of images directly in a result are handed over, not copied.
 */
export function workerTask<Item, Result extends object>(
  start: () => Promise<(item: Item) => Promise<Result>>,
): (item: Item) => Promise<Outcome<Result>> {
  let started: ReturnType<typeof start> | undefined;
  return async (item) => {
    let work: (item: Item) => Promise<Result>;
    try {
      started ??= start();
      work = await started;
    } catch (error) {
      return { fatal: asError(error) };
    }
    try {
      return handOver(await work(item));
    } catch (error) {
      return error instanceof WebAssembly.RuntimeError ? await die(error) : { error: asError(error) };
    }
  };
}

/** Ends this thread: a heap that ran full, or was left in the middle of something, is not to be trusted any more. */
function die(error: Error): Promise<never> {
  setImmediate(() => {
    throw error;
  });
  return new Promise(() => undefined);
}

/** A result with the buffers of its images, in the wrapping that Piscina takes apart on the way. */
function handOver<Result extends object>(result: Result): Outcome<Result> {
  const buffers = new Set<ArrayBufferLike>();
  const entries = Object.entries(result).map(([name, part]: [string, unknown]) => {
    if (!isImage(part)) return [name, part];
    const image = withOwnBuffer(part);
    buffers.add(image.data.buffer);
    return [name, image];
  });
  const value: unknown = Object.fromEntries(entries);
  return move({ [transferableSymbol]: [...buffers], [valueSymbol]: { value } }) as unknown as Outcome<Result>;
}

function isImage(part: unknown): part is Image {
  return typeof part === 'object' && part !== null && 'data' in part && ArrayBuffer.isView(part.data);
}

/** Small arrays of Node share a buffer, which must stay. */
function withOwnBuffer(image: Image): Image {
  const { data } = image;
  return data.byteLength === data.buffer.byteLength ? image : { ...image, data: data.slice() };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
