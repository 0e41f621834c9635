import { check, checkInteger } from '../core/check';
import { createImage, type Image } from '../data/image';
import { toRgb } from '../data/rgb';
import type { Color } from '../inference/overlay';

/** How {@link contactSheet} lays out. */
export interface ContactSheetArgs {
  /** Images a row; default the square root of their number, rounded up. */
  columns?: number | undefined;
  /** Pixels between images, not around them; default 8. */
  gap?: number | undefined;
  /** Default white, `[255, 255, 255]`. */
  background?: Color | undefined;
}

/**
 * Many images in one, row by row: each in the middle of a cell as large as the largest of them, at its own size.
 *
 * @param images at least one, of any sizes, depths and channels; shown as {@link toRgb} does
 * @returns an RGB image of 8 bits, `columns · (cell + gap) − gap` wide
 * @throws RangeError when there is no image, or an option is out of its range
 *
 * @example
 * ```ts
 * import { createImage } from 'hilum';
 * import { contactSheet } from 'hilum/node';
 *
 * const tile = createImage({ width: 10, height: 10, data: new Uint8Array(100) });
 * const sheet = contactSheet([tile, tile, tile], { columns: 2, gap: 2 });
 * console.log(sheet.width, sheet.height); // 22 22
 * ```
 */
export function contactSheet(
  images: readonly Image[],
  {
    columns = Math.ceil(Math.sqrt(images.length)),
    gap = 8,
    background = [255, 255, 255],
  }: ContactSheetArgs = {},
): Image<Uint8Array> {
  check(images.length > 0, 'contactSheet: images must hold at least one image, got none.');
  checkInteger('contactSheet', 'columns', columns, 1);
  checkInteger('contactSheet', 'gap', gap, 0);
  const cellWidth = Math.max(...images.map((image) => image.width));
  const cellHeight = Math.max(...images.map((image) => image.height));
  const width = columns * (cellWidth + gap) - gap;
  const height = Math.ceil(images.length / columns) * (cellHeight + gap) - gap;
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < data.length; at += 3) data.set(background, at);
  images.forEach((image, index) => {
    const left = (index % columns) * (cellWidth + gap) + Math.floor((cellWidth - image.width) / 2);
    const top =
      Math.floor(index / columns) * (cellHeight + gap) + Math.floor((cellHeight - image.height) / 2);
    const rgb = toRgb(image).data;
    for (let y = 0; y < image.height; y++) {
      const row = rgb.subarray(y * image.width * 3, (y + 1) * image.width * 3);
      data.set(row, ((top + y) * width + left) * 3);
    }
  });
  return createImage({ width, height, channels: 3, data });
}
