import type { Piscina } from 'piscina';
import { checkIntegers, checkType } from '../core/check';
import type { PrepareArgs } from '../data/prepare';
import type { Sample } from '../data/sample';
import type { LoadWorkerData } from './load-worker';
import type { SampleFiles } from './read-sample';
import { deathOf, moduleUrl, startThreads, workerModule } from './threads';
import { checkWorkers } from './worker-pool';
import type { Outcome } from './worker-task';

/** What {@link loadInWorkers} takes. */
export interface LoadInWorkersArgs {
  /** Images and masks are made this large by `prepareImage` and `prepareMask`. Default: they stay as they are read. */
  size?: PrepareArgs | undefined;
  /**
   * Path or URL of a JavaScript module with a `load` of your own, in the place of `readSample` and `size`. Functions
   * cannot be sent to a thread, so each thread imports it:
   *
   * ```js
   * import { prepareMask, resizeArea, toGrey } from 'hilum';
   * import { readSample } from 'hilum/node';
   *
   * export async function load(files) {
   *   const { name, image, mask } = await readSample(files);
   *   const size = { width: 256, height: 256 };
   *   return { name, image: resizeArea(toGrey(image), size), mask: prepareMask(mask, size) };
   * }
   * ```
   */
  module?: string | URL | undefined;
  /** How many threads. Default 2. */
  workers?: number | undefined;
}

/** A `load` whose work is done in threads, and the end of these. */
export interface WorkerLoader<Files> {
  /** For `batches` and {@link cacheDataset}. A file that cannot be read rejects the promise of its sample alone. */
  readonly load: (files: Files) => Promise<Sample>;
  /** Ends the threads; what they still work on is rejected. A process that has nothing else to do ends without it. */
  readonly close: () => Promise<void>;
}

/**
 * Reads and prepares samples in threads while the thread that trains is busy with a step: for images that take long to
 * decode, and do not fit into memory. `batches` keeps the threads fed with `ahead` samples, which bounds the memory.
 * Where everything fits into memory, load it once instead (`readSamples`); where it fits onto the disk, put
 * {@link cacheDataset} around it.
 *
 * @throws RangeError when `workers` or `size` is not of positive integers
 * @throws TypeError when both `size` and `module` are given
 * @example
 * ```ts
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { batches, chestPhantom } from 'hilum';
 * import { loadInWorkers, writeImage } from 'hilum/node';
 *
 * const pair = { image: join(tmpdir(), 'hilum-l.png'), masks: [join(tmpdir(), 'hilum-l_mask.png')] };
 * const { image, mask } = chestPhantom({ seed: 1, size: 64 });
 * await writeImage(pair.image, image);
 * await writeImage(pair.masks[0]!, mask);
 *
 * const { load, close } = loadInWorkers({ size: { width: 32, height: 32 } });
 * const data = batches({ items: [pair], load, batchSize: 1 }); // for train
 * await close(); // after the training
 * ```
 */
export function loadInWorkers<Files extends SampleFiles = SampleFiles>({
  size,
  module,
  workers = 2,
}: LoadInWorkersArgs = {}): WorkerLoader<Files> {
  const caller = 'loadInWorkers';
  checkWorkers(caller, workers);
  if (size !== undefined) checkIntegers(caller, { 'size.width': size.width, 'size.height': size.height }, 1);
  checkType(
    size === undefined || module === undefined,
    `${caller}: size and module must not both be given. Resize in the module's load.`,
  );
  const data: LoadWorkerData = {
    size: size && { width: size.width, height: size.height },
    module: module && moduleUrl(module),
  };
  let starting: Promise<Piscina> | undefined;
  let closed = false;
  const isClosed = (): boolean => closed; // for TypeScript, which takes what was false for false after an await
  return {
    async load(files) {
      if (isClosed())
        throw new Error(`${caller}: load must be called before close, got ${files.image} after it.`);
      starting ??= startThreads({ module: workerModule('load-worker'), threads: workers, data });
      const pool = await starting;
      let outcome: Outcome<Sample>;
      try {
        outcome = (await pool.run(files)) as Outcome<Sample>;
      } catch (cause) {
        throw isClosed()
          ? new Error(`${caller}: closed while ${files.image} was loaded.`)
          : deathOf(caller, files.image, cause);
      }
      if ('fatal' in outcome) throw outcome.fatal;
      if ('error' in outcome) throw outcome.error;
      return outcome.value;
    },
    async close() {
      closed = true;
      await (await starting)?.destroy();
    },
  };
}
