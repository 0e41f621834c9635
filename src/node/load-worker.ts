import { workerData } from 'node:worker_threads';
import { prepareImage, prepareMask, type PrepareArgs } from '../data/prepare';
import type { Sample } from '../data/sample';
import { readSample, type SampleFiles } from './read-sample';
import { workerTask } from './worker-task';

/** What `loadInWorkers` tells each thread; `readSamples` nothing. */
export interface LoadWorkerData {
  size?: PrepareArgs | undefined;
  /** URL of a module that exports `load`. */
  module?: string | undefined;
}

type Load = (files: SampleFiles) => Promise<Sample>;

export const work = workerTask(async (): Promise<Load> => {
  const { size, module } = workerData as LoadWorkerData;
  if (module !== undefined) return loadOf(module);
  if (size === undefined) return readSample;
  return async (files) => {
    const { name, image, mask } = await readSample(files);
    return { name, image: prepareImage(image, size), mask: prepareMask(mask, size) };
  };
});

async function loadOf(module: string): Promise<Load> {
  const { load } = await import(module).then(
    (exported: { load?: unknown }) => exported,
    (cause: unknown) => {
      throw new Error(
        `loadInWorkers: module must be one that can be imported, got ${module}: ${String(cause)}.`,
        { cause },
      );
    },
  );
  if (typeof load === 'function') return load as Load;
  throw new TypeError(
    `loadInWorkers: module must export a function load, got ${load === undefined ? 'none' : typeof load} in ${module}.`,
  );
}
