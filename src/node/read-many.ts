import type { Image } from '../data/image';
import type { Sample } from '../data/sample';
import type { SampleFiles } from './read-sample';
import { checkWorkers, mapInWorkers, type FailedFile, type WorkersArgs } from './worker-pool';
import { workerModule } from './threads';

/** An image that {@link readImages} read. */
export interface ReadFile {
  readonly path: string;
  readonly image: Image;
  readonly error?: undefined;
}

/** A sample that {@link readSamples} read; `path` is that of its image. */
export interface ReadSampleFiles extends Sample {
  readonly path: string;
  readonly error?: undefined;
}

/**
 * Reads many images as `readImage` does, in threads. Results come in the order of the paths, and wait to be taken: at
 * most two images a thread are read ahead. It pays from about twenty large images on; small ones are read sooner than
 * threads start.
 *
 * @returns each image, or why there is none; a bad file never ends the run
 * @throws (rejects) the reason of `signal` when it aborts
 * @throws RangeError when `workers` is not a positive integer
 * @example
 * ```ts
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { chestPhantom } from 'hilum';
 * import { readImages, writeImage } from 'hilum/node';
 *
 * const path = join(tmpdir(), 'hilum-read-images.png');
 * await writeImage(path, chestPhantom({ seed: 1, size: 64 }).image);
 *
 * for await (const result of readImages([path, 'nowhere.png'], { workers: 1 })) {
 *   console.log(result.path, result.error ? result.error.message : result.image.width);
 * }
 * ```
 */
export function readImages(
  paths: readonly string[],
  args: WorkersArgs = {},
): AsyncGenerator<ReadFile | FailedFile, void, undefined> {
  checkWorkers('readImages', args.workers);
  return mapInWorkers<string, { readonly image: Image }>({
    ...args,
    caller: 'readImages',
    module: workerModule('read-image-worker'),
    items: paths,
    pathOf: (path) => path,
  });
}

/**
 * Reads many images with their masks as `readSample` does, in threads, in the order of the pairs and with the same
 * bounds as {@link readImages}.
 *
 * @param pairs as `findPairs` or `pairByName` gives them
 * @returns each sample, or why there is none; a bad pair never ends the run
 * @throws (rejects) the reason of `signal` when it aborts
 * @throws RangeError when `workers` is not a positive integer
 * @example
 * ```ts
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { chestPhantom, type Sample } from 'hilum';
 * import { readSamples, writeImage } from 'hilum/node';
 *
 * const pair = { image: join(tmpdir(), 'hilum-a.png'), masks: [join(tmpdir(), 'hilum-a_mask.png')] };
 * const { image, mask } = chestPhantom({ seed: 1, size: 64 });
 * await writeImage(pair.image, image);
 * await writeImage(pair.masks[0]!, mask);
 *
 * const samples: Sample[] = [];
 * for await (const result of readSamples([pair], { workers: 1 })) {
 *   if (result.error) console.log(result.path, result.error.message);
 *   else samples.push(result);
 * }
 * ```
 */
export function readSamples(
  pairs: readonly SampleFiles[],
  args: WorkersArgs = {},
): AsyncGenerator<ReadSampleFiles | FailedFile, void, undefined> {
  checkWorkers('readSamples', args.workers);
  return mapInWorkers<SampleFiles, Sample>({
    ...args,
    caller: 'readSamples',
    module: workerModule('load-worker'),
    data: {},
    items: pairs,
    pathOf: ({ image }) => image,
  });
}
