import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckpointStore } from '../training/checkpoints';
import { codeOf, fileError } from './file-error';
import { writeAtomic } from './write-atomic';

/**
 * Keeps the checkpoints of a run as files of a folder, which is made when the first is written. A file is written
 * beside and then renamed: a process that is killed while it writes leaves the checkpoint before.
 *
 * @returns a store whose functions reject with an error that names the file
 * @example
 * ```ts
 * import { mkdtemp } from 'node:fs/promises';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { checkpoints } from 'hilum';
 * import { folderStore } from 'hilum/node';
 *
 * const folder = await mkdtemp(join(tmpdir(), 'hilum-'));
 * const saved = checkpoints({ store: folderStore(folder) }); // train(model, { …, checkpoints: saved, resume: true })
 * console.log(await saved.latest()); // undefined: nothing yet
 * ```
 */
export function folderStore(folder: string): CheckpointStore {
  const path = (name: string): string => join(folder, name);
  return {
    async list() {
      try {
        return (await readdir(folder)).filter((name) => !name.startsWith('.'));
      } catch (cause) {
        if (codeOf(cause) === 'ENOENT') return [];
        throw fileError('folderStore', 'list the directory', folder, cause);
      }
    },
    read: (name) =>
      readFile(path(name)).catch((cause: unknown) => {
        throw fileError('folderStore', 'read', path(name), cause);
      }),
    write: (name, bytes) => writeAtomic('folderStore', path(name), bytes),
    remove: (name) =>
      rm(path(name), { force: true }).catch((cause: unknown) => {
        throw fileError('folderStore', 'remove', path(name), cause);
      }),
  };
}
