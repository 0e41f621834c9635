import { appendFile, mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { TrainCallback } from '../training/events';
import { eventRecord, type FileEvent, type Scalar } from './event-file';
import { fileError } from './file-error';

/** What {@link tensorBoard} may be told. */
export interface TensorBoardArgs {
  /** The time now in milliseconds since 1970; default `Date.now`. Tests pass their own. */
  now?: (() => number) | undefined;
}

/**
 * Writes event files that TensorBoard shows while a run goes on: `tensorboard --logdir FOLDER`. Two runs, `train` and
 * `validation`, with the same tags (`loss`, `dice`, …), so that each chart has both curves; the learning rate is in
 * `train`. The steps of the charts are epochs, counted from 1. What a run that goes on from a checkpoint repeats
 * takes the place of what was told before.
 *
 * @param folder where the two folders are made
 * @returns a callback of `train`, which rejects with an error that names the file when it cannot be written
 * @example
 * ```ts
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { tensorBoard } from 'hilum/node';
 *
 * const callbacks = [tensorBoard(join(tmpdir(), 'hilum-board'))]; // train(model, { …, callbacks })
 * ```
 */
export function tensorBoard(folder: string, { now = Date.now }: TensorBoardArgs = {}): TrainCallback {
  const name = `events.out.tfevents.${Math.floor(now() / 1000)}.${hostname()}.${process.pid}`;
  const begun = new Set<string>();

  const append = async (run: string, events: readonly FileEvent[]): Promise<void> => {
    const path = join(folder, run, name);
    try {
      await mkdir(join(folder, run), { recursive: true });
      for (const event of events) await appendFile(path, eventRecord(event));
    } catch (cause) {
      throw fileError('tensorBoard', 'write', path, cause);
    }
  };

  return {
    async onEpochEnd({ epoch, logs }) {
      const time = now() / 1000;
      const step = epoch + 1;
      const runs = { train: [] as Scalar[], validation: [] as Scalar[] };
      for (const [key, value] of Object.entries(logs)) {
        const validation = key.startsWith('val_');
        runs[validation ? 'validation' : 'train'].push({ tag: validation ? key.slice(4) : key, value });
      }
      for (const [run, scalars] of Object.entries(runs)) {
        if (scalars.length === 0) continue;
        const head: FileEvent[] = begun.has(run)
          ? []
          : [
              { time, version: 'brain.Event:2' },
              { time, step, start: true },
            ];
        begun.add(run);
        await append(run, [...head, { time, step, scalars }]);
      }
    },
  };
}
