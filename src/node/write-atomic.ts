import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf, fileError } from './file-error';

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
    const file = await openIn(folder, beside);
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
    if (codeOf(cause) === 'ENOENT') {
      throw new Error(`${caller}: cannot write ${path}: its directory cannot be made. Choose another path.`, {
        cause,
      });
    }
    throw fileError(caller, 'write', path, cause);
  }
}

/** Opens a new file, and makes its folder first if that is what is missing. */
async function openIn(folder: string, path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx');
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    await makeFolder(folder);
    return open(path, 'wx');
  }
}

/** `mkdir(…, { recursive: true })` never returns where the system refuses with ENOENT (in /proc, on Node 20). */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return; // another process was faster
    if (codeOf(error) !== 'ENOENT' || dirname(folder) === folder) throw error;
    await makeFolder(dirname(folder));
    await mkdir(folder).catch((again: unknown) => {
      if (codeOf(again) !== 'EEXIST') throw again;
    });
  }
}
