import { checkInteger } from '../core/check';
import { decodeSafetensors, encodeSafetensors } from '../core/safetensors';
import type { Checkpoint } from './checkpoint';
import type { Logs } from './events';

/**
 * Where checkpoints are kept: names and bytes. {@link memoryStore}, {@link indexedDbStore}, `folderStore` of
 * `hilum/node`, or anything of your own with these four functions.
 */
export interface CheckpointStore {
  /** The names of what is kept, in any order. */
  list(): Promise<string[]>;
  read(name: string): Promise<Uint8Array>;
  /** All of it or nothing: a write that is interrupted leaves what was there before. */
  write(name: string, bytes: Uint8Array): Promise<void>;
  remove(name: string): Promise<void>;
}

/** The moment between two steps, or after an epoch, at which a checkpoint may be taken. */
export interface CheckpointMoment {
  /** Epochs that are over. */
  readonly epoch: number;
  /** Steps made of the epoch under way; 0 between two epochs. */
  readonly step: number;
  /** The values of the epoch that is over; none in mid-epoch. */
  readonly logs?: Logs;
  /** Takes the checkpoint: asked for only when it is wanted, since it copies all weights. */
  readonly take: () => Promise<Checkpoint>;
}

/** What {@link train} saves to and goes on from; {@link checkpoints} makes one. */
export interface Checkpoints {
  /** The newest checkpoint that can be read; undefined when there is none. */
  latest(): Promise<Checkpoint | undefined>;
  /** Called after every step and every epoch. */
  save(moment: CheckpointMoment): Promise<void>;
}

/** What {@link checkpoints} takes. */
export interface CheckpointsArgs {
  store: CheckpointStore;
  /** The newest so many are kept. Default 2: one that is whole while the next is written. */
  keepLast?: number;
  /** The best so many by `monitor` are kept beside them. Default 1. */
  keepBest?: number;
  /** The value to judge by; smaller is better. Default `'val_loss'`, or `'loss'` without validation. */
  monitor?: string;
  /** Also in mid-epoch, after so many steps each. Default: only after epochs. */
  everySteps?: number;
  /** Takes the name and the error of a checkpoint that cannot be read, for which the one before is used. */
  onSkip?: (name: string, error: unknown) => void;
}

/**
 * Saves a run after each epoch, and goes on from there: {@link train} with `checkpoints` and `resume: true`. Each
 * checkpoint is one file in the safetensors format, named by epoch, step and the value it is judged by:
 * `epoch-00012-step-000000-val_loss=0.0312.safetensors`.
 *
 * @throws RangeError when a number is not an integer of at least 1 (`keepBest`: 0)
 * @example
 * ```ts
 * import { batches, checkpoints, chestPhantom, diceLoss, memoryStore, train, unet } from 'hilum';
 *
 * const data = batches({ items: [1], load: (seed: number) => chestPhantom({ seed, size: 32 }) });
 * const store = memoryStore(); // or folderStore('out/run') of hilum/node, indexedDbStore('run') in a page
 * const run = (epochs: number) =>
 *   train(unet({ inputShape: [32, 32, 1], filters: [2, 4], seed: 1 }), {
 *     data,
 *     epochs,
 *     loss: diceLoss(),
 *     checkpoints: checkpoints({ store }),
 *     resume: true,
 *   });
 * await run(1);
 * const { history } = await run(2); // goes on after the first epoch
 * console.log(history.loss?.length); // 2
 * ```
 */
export function checkpoints({
  store,
  keepLast = 2,
  keepBest = 1,
  monitor,
  everySteps = Infinity,
  onSkip,
}: CheckpointsArgs): Checkpoints {
  checkInteger('checkpoints', 'keepLast', keepLast, 1);
  checkInteger('checkpoints', 'keepBest', keepBest, 0);
  if (everySteps !== Infinity) checkInteger('checkpoints', 'everySteps', everySteps, 1);

  const prune = async (): Promise<void> => {
    const entries = await entriesOf(store);
    const best = entries
      .filter(({ value }) => !Number.isNaN(value))
      .sort((a, b) => a.value - b.value)
      .slice(0, keepBest);
    const kept = new Set([...entries.slice(0, keepLast), ...best].map(({ name }) => name));
    for (const { name } of entries) if (!kept.has(name)) await store.remove(name);
  };

  return {
    async latest() {
      const entries = await entriesOf(store);
      let cause: unknown;
      for (const { name } of entries) {
        try {
          return decodeSafetensors(await store.read(name));
        } catch (error) {
          onSkip?.(name, error);
          cause ??= error;
        }
      }
      if (entries.length === 0) return undefined;
      const names = entries.map(({ name }) => name).join(', ');
      throw new Error(`checkpoints: none of ${names} can be read. Remove them to begin anew.`, { cause });
    },
    async save({ epoch, step, logs, take }) {
      if (step % everySteps !== 0) return;
      const key = monitor ?? (logs && 'val_loss' in logs ? 'val_loss' : 'loss');
      await store.write(
        nameOf(epoch, step, logs && [key, logs[key] ?? NaN]),
        encodeSafetensors(await take()),
      );
      await prune();
    },
  };
}

/**
 * A store that lasts as long as the program: for tests, and to look at what a checkpoint holds.
 *
 * @example
 * ```ts
 * import { memoryStore } from 'hilum';
 *
 * const store = memoryStore();
 * await store.write('notes', Uint8Array.of(1, 2));
 * console.log(await store.list()); // [ 'notes' ]
 * ```
 */
export function memoryStore(): CheckpointStore {
  const files = new Map<string, Uint8Array>();
  return {
    list: () => Promise.resolve([...files.keys()]),
    // The bytes of a name that list() gave.
    read: (name) => Promise.resolve(files.get(name)!),
    write: (name, bytes) => Promise.resolve(void files.set(name, bytes)),
    remove: (name) => Promise.resolve(void files.delete(name)),
  };
}

interface Entry {
  readonly name: string;
  readonly epoch: number;
  readonly step: number;
  /** What it is judged by; NaN in mid-epoch. */
  readonly value: number;
}

const pattern = /^epoch-(\d+)-step-(\d+)(?:-.*=(.+))?\.safetensors$/;

function nameOf(epoch: number, step: number, judged?: readonly [key: string, value: number]): string {
  const at = `epoch-${String(epoch).padStart(5, '0')}-step-${String(step).padStart(6, '0')}`;
  return `${at}${judged ? `-${judged[0]}=${judged[1]}` : ''}.safetensors`;
}

/** What the store holds of ours, the newest first. */
async function entriesOf(store: CheckpointStore): Promise<Entry[]> {
  const entries = (await store.list()).flatMap((name): Entry[] => {
    const found = pattern.exec(name);
    if (!found) return [];
    return [{ name, epoch: Number(found[1]), step: Number(found[2]), value: Number(found[3] ?? NaN) }];
  });
  return entries.sort((a, b) => b.epoch - a.epoch || b.step - a.step);
}
