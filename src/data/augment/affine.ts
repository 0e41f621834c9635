import type { Augmentation } from '../sample';
import { createAugmentation } from './plan';
import type { Range } from './range';
import { checkRange, drawFrom } from './range';

/** How far {@link affine} turns, scales, shifts and shears. */
export interface AffineArgs {
  /** Degrees, positive turns counter-clockwise. Default [−10, 10]. */
  rotationRange?: Range | undefined;
  /** Above 1 enlarges, at least 0.01. Default [0.9, 1.1]. */
  scaleRange?: Range | undefined;
  /** Shares of width and of height, positive goes right and down. Default [−0.05, 0.05]. */
  shiftRange?: Range | undefined;
  /** Degrees by which upright lines lean to the right, within ±80. Default [0, 0]. */
  shearRange?: Range | undefined;
}

/**
 * Shears, turns, scales and shifts image and mask about their centre, in that order, all in one warp: the image is
 * interpolated bilinearly, the mask keeps its values (nearest pixel), and what comes in from outside is black, as a
 * collimated edge. Each amount is drawn evenly from its range. One of them alone: give the others [0, 0] and scale [1, 1].
 *
 * @throws RangeError when a range is not low ≤ high, the lowest scale is below 0.01, or a shear is beyond ±80
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
  shearRange = [0, 0],
}: AffineArgs = {}): Augmentation {
  checkRange('affine', 'rotationRange', rotationRange);
  checkRange('affine', 'scaleRange', scaleRange, 0.01);
  checkRange('affine', 'shiftRange', shiftRange);
  checkRange('affine', 'shearRange', shearRange, -80, 80);
  return createAugmentation({
    name: 'affine',
    draw: (random) => ({
      rotation: drawFrom(random, rotationRange),
      scale: drawFrom(random, scaleRange),
      shiftX: drawFrom(random, shiftRange),
      shiftY: drawFrom(random, shiftRange),
      shear: drawFrom(random, shearRange),
    }),
    change: ({ rotation, scale, shiftX, shiftY, shear }) => {
      // From the result back to the source: unshift, unscale, unturn, unshear, about the centre (y points down).
      const angle = (rotation * Math.PI) / 180;
      const lean = Math.tan((shear * Math.PI) / 180);
      const d = Math.sin(angle) / scale;
      const e = Math.cos(angle) / scale;
      const [a, b] = [e + lean * d, lean * e - d];
      return {
        geometry: (size) => {
          const centreX = (size.width - 1) / 2;
          const centreY = (size.height - 1) / 2;
          const x = centreX + shiftX * size.width;
          const y = centreY + shiftY * size.height;
          return { size, from: [a, b, centreX - a * x - b * y, d, e, centreY - d * x - e * y, 0, 0, 1] };
        },
      };
    },
  });
}
