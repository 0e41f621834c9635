import { check } from '../core/check';
import type { Image, PixelData } from './image';
import { createImage } from './image';
import { pixelsLike } from './pixels';

/**
 * Several masks of one image as one: the largest value at each pixel. Left and right lung become both lungs.
 *
 * @param masks at least one, all of one size, channels and depth
 * @returns a new mask of that size
 * @throws RangeError when there is none, or they differ in size, channels or depth
 * @example
 * ```ts
 * import { createImage, unite } from 'hilum';
 *
 * const left = createImage({ width: 3, height: 1, data: new Uint8Array([255, 0, 0]) });
 * const right = createImage({ width: 3, height: 1, data: new Uint8Array([0, 0, 255]) });
 * unite([left, right]).data; // 255, 0, 255
 * ```
 */
export function unite<Data extends PixelData>(masks: readonly Image<Data>[]): Image<Data> {
  const [first, ...others] = masks;
  check(first !== undefined, 'unite: masks must hold at least one mask, got none.');
  const out = pixelsLike(first.data, first.data.length);
  out.set(first.data);
  for (const mask of others) {
    check(
      formOf(mask) === formOf(first),
      `unite: masks must have one form, got ${formOf(first)} and ${formOf(mask)}.`,
    );
    for (let i = 0; i < out.length; i++) if (mask.data[i]! > out[i]!) out[i] = mask.data[i]!;
  }
  return createImage({ ...first, data: out });
}

function formOf({ width, height, channels, depth }: Image): string {
  return `${width}×${height}×${channels} of ${depth} bits`;
}
