import { workerData } from 'node:worker_threads';
import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { segment, type SegmentArgs } from '../inference/segment';
import { startWasm } from '../wasm/start';
import { fileSystem } from './file-system';
import { readImage } from './files';
import { workerTask } from './worker-task';

/** What `segmentFiles` tells each thread. */
export interface SegmentWorkerData extends Pick<SegmentArgs, 'size' | 'threshold'> {
  model: string;
  /** URL of the module that selects the backend. */
  setup?: string;
}

/** What that module may export, beside what it does. */
type Setup = Pick<SegmentArgs, 'prepare' | 'normalize'>;

export const work = workerTask(async () => {
  const { model: folder, setup, ...args } = workerData as SegmentWorkerData;
  const { prepare, normalize } = await start(setup);
  if (prepare) Object.assign(args, { prepare });
  if (normalize) Object.assign(args, { normalize });
  const model = await loadLayersModel(fileSystem(folder));
  return async (path: string) => {
    const image = await readImage(path);
    return { image, ...(await segment(model, image, args)) };
  };
});

async function start(setup: string | undefined): Promise<Setup> {
  if (setup === undefined) {
    await startWasm();
    return {};
  }
  const functions = (await import(setup)) as Setup;
  await tf.ready().catch((cause: unknown) => {
    throw new Error(
      `segmentFiles: setup must import a backend that starts in a thread, got none from ${setup}. ` +
        "Import one there, and await tf.setBackend('…').",
      { cause },
    );
  });
  return functions;
}
