import type { Image } from '../data/image';
import type { Sample } from '../data/sample';
import { stackMasks } from '../data/structures';
import { readImage } from './files';
import { readMask, type SampleFiles } from './read-sample';

/**
 * Reads an image and the masks of its structures, at their own size: as {@link readSample}, but each file becomes one
 * channel of the mask, in the order of `masks`, and a structure may be empty. `parts` of a pair names the channels.
 *
 * @returns the sample: its name is the path of the image, its mask is 8-bit, 0 and 255, of one channel for each file
 * @throws Error that names the file: unreadable, or a mask of another size than its image
 * @example
 * ```ts
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { chestPhantom } from 'hilum';
 * import { readStructures, writeImage } from 'hilum/node';
 *
 * const { image, mask } = chestPhantom({ seed: 1, size: 64 });
 * const masks = ['heart', 'left lung'].map((part) => join(tmpdir(), 'hilum-structures', part, 'a.png'));
 * await writeImage(join(tmpdir(), 'hilum-structures', 'a.png'), image);
 * for (const path of masks) await writeImage(path, mask);
 * const sample = await readStructures({ image: join(tmpdir(), 'hilum-structures', 'a.png'), masks });
 * console.log(sample.mask.channels); // 2
 * ```
 */
export async function readStructures({ image: path, masks: paths }: SampleFiles): Promise<Sample> {
  const image = await readImage(path);
  const masks: Image[] = [];
  for (const maskPath of paths) masks.push(await readMask('readStructures', maskPath, image, path));
  return { name: path, image, mask: stackMasks(masks) };
}
