import type { Augmentation } from '../sample';
import type { Range } from './range';
import { checkRange } from './range';
import { warp } from './warp';

/** How far {@link affine} turns, scales and shifts. */
export interface AffineArgs {
  /** Degrees, positive turns counter-clockwise. Default [−10, 10]. */
  rotationRange?: Range | undefined;
  /** Above 1 enlarges. Default [0.9, 1.1]. */
  scaleRange?: Range | undefined;
  /** Shares of width and of height, positive goes right and down. Default [−0.05, 0.05]. */
  shiftRange?: Range | undefined;
}

/**
 * Turns, scales and shifts image and mask about their centre, all in one warp: the image is interpolated bilinearly,
 * the mask keeps its values (nearest pixel), and what comes in from outside is black, as a collimated edge. Each amount is drawn evenly from its range.
 *
 * @throws RangeError when a range is not low ≤ high, or the lowest scale is below 0.01
 * @example
 * ```ts
 * import { affine, createImage, createRandom } from 'hilum';
 *
 * const image = createImage({ width: 64, height: 64, data: new Uint8Array(4096).fill(128) });
 * const turn = affine({ rotationRange: [-15, 15] });
 * turn({ name: 'a.png', image, mask: image }, createRandom(1)).mask.width; // 64
 * ```
 */
export function affine({
  rotationRange = [-10, 10],
  scaleRange = [0.9, 1.1],
  shiftRange = [-0.05, 0.05],
}: AffineArgs = {}): Augmentation {
  checkRange('affine', 'rotationRange', rotationRange);
  checkRange('affine', 'scaleRange', scaleRange, 0.01);
  checkRange('affine', 'shiftRange', shiftRange);
  return (sample, random) => {
    const angle = (random.uniform(...rotationRange) * Math.PI) / 180;
    const scale = random.uniform(...scaleRange);
    const { width, height } = sample.image;
    const shiftX = random.uniform(...shiftRange) * width;
    const shiftY = random.uniform(...shiftRange) * height;

    // From the result back to the source: unshift, unscale, unturn, about the centre (y points down).
    const a = Math.cos(angle) / scale;
    const b = Math.sin(angle) / scale;
    const centreX = (width - 1) / 2;
    const centreY = (height - 1) / 2;
    const x = centreX + shiftX;
    const y = centreY + shiftY;
    const back = [a, -b, centreX - a * x + b * y, b, a, centreY - b * x - a * y] as const;
    return {
      ...sample,
      image: warp(sample.image, back, 'bilinear'),
      mask: warp(sample.mask, back, 'nearest'),
    };
  };
}
