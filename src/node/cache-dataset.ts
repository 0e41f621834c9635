import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkType } from '../core/check';
import type { Sample } from '../data/sample';
import { codeOf, fileError } from './file-error';
import type { SampleFiles } from './read-sample';
import { decodeSample, encodeSample } from './sample-file';
import { writeAtomic } from './write-atomic';

/** What {@link cacheDataset} takes. */
export interface CacheDatasetArgs<Files extends SampleFiles> {
  /** Where the samples are kept; it is made when it is missing. Delete it whenever you like: what is missing is made again. */
  folder: string;
  /** Reads and prepares a sample: what takes long, and gives the same each time. Augment after it. */
  load: (files: Files) => Sample | Promise<Sample>;
  /** Everything that `load` depends on besides the files and its own text, as JSON: sizes, windows, a version. */
  settings: unknown;
}

/**
 * Keeps what a `load` gives on disk, so that images are decoded and resized once, in this run and those to come.
 *
 * A sample is found again by the SHA-256 of its files' content, the settings and the text of `load`: a file that is
 * replaced or changed settings give another, a file that is renamed the same. Several processes may use one folder at once, and
 * any of them may be killed: a sample is written beside and renamed, its checksum is looked at whenever it is read, and
 * one that is damaged is made again. Nothing is ever removed. The pixels of every sample lie there: keep the folder as
 * private as the images.
 *
 * @returns a `load` for `batches`; each sample has the path of its image as its name
 * @throws TypeError when the settings are not JSON
 * @throws (rejects) what `load` throws, and Error that names the file that cannot be read or written
 * @example
 * ```ts
 * import { mkdtemp } from 'node:fs/promises';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { batches, chestPhantom, prepareImage, prepareMask } from 'hilum';
 * import { cacheDataset, readSample, writeImage, type SampleFiles } from 'hilum/node';
 *
 * const folder = await mkdtemp(join(tmpdir(), 'hilum-'));
 * const pair = { image: join(folder, '1.png'), masks: [join(folder, '1_mask.png')] };
 * const phantom = chestPhantom({ seed: 1, size: 64 });
 * await writeImage(pair.image, phantom.image);
 * await writeImage(pair.masks[0]!, phantom.mask);
 *
 * const size = { width: 32, height: 32 };
 * const load = cacheDataset({
 *   folder: join(folder, 'cache'),
 *   settings: { size },
 *   load: async (files: SampleFiles) => {
 *     const { name, image, mask } = await readSample(files);
 *     return { name, image: prepareImage(image, size), mask: prepareMask(mask, size) };
 *   },
 * });
 * const data = batches({ items: [pair], load }); // decodes in its first epoch, and never again
 * ```
 */
export function cacheDataset<Files extends SampleFiles>({
  folder,
  load,
  settings,
}: CacheDatasetArgs<Files>): (files: Files) => Promise<Sample> {
  const text = jsonOf(settings);
  // The version is that of the form of the files.
  const base = JSON.stringify(['hilum sample 1', text, String(load)]);
  return async (files) => {
    const key = await keyOf(base, files);
    const path = join(folder, `${key}.sample`);
    const kept = decodeSample(files.image, await readOrNothing(path));
    if (kept) return kept;
    const pieces = encodeSample(await load(files));
    // A file that was replaced meanwhile: nobody knows which of the two this is.
    if ((await keyOf(base, files)) === key) await writeAtomic('cacheDataset', path, pieces);
    // As it will be read, so that all epochs are the same.
    return decodeSample(files.image, Buffer.concat(pieces))!;
  };
}

function jsonOf(settings: unknown): string {
  const text = JSON.stringify(settings) as string | undefined;
  checkType(
    text !== undefined,
    `cacheDataset: settings must be JSON, got ${typeof settings}. Give {} if load depends on nothing.`,
  );
  return text;
}

async function keyOf(base: string, files: SampleFiles): Promise<string> {
  // What else belongs to a pair, as the parts of its masks; not its name, which comes from that of a file.
  const { image, masks, ...rest } = { ...files, name: undefined };
  const hash = createHash('sha256').update(base).update(JSON.stringify(rest));
  for (const path of [image, ...masks]) {
    const bytes = await readFile(path).catch((cause: unknown) => {
      throw fileError('cacheDataset', 'read', path, cause);
    });
    // With its length, so that no two lists of files run together to the same bytes.
    hash.update(`\n${bytes.length}\n`).update(bytes);
  }
  return hash.digest('hex');
}

async function readOrNothing(path: string): Promise<Uint8Array> {
  return readFile(path).catch((cause: unknown) => {
    if (codeOf(cause) === 'ENOENT') return new Uint8Array(0);
    throw fileError('cacheDataset', 'read', path, cause);
  });
}
