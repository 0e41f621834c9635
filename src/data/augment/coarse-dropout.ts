import { checkInteger } from '../../core/check';
import { createImage } from '../image';
import type { Augmentation } from '../sample';
import { createAugmentation } from './plan';
import type { Range } from './range';
import { checkRange, drawFrom, drawInteger } from './range';

/** How many holes {@link coarseDropout} makes, and how large. */
export interface CoarseDropoutArgs {
  /** Integers of at least 0. Default [1, 6]. */
  holesRange?: Range | undefined;
  /** Shares of width and of height, drawn for each. Default [0.05, 0.2]. */
  sizeRange?: Range | undefined;
}

/**
 * Blackens rectangles of the image, which lie inside it and may overlap. The mask stays: the network learns to go on
 * where nothing is seen.
 *
 * @throws RangeError when a range is not low ≤ high within its bounds, or a number of holes is no integer
 * @example
 * ```ts
 * import { chestPhantom, coarseDropout, createRandom } from 'hilum';
 *
 * const hide = coarseDropout({ holesRange: [2, 4], sizeRange: [0.1, 0.2] });
 * hide(chestPhantom({ seed: 1, size: 64 }), createRandom(1)).image;
 * ```
 *
 * DeVries and Taylor, "Improved regularization of convolutional neural networks with cutout", 2017.
 */
export function coarseDropout({
  holesRange = [1, 6],
  sizeRange = [0.05, 0.2],
}: CoarseDropoutArgs = {}): Augmentation {
  for (const end of holesRange) checkInteger('coarseDropout', 'holesRange', end, 0);
  checkRange('coarseDropout', 'holesRange', holesRange, 0);
  checkRange('coarseDropout', 'sizeRange', sizeRange, 0, 1);
  return createAugmentation({
    name: 'coarseDropout',
    draw: (random) => {
      const shares = [sizeRange, sizeRange, [0, 1], [0, 1]] as const;
      const holes = Array.from({ length: drawInteger(random, holesRange) }, () =>
        shares.map((range) => drawFrom(random, range)),
      );
      return { holes };
    },
    change: ({ holes }) => ({
      sample: (sample) => {
        const { width, height, channels, data } = sample.image;
        const out = data.slice();
        for (const [wide = 0, high = 0, left = 0, top = 0] of holes) {
          const [w, h] = [Math.round(wide * width), Math.round(high * height)];
          const [x, y] = [Math.round(left * (width - w)), Math.round(top * (height - h))];
          for (let row = y; row < y + h; row++)
            out.fill(0, (row * width + x) * channels, (row * width + x + w) * channels);
        }
        return { ...sample, image: createImage({ ...sample.image, data: out }) };
      },
    }),
  });
}
