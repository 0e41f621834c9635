import { check } from '../core/check';
import type { Image, PixelData } from './image';
import { pixelsLike } from './pixels';

/** What {@link maskOutside} keeps. */
export interface MaskOutsideArgs {
  /** Of the image's size, one channel; what is not 0 is kept. */
  mask: Image;
  /** What stands outside. Default 0, black. */
  fill?: number | undefined;
}

/**
 * An image of which only what a mask covers is left, the lungs for instance: all else becomes `fill`. The size stays;
 * {@link cropToMask} cuts to the box instead.
 *
 * A network that sees the outline of a mask may learn from its shape: compare with the box before you believe it.
 *
 * @param image any channels, any depth
 * @returns a new image
 * @throws RangeError when the mask has another size or more than one channel
 * @example
 * ```ts
 * import { chestPhantom, maskOutside } from 'hilum';
 *
 * const { image, mask } = chestPhantom({ seed: 1, size: 64 });
 * const lungs = maskOutside(image, { mask });
 * console.log(lungs.data[0]); // 0: no lung in the corner
 * ```
 */
export function maskOutside<Data extends PixelData>(
  image: Image<Data>,
  { mask, fill = 0 }: MaskOutsideArgs,
): Image<Data> {
  check(
    mask.width === image.width && mask.height === image.height && mask.channels === 1,
    `maskOutside: mask must be ${image.width}×${image.height} of 1 channel, as the image, got ${mask.width}×${mask.height} of ${mask.channels}. Resize it (resizeNearest).`,
  );
  const data = pixelsLike(image.data, image.data.length);
  for (let i = 0; i < data.length; i++)
    data[i] = mask.data[Math.floor(i / image.channels)] ? image.data[i]! : fill;
  return { ...image, data };
}
