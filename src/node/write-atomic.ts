import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileError } from './file-error';

/**
 * Writes a file so that its path holds either what it held before or all of `content`, even if the process is killed:
 * written beside under a hidden name, flushed to the disk, then renamed. Missing folders are made.
 *
 * @param caller whose name begins the error
 * @param content text, bytes, or pieces of bytes that follow each other
 * @throws Error that names the path when it cannot be written; nothing is left beside it
 */
export async function writeAtomic(
  caller: string,
  path: string,
  content: string | Uint8Array | readonly Uint8Array[],
): Promise<void> {
  const folder = dirname(path);
  // Short, so that a long name still fits; hidden, so that no list of images shows what a killed process left.
  const beside = join(folder, `.${randomBytes(8).toString('hex')}.tmp`);
  try {
    await mkdir(folder, { recursive: true });
    const file = await open(beside, 'wx');
    try {
      for (const piece of typeof content === 'string' || content instanceof Uint8Array
        ? [content]
        : content) {
        await file.writeFile(piece);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } catch (cause) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw fileError(caller, 'write', path, cause);
  }
}
