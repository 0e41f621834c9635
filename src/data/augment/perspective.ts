import type { Augmentation, Matrix, Size } from '../sample';
import { createAugmentation } from './plan';
import type { Range } from './range';
import { checkRange, drawFrom } from './range';

/** How far {@link perspective} moves the corners. */
export interface PerspectiveArgs {
  /** Shares of width and of height, within ±0.24; positive goes inward and enlarges. Default [−0.06, 0.06]. */
  shiftRange?: Range | undefined;
}

/**
 * Sees image and mask askew: the corners of the result come from places near the corners of the source, each moved
 * inward or outward by two numbers of its own. Straight lines stay straight; outside is black.
 *
 * @throws RangeError when the range is not −0.24 ≤ low ≤ high ≤ 0.24
 * @example
 * ```ts
 * import { chestPhantom, createRandom, perspective } from 'hilum';
 *
 * perspective()(chestPhantom({ seed: 1, size: 64 }), createRandom(1)).mask.width; // 64
 * ```
 */
export function perspective({ shiftRange = [-0.06, 0.06] }: PerspectiveArgs = {}): Augmentation {
  checkRange('perspective', 'shiftRange', shiftRange, -0.24, 0.24);
  return createAugmentation({
    name: 'perspective',
    draw: (random) => ({ corners: Array.from({ length: 8 }, () => drawFrom(random, shiftRange)) }),
    change: ({ corners }) => ({ geometry: (size) => ({ size, from: matrixOf(size, corners) }) }),
  });
}

/** Heckbert's map of the unit square onto a quadrilateral, from the upper left corner clockwise. */
function matrixOf({ width, height }: Size, corners: readonly number[]): Matrix {
  const [right, bottom] = [Math.max(width - 1, 1), Math.max(height - 1, 1)];
  const [p0, q0, p1, q1, p2, q2, p3, q3] = corners as [
    ...[number, number, number, number],
    ...[number, number, number, number],
  ];
  const [x0, x1, x2, x3] = [p0 * right, (1 - p1) * right, (1 - p2) * right, p3 * right];
  const [y0, y1, y2, y3] = [q0 * bottom, q1 * bottom, (1 - q2) * bottom, (1 - q3) * bottom];
  const [sumX, sumY] = [x0 - x1 + x2 - x3, y0 - y1 + y2 - y3];
  const [dx1, dy1, dx2, dy2] = [x1 - x2, y1 - y2, x3 - x2, y3 - y2];
  const area = dx1 * dy2 - dx2 * dy1;
  const g = (sumX * dy2 - dx2 * sumY) / area;
  const h = (dx1 * sumY - sumX * dy1) / area;
  return [
    ...([(x1 - x0 + g * x1) / right, (x3 - x0 + h * x3) / bottom, x0] as const),
    ...([(y1 - y0 + g * y1) / right, (y3 - y0 + h * y3) / bottom, y0] as const),
    ...([g / right, h / bottom, 1] as const),
  ];
}
