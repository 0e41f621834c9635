import { readSample } from './read-sample';
import { workerTask } from './worker-task';

export const work = workerTask(() => Promise.resolve(readSample));
