import { check } from '../core/check';
import { crop } from './crop';
import type { Image, PixelData } from './image';

/** A rectangle of whole pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What {@link cropToMask} keeps. */
export interface CropToMaskArgs {
  /** Of the image's size; what is not 0, in any channel, is foreground. */
  mask: Image;
  /** Added on each side, a share of the longer side of the foreground's box. Default 0.05. */
  margin?: number | undefined;
  /** Another form for the box, for instance {@link toAspect}; it may reach outside the image. Default: none. */
  reshape?: ((box: Box) => Box) | undefined;
}

/**
 * The part of an image around the foreground of a mask: the lungs and a margin.
 *
 * In this order: the smallest box around all foreground, the margin rounded to whole pixels, `reshape`, and the box
 * moved inside the image and cut to its size. The same arguments cut the mask itself.
 *
 * @param image any channels, any depth
 * @returns a new image, the part inside the box
 * @throws RangeError when the mask has another size or holds no foreground, or the margin is not finite and at least 0
 * @example
 * ```ts
 * import { chestPhantom, cropToMask, toAspect } from 'hilum';
 *
 * const { image, mask } = chestPhantom({ seed: 1, size: 64 });
 * const lungs = cropToMask(image, { mask, margin: 0.1, reshape: toAspect(1) });
 * lungs.width === lungs.height; // true
 * ```
 */
export function cropToMask<Data extends PixelData>(image: Image<Data>, args: CropToMaskArgs): Image<Data> {
  const { mask, margin = 0.05, reshape = (box: Box): Box => box } = args;
  check(
    mask.width === image.width && mask.height === image.height,
    `cropToMask: mask must be ${image.width}×${image.height}, as the image, got ${mask.width}×${mask.height}. ` +
      'Resize it (resizeNearest).',
  );
  check(margin >= 0 && margin < Infinity, `cropToMask: margin must be finite and at least 0, got ${margin}.`);
  const found = maskBox(mask);
  check(found !== undefined, 'cropToMask: mask must hold foreground, got none. Keep such an image whole.');
  const more = Math.round(margin * Math.max(found.width, found.height));
  const box = reshape({
    x: found.x - more,
    y: found.y - more,
    width: found.width + 2 * more,
    height: found.height + 2 * more,
  });
  const width = Math.min(box.width, image.width);
  const height = Math.min(box.height, image.height);
  return crop(image, {
    x: Math.min(Math.max(box.x, 0), image.width - width),
    y: Math.min(Math.max(box.y, 0), image.height - height),
    width,
    height,
  });
}

/**
 * The smallest box around all that is not 0 in a mask, or undefined where there is nothing.
 *
 * @param mask any channels, any depth
 * @example
 * ```ts
 * import { createImage, maskBox } from 'hilum';
 *
 * const mask = createImage({ width: 4, height: 2, data: new Uint8Array([0, 0, 255, 0, 0, 255, 0, 0]) });
 * maskBox(mask); // { x: 1, y: 0, width: 2, height: 2 }
 * maskBox(createImage({ width: 1, height: 1, data: new Uint8Array(1) })); // undefined
 * ```
 */
export function maskBox({ width, height, channels, data }: Image): Box | undefined {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width * channels; x++, i++) {
      if (!data[i]) continue;
      const column = Math.floor(x / channels);
      if (column < left) left = column;
      if (column > right) right = column;
      if (y < top) top = y;
      bottom = y;
    }
  }
  return right < 0 ? undefined : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/**
 * For {@link cropToMask}: a box grown about its centre until width / height is `aspect`, to the nearest pixel. Where it
 * does not fit into the image, the part inside has another aspect.
 *
 * @throws RangeError when the aspect is not finite and above 0
 * @example
 * ```ts
 * import { toAspect } from 'hilum';
 *
 * toAspect(1)({ x: 10, y: 10, width: 20, height: 30 }); // { x: 5, y: 10, width: 30, height: 30 }
 * ```
 */
export function toAspect(aspect: number): (box: Box) => Box {
  check(aspect > 0 && aspect < Infinity, `toAspect: aspect must be finite and above 0, got ${aspect}.`);
  return (box) => {
    const width = Math.max(box.width, Math.round(box.height * aspect));
    const height = Math.max(box.height, Math.round(box.width / aspect));
    return {
      x: box.x - Math.floor((width - box.width) / 2),
      y: box.y - Math.floor((height - box.height) / 2),
      width,
      height,
    };
  };
}
