import {
  describeDataset,
  type DatasetDescription,
  type DatasetItem,
  type DescribeDatasetArgs,
  type UnreadableItem,
} from '../data/describe-dataset';
import { toDepth8 } from '../data/depth';
import { toGrey } from '../data/grey';
import type { Image } from '../data/image';
import type { Pair, Pairing } from '../data/pairing';
import { unite } from '../data/unite';
import { readImage } from './files';

/** What {@link describeFiles} may be told: as `describeDataset`, whose names are the paths of the images. */
export type DescribeFilesArgs = Omit<DescribeDatasetArgs, 'pairing'>;

/**
 * Describes a collection on disk as `describeDataset` does: reads every image and mask once, one after another, as they
 * are stored, those without a mask too. A file that cannot be read is a problem in the result.
 *
 * @param pairing as {@link findPairs} or `pairByName` gives it; masks of several files are united
 * @example
 * ```ts
 * import { mkdtemp } from 'node:fs/promises';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { chestPhantom, datasetTable } from 'hilum';
 * import { describeFiles, findPairs, writeImage } from 'hilum/node';
 *
 * const folder = await mkdtemp(join(tmpdir(), 'hilum-'));
 * const { image, mask } = chestPhantom({ seed: 1, size: 64 });
 * await writeImage(join(folder, 'CXR_png', 'a.png'), image);
 * await writeImage(join(folder, 'masks', 'a.png'), mask);
 *
 * const description = await describeFiles(await findPairs(folder));
 * console.log(datasetTable(description));
 * ```
 */
export function describeFiles(pairing: Pairing, args: DescribeFilesArgs = {}): Promise<DatasetDescription> {
  return describeDataset(readItems(pairing), { ...args, pairing });
}

async function* readItems({
  pairs,
  imagesWithoutMask,
}: Pairing): AsyncGenerator<DatasetItem | UnreadableItem, void, undefined> {
  for (const pair of pairs) {
    yield await readStored(pair).catch((error: unknown) => ({ path: pair.image, error: error as Error }));
  }
  for (const path of imagesWithoutMask) {
    yield await readImage(path).then(
      (image) => ({ name: path, image }),
      (error: unknown) => ({ path, error: error as Error }),
    );
  }
}

/** An image and its mask as they are stored. Where masks of one image differ in size, the first that differs. */
export async function readStored({ image: path, masks: paths }: Pick<Pair, 'image' | 'masks'>): Promise<{
  name: string;
  image: Image;
  mask?: Image;
}> {
  const image = await readImage(path);
  const masks: Image[] = [];
  for (const maskPath of paths) masks.push(await readImage(maskPath));
  const sizeOf = ({ width, height }: Image): string => `${width}×${height}`;
  const odd = masks.find((mask) => sizeOf(mask) !== sizeOf(image));
  const mask = odd ?? (masks.length > 1 ? unite(masks.map((part) => toDepth8(toGrey(part)))) : masks[0]);
  return { name: path, image, ...(mask ? { mask } : {}) };
}
