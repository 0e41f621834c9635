import { check, checkIntegers } from '../../core/check';
import type { Augmentation, Size } from '../sample';
import { createAugmentation } from './plan';
import type { Range } from './range';
import { checkRange, drawFrom, drawLogarithmically } from './range';

/** What {@link randomResizedCrop} cuts out. */
export interface RandomResizedCropArgs {
  /** Shares of the area, above 0 and at most 1. Default [0.6, 1]. */
  areaRange?: Range | undefined;
  /** How much wider than the image in its proportions, drawn on a logarithmic scale. Default [1, 1]. */
  ratioRange?: Range | undefined;
}

/**
 * Cuts a part of equal width and height out of image and mask, at a place drawn evenly, to the pixel.
 *
 * @throws RangeError when a side is not a positive integer or, applied, larger than the image
 * @example
 * ```ts
 * import { chestPhantom, createRandom, randomCrop } from 'hilum';
 *
 * const cut = randomCrop({ width: 48, height: 32 });
 * cut(chestPhantom({ seed: 1, size: 64 }), createRandom(1)).image.height; // 32
 * ```
 */
export function randomCrop({ width, height }: Size): Augmentation {
  checkIntegers('randomCrop', { width, height }, 1);
  return createAugmentation({
    name: 'randomCrop',
    draw: (random) => ({ left: drawFrom(random, [0, 1]), top: drawFrom(random, [0, 1]) }),
    change: ({ left, top }) => ({
      geometry: (size) => {
        check(
          width <= size.width && height <= size.height,
          `randomCrop: image must be at least [${height}, ${width}], got [${size.height}, ${size.width}]. Crop less, or resize or pad it first.`,
        );
        const x = start(left, size.width - width);
        const y = start(top, size.height - height);
        return { size: { width, height }, from: [1, 0, x, 0, 1, y, 0, 0, 1] };
      },
    }),
  });
}

/** One of `room` + 1 places. */
function start(share: number, room: number): number {
  return Math.min(Math.floor(share * (room + 1)), room);
}

/**
 * Cuts a part out of image and mask, at a place drawn evenly, and enlarges it to the size they had.
 *
 * @throws RangeError when a range is not low ≤ high, or an area not above 0.01 and at most 1
 * @example
 * ```ts
 * import { chestPhantom, createRandom, randomResizedCrop } from 'hilum';
 *
 * const zoom = randomResizedCrop({ areaRange: [0.5, 0.9] });
 * zoom(chestPhantom({ seed: 1, size: 64 }), createRandom(1)).image.width; // 64
 * ```
 */
export function randomResizedCrop({
  areaRange = [0.6, 1],
  ratioRange = [1, 1],
}: RandomResizedCropArgs = {}): Augmentation {
  checkRange('randomResizedCrop', 'areaRange', areaRange, 0.01, 1);
  checkRange('randomResizedCrop', 'ratioRange', ratioRange, 0.01);
  return createAugmentation({
    name: 'randomResizedCrop',
    draw: (random) => ({
      area: drawFrom(random, areaRange),
      ratio: drawLogarithmically(random, ratioRange),
      left: drawFrom(random, [0, 1]),
      top: drawFrom(random, [0, 1]),
    }),
    change: ({ area, ratio, left, top }) => {
      const a = Math.min(Math.sqrt(area * ratio), 1);
      const e = Math.min(Math.sqrt(area / ratio), 1);
      return {
        geometry: (size) => {
          // The edges of the result lie on the edges of the part: centres are half a pixel inside.
          const x = left * (1 - a) * size.width + a / 2 - 0.5;
          const y = top * (1 - e) * size.height + e / 2 - 0.5;
          return { size, from: [a, 0, x, 0, e, y, 0, 0, 1] };
        },
      };
    },
  });
}
