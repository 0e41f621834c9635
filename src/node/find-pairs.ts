import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { mergedNames, montgomeryNames, type NamingRule } from '../data/naming';
import { pairByName, type Pairing } from '../data/pairing';
import { listImages } from './files';

/** How a collection lays out its folders. */
export interface Layout {
  /** Folder of the images, inside the folder of the collection. */
  readonly images: string;
  /** Folder of the masks, folders inside it included. */
  readonly masks: string;
  readonly rule: NamingRule;
}

/** The collections known by their folders, tried in this order. */
const layouts: readonly Layout[] = [
  { images: 'CXR_png', masks: 'masks', rule: mergedNames },
  { images: 'CXR_png', masks: 'ManualMask', rule: montgomeryNames },
];

/**
 * Finds the images of a folder and their masks by name; no image is opened.
 *
 * | folders | masks | collection |
 * |---|---|---|
 * | `CXR_png/`, `masks/` | `NAME_mask.png` or `NAME.png` | Montgomery and Shenzhen merged, or either |
 * | `CXR_png/`, `ManualMask/leftMask/`, `ManualMask/rightMask/` | `NAME.png`, one a lung | Montgomery as released |
 *
 * @param layout your own folders and {@link NamingRule}; default: the first of the table that fits
 * @returns pairs, and everything that is no pair, as `pairByName` gives it
 * @throws (rejects) Error when the folder does not exist or has no such folders in it, naming them
 * @example
 * ```ts
 * import { mkdtemp } from 'node:fs/promises';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { chestPhantom } from 'hilum';
 * import { findPairs, writeImage } from 'hilum/node';
 *
 * const folder = await mkdtemp(join(tmpdir(), 'hilum-'));
 * const { image, mask } = chestPhantom({ seed: 1, size: 64 });
 * await writeImage(join(folder, 'CXR_png', 'a.png'), image);
 * await writeImage(join(folder, 'masks', 'a.png'), mask);
 * console.log((await findPairs(folder)).pairs.length); // 1
 * ```
 */
export async function findPairs(folder: string, layout?: Layout): Promise<Pairing> {
  const chosen = layout ?? (await layoutOf(folder));
  const images = await listImages(join(folder, chosen.images), { recursive: true });
  const masks = await listImages(join(folder, chosen.masks), { recursive: true });
  return pairByName(images, masks, chosen.rule);
}

async function layoutOf(folder: string): Promise<Layout> {
  if (!(await isFolder(folder))) {
    throw new Error(
      `findPairs: ${folder} is not a directory. Give the directory that holds CXR_png and masks.`,
    );
  }
  for (const layout of layouts) {
    const folders = [layout.images, layout.masks].map((name) => isFolder(join(folder, name)));
    if ((await Promise.all(folders)).every(Boolean)) return layout;
  }
  const known = layouts.map(({ images, masks }) => `${images}/ and ${masks}/`).join(', or ');
  throw new Error(`findPairs: ${folder} must hold ${known}, got neither. Arrange it so, or pass a layout.`);
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
