import { writeAtomic } from './write-atomic';

/**
 * Writes a text file, in UTF-8: whole or not at all, since it is written beside and then renamed. Missing folders
 * are made.
 *
 * @throws (rejects) Error that names the file when it cannot be written
 * @example
 * ```ts
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { writeText } from 'hilum/node';
 *
 * await writeText(join(tmpdir(), 'hilum-scores.json'), JSON.stringify({ dice: 0.97 }));
 * ```
 */
export async function writeText(path: string, text: string): Promise<void> {
  await writeAtomic('writeText', path, text);
}
