import { checkInRange, checkIntegers } from '../core/check';
import type { Image } from '../data/image';
import type { SegmentArgs, Segmentation } from '../inference/segment';
import type { SegmentWorkerData } from './segment-worker';
import { checkWorkers, mapInWorkers, type FailedFile, type WorkersArgs } from './worker-pool';
import { moduleUrl, workerModule } from './threads';

/** An image that {@link segmentFiles} read, and what it found in it. */
export interface SegmentedFile extends Segmentation {
  readonly path: string;
  /** As `readImage` gives it. */
  readonly image: Image;
  readonly error?: undefined;
}

/** What {@link segmentFiles} takes. */
export interface SegmentFilesArgs extends WorkersArgs, Pick<SegmentArgs, 'size' | 'threshold'> {
  /**
   * Path or URL of a module that each thread imports first, to select its backend:
   *
   * ```ts
   * import * as tf from '@tensorflow/tfjs-core';
   * import '@tensorflow/tfjs-backend-cpu';
   *
   * await tf.setBackend('cpu');
   * ```
   *
   * Functions cannot be sent to a thread: what the module exports as `prepare` and `normalize` is given to `segment`.
   * Default: the WASM backend (install `@tensorflow/tfjs-backend-wasm`) with the kernels of `hilum/wasm`.
   */
  setup?: string | URL | undefined;
}

/**
 * Segments many images on all cores: each of several threads has a backend and the model of its own, reads an image
 * and gives it to `segment`. Results come in the order of the paths, and wait to be taken: at most two images a thread
 * are read ahead. A thread takes about half a second to start, and 100 MB.
 *
 * The threads end with the iteration, also when it is left early.
 *
 * @param model the folder that a model was saved in with `fileSystem`
 * @returns each image with its mask and probabilities, or why there are none; a bad file never ends the run
 * @throws (rejects) Error when a thread cannot start: the backend is not installed, the model cannot be read
 * @throws (rejects) the reason of `signal` when it aborts
 * @throws RangeError when `workers`, `size` or `threshold` is out of range
 * @example
 * ```ts
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { chestPhantom, unet } from 'hilum';
 * import { fileSystem, segmentFiles, writeImage } from 'hilum/node';
 *
 * const model = join(tmpdir(), 'hilum-segment-files');
 * await unet({ inputShape: [32, 32, 1], filters: [2, 4] }).save(fileSystem(model));
 * const path = join(model, 'a.png');
 * await writeImage(path, chestPhantom({ seed: 1, size: 64 }).image);
 *
 * for await (const result of segmentFiles(model, [path, 'nowhere.png'])) {
 *   if (result.error) console.log(result.error.message);
 *   else await writeImage(join(model, 'mask.png'), result.mask);
 * }
 * ```
 */
export function segmentFiles(
  model: string,
  paths: readonly string[],
  { workers, signal, setup, size, threshold }: SegmentFilesArgs = {},
): AsyncGenerator<SegmentedFile | FailedFile, void, undefined> {
  const caller = 'segmentFiles';
  checkWorkers(caller, workers);
  if (threshold !== undefined) checkInRange(caller, 'threshold', threshold, 0, 1);
  if (size !== undefined) checkIntegers(caller, { 'size.width': size.width, 'size.height': size.height }, 1);
  const data: SegmentWorkerData = { model };
  if (setup !== undefined) data.setup = moduleUrl(setup);
  if (size !== undefined) data.size = { width: size.width, height: size.height };
  if (threshold !== undefined) data.threshold = threshold;
  return mapInWorkers<string, Segmentation & { readonly image: Image }>({
    caller,
    module: workerModule('segment-worker'),
    items: paths,
    pathOf: (path) => path,
    data,
    workers,
    signal,
  });
}
