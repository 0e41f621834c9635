import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';
import { decodeImage } from '../codecs/decode-image';
import type { DecodeImageArgs } from '../codecs/decode-image';
import { encodePng } from '../codecs/encode-png';
import { check } from '../core/check';
import type { Image } from '../data/image';
import { codeOf, fileError } from './file-error';
import { writeAtomic } from './write-atomic';

/** What {@link listImages} may be told. */
export interface ListImagesArgs {
  /** Also looks into the folders inside; links to folders are not followed. Default `false`. */
  recursive?: boolean | undefined;
  /** The endings that count, in lower case; capitals in a name do not matter. Default `.png`, `.jpg`, `.jpeg`, `.dcm`. */
  extensions?: readonly string[] | undefined;
}

/**
 * Lists the images of a folder: paths that begin with `folder`, sorted by their characters (the same on every
 * machine), without hidden files.
 *
 * @returns an empty list when there are none
 * @throws (rejects) Error when the folder does not exist or cannot be read
 *
 * @example
 * ```ts
 * import { mkdtemp } from 'node:fs/promises';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { createImage } from 'hilum';
 * import { listImages, writeImage } from 'hilum/node';
 *
 * const folder = await mkdtemp(join(tmpdir(), 'hilum-'));
 * await writeImage(join(folder, 'a.png'), createImage({ width: 1, height: 1, data: new Uint8Array(1) }));
 * console.log((await listImages(folder)).length); // 1
 * ```
 */
export async function listImages(
  folder: string,
  { recursive = false, extensions = ['.png', '.jpg', '.jpeg', '.dcm'] }: ListImagesArgs = {},
): Promise<string[]> {
  const found: string[] = [];
  const open = [folder];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const entries = await readdir(next, { withFileTypes: true }).catch((cause: unknown) => {
      if (codeOf(cause) === 'ENOTDIR') {
        throw new Error(`listImages: ${folder} is a file, not a directory. Give the directory it lies in.`, {
          cause,
        });
      }
      throw fileError('listImages', 'list the directory', next, cause);
    });
    for (const entry of entries) {
      if (entry.name.startsWith('.')) continue;
      const path = join(next, entry.name);
      if (entry.isDirectory() && recursive) open.push(path);
      if (!extensions.includes(extname(entry.name).toLowerCase())) continue;
      if (entry.isFile() || (entry.isSymbolicLink() && (await leadsToFile(path)))) found.push(path);
    }
  }
  // Not by locale: that would differ between machines, and with it every split.
  return found.sort((a, b) => (a < b ? -1 : 1));
}

function leadsToFile(path: string): Promise<boolean> {
  return stat(path).then(
    (target) => target.isFile(),
    () => false,
  );
}

/**
 * Reads a PNG, JPEG or DICOM file; which one it is follows from its first bytes. See `decodeImage` of `hilum/codecs` for what
 * comes out; zlib's own decompressor makes it faster here.
 *
 * @throws (rejects) Error that names the file and the remedy: it does not exist or cannot be read, is empty, text,
 *   of another format, cut off or damaged
 * @throws (rejects) RangeError when it promises more than `maxPixels` pixels
 *
 * @example
 * ```ts
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { createImage } from 'hilum';
 * import { readImage, writeImage } from 'hilum/node';
 *
 * const path = join(tmpdir(), 'hilum-read-image.png');
 * await writeImage(path, createImage({ width: 2, height: 1, data: new Uint8Array([0, 255]) }));
 * console.log((await readImage(path)).data); // Uint8Array(2) [ 0, 255 ]
 * ```
 */
export async function readImage(
  path: string,
  args: Omit<DecodeImageArgs, 'name' | 'inflate'> = {},
): Promise<Image> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw fileError('readImage', 'read', path, cause);
  });
  return decodeImage(bytes, { ...args, name: path, inflate });
}

function inflate(compressed: Uint8Array, size: number): Uint8Array {
  // Fails by itself where more than `size` bytes come out.
  const { buffer, byteOffset, length } = inflateSync(compressed, { maxOutputLength: size });
  if (length < size) throw new Error(`${length} of ${size} bytes`);
  return new Uint8Array(buffer, byteOffset, length);
}

/**
 * Writes an image of 8 or 16 bits as a PNG. The file appears whole or not at all: it is written beside and renamed.
 * Missing folders are made.
 *
 * @throws (rejects) RangeError when the path does not end in `.png`, or the image holds floats or more than 4 channels
 * @throws (rejects) Error when the path cannot be written
 *
 * @example
 * ```ts
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { createImage } from 'hilum';
 * import { writeImage } from 'hilum/node';
 *
 * const mask = createImage({ width: 2, height: 2, data: new Uint8Array([0, 255, 255, 0]) });
 * await writeImage(join(tmpdir(), 'hilum-write-image', 'mask.png'), mask);
 * ```
 */
export async function writeImage(path: string, image: Image): Promise<void> {
  check(
    extname(path).toLowerCase() === '.png',
    `writeImage: a path must end in .png, got ${path}. Only PNG keeps masks and 16 bits as they are.`,
  );
  await writeAtomic('writeImage', path, encodePng(image, { deflate }));
}

/** Level 3: on X-rays a third of the time of the default for a tenth more bytes. */
function deflate(bytes: Uint8Array): Uint8Array {
  return deflateSync(bytes, { level: 3 });
}
