import { basename } from 'node:path';
import type { Image } from '../data/image';
import type { Sample } from '../data/sample';
import { unite } from '../data/unite';
import { toGrey } from '../data/grey';
import { toDepth8 } from '../data/depth';
import { threshold } from '../data/threshold';
import { readImage } from './files';

/** The files of one example, as `pairByName` gives them. */
export interface SampleFiles {
  readonly image: string;
  /** One file, or several that are united: left and right lung. */
  readonly masks: readonly string[];
}

/**
 * Reads an image and the mask that belongs to it, at their own size.
 *
 * @returns the sample: its name is the path of the image, its mask is grey, 8-bit, 0 and 255
 * @throws Error that names the file: unreadable, a mask of another size than its image, a mask without any white
 * @example
 * ```ts
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { chestPhantom } from 'hilum';
 * import { readSample, writeImage } from 'hilum/node';
 *
 * const { image, mask } = chestPhantom({ seed: 1, size: 64 });
 * const files = { image: join(tmpdir(), 'hilum-1.png'), masks: [join(tmpdir(), 'hilum-1_mask.png')] };
 * await writeImage(files.image, image);
 * await writeImage(files.masks[0]!, mask);
 * const sample = await readSample(files);
 * ```
 */
export async function readSample({ image: path, masks: maskPaths }: SampleFiles): Promise<Sample> {
  const image = await readImage(path);
  const masks: Image<Uint8Array>[] = [];
  for (const maskPath of maskPaths) masks.push(await readMask('readSample', maskPath, image, path));
  const mask = unite(masks);
  if (!mask.data.includes(255)) {
    throw new RangeError(
      `readSample: a mask must have some white in it, got none in ${maskPaths.map((maskPath) => basename(maskPath)).join(' and ')} (${path}). Draw the mask, or remove the pair.`,
    );
  }
  return { name: path, image, mask };
}

/** A mask of the size of its image: grey, 8-bit, 0 and 255. */
export async function readMask(
  caller: string,
  path: string,
  image: Image,
  imagePath: string,
): Promise<Image<Uint8Array>> {
  const mask = await readImage(path);
  if (mask.width !== image.width || mask.height !== image.height) {
    throw new RangeError(
      `${caller}: a mask must have the size of its image, got ${mask.width}×${mask.height} (${path}) for ${image.width}×${image.height} (${imagePath}). Export the mask again at the size of the image.`,
    );
  }
  return threshold(toDepth8(toGrey(mask)));
}
