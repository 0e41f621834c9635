import { readImage } from './files';
import { workerTask } from './worker-task';

export const work = workerTask(() =>
  Promise.resolve(async (path: string) => ({ image: await readImage(path) })),
);
