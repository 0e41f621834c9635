import { toDepth8 } from '../data/depth';
import type { DatasetDescription, DatasetItem } from '../data/describe-dataset';
import { equalizeHistogram } from '../data/equalize';
import { toGrey } from '../data/grey';
import { createImage, type Image } from '../data/image';
import type { Pairing } from '../data/pairing';
import { resizeBilinear } from '../data/resize-bilinear';
import { resizeArea } from '../data/resize-area';
import { threshold } from '../data/threshold';
import { toRgb } from '../data/rgb';
import { readStored } from './describe-files';

/** A small picture of an image, its mask tinted. */
export interface DatasetPicture {
  /** Of the image, as in the description. */
  readonly name: string;
  readonly image: Image<Uint8Array>;
}

/** How {@link readPictures} chooses. */
export interface ReadPicturesArgs {
  /** How many of the whole, as many of each label, evenly spread in the order of their names. Default 24. */
  count?: number | undefined;
  /** How many of each kind of problem at most. Default 12. */
  problems?: number | undefined;
}

/** The longest side of a picture, in pixels. */
const longest = 160;

/**
 * Reads small pictures of some images again, to be looked at: of each kind of problem the first, and of each label some
 * that are spread evenly. The mask is tinted blue. Those that cannot be read are left out.
 *
 * @param description of these files
 * @param pairing the same that was described
 * @returns each picture once, sides of at most 160 pixels
 * @example
 * ```ts
 * import { describeFiles, readPictures } from 'hilum/node';
 *
 * const pairing = { pairs: [], imagesWithoutMask: [], masksWithoutImage: [], ambiguous: [] };
 * console.log(await readPictures(await describeFiles(pairing), pairing)); // []
 * ```
 */
export async function readPictures(
  description: DatasetDescription,
  { pairs, imagesWithoutMask }: Pairing,
  { count = 24, problems = 12 }: ReadPicturesArgs = {},
): Promise<DatasetPicture[]> {
  const files = new Map(
    [...pairs, ...imagesWithoutMask.map((image) => ({ image, masks: [] }))].map((pair) => [pair.image, pair]),
  );
  const chosen = new Set<string>();
  const taken = new Map<string, number>();
  for (const { kind, names } of description.problems) {
    const before = taken.get(kind) ?? 0;
    if (before >= problems) continue;
    names.slice(0, problems - before).forEach((name) => chosen.add(name));
    taken.set(kind, before + names.length);
  }
  const labels = Object.keys(description.labels);
  for (const label of labels) {
    const own = description.rows.filter((row) => (row.label ?? 'unknown') === label);
    const names = own.map(({ name }) => name).sort((a, b) => (a < b ? -1 : 1));
    const shown = Math.min(Math.ceil(count / labels.length), names.length);
    for (let i = 0; i < shown; i++) chosen.add(names[Math.floor(((i + 0.5) * names.length) / shown)]!);
  }

  const pictures: DatasetPicture[] = [];
  for (const name of chosen) {
    const pair = files.get(name);
    const stored = pair && (await readStored(pair).catch(() => undefined));
    if (stored) pictures.push(pictureOf(stored));
  }
  return pictures;
}

/**
 * A small picture of an image that is not in a file, as {@link readPictures} makes them.
 *
 * @param item its mask, if it has one, is tinted blue
 * @returns sides of at most 160 pixels
 * @example
 * ```ts
 * import { chestPhantom } from 'hilum';
 * import { pictureOf } from 'hilum/node';
 *
 * console.log(pictureOf(chestPhantom({ seed: 1 })).image.width); // 160
 * ```
 */
export function pictureOf({ name, image, mask }: DatasetItem): DatasetPicture {
  return { name, image: draw(image, mask) };
}

function draw(image: Image, mask: Image | undefined): Image<Uint8Array> {
  const scale = Math.min(1, longest / Math.max(image.width, image.height));
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  const grey = resizeArea(toGrey(image), { width, height });
  // Images of 16 bits rarely use all of them.
  const picture = toRgb(grey.depth === 16 ? toDepth8(equalizeHistogram(grey as Image<Uint16Array>)) : grey);
  if (!mask) return picture;

  const whole = toDepth8(toGrey(mask));
  const shrinks = whole.width >= width && whole.height >= height;
  const inside = threshold((shrinks ? resizeArea : resizeBilinear)(whole, { width, height })).data;
  const data = picture.data.slice();
  inside.forEach((value, i) => {
    if (value === 0) return;
    blue.forEach((tint, c) => {
      data[3 * i + c] = 0.65 * data[3 * i + c]! + 0.35 * tint;
    });
  });
  return createImage({ width, height, channels: 3, data });
}

const blue = [40, 140, 255];
