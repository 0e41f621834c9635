import { checkInRange, checkInteger } from '../../core/check';
import { createRandom } from '../../core/random';
import type { Augmentation, Displacement, Size } from '../sample';
import { createAugmentation } from './plan';
import { drawSeed } from './range';

/** How coarsely and how far {@link gridDistortion} distorts. */
export interface GridDistortionArgs {
  /** Cells across and down, at least 2. Default 5. */
  cells?: number | undefined;
  /** How far a node may move along each axis, a share of a cell, 0 to below a half. Default 0.3. */
  shift?: number | undefined;
}

/**
 * Moves the inner nodes of a grid, each by a displacement of its own drawn evenly, and image and mask with them,
 * bilinearly between the nodes. The rim stays in place.
 *
 * @throws RangeError when there are fewer than 2 cells, or `shift` is outside 0 to 0.49, where cells would fold
 * @example
 * ```ts
 * import { chestPhantom, createRandom, gridDistortion } from 'hilum';
 *
 * gridDistortion()(chestPhantom({ seed: 1, size: 64 }), createRandom(1)).mask.width; // 64
 * ```
 */
export function gridDistortion({ cells = 5, shift = 0.3 }: GridDistortionArgs = {}): Augmentation {
  checkInteger('gridDistortion', 'cells', cells, 2);
  checkInRange('gridDistortion', 'shift', shift, 0, 0.49);
  return createAugmentation({
    name: 'gridDistortion',
    draw: (random) => ({ seed: drawSeed(random) }),
    change: ({ seed }) => ({
      geometry: (size) => ({ size, from: gridDisplacement(size, cells, shift, seed) }),
    }),
  });
}

function gridDisplacement({ width, height }: Size, cells: number, shift: number, seed: number): Displacement {
  const side = cells + 1;
  const random = createRandom(seed);
  const offsets = new Float32Array(side * side * 2);
  for (let row = 1; row < cells; row++)
    for (let column = 1; column < cells; column++) {
      const node = (row * side + column) * 2;
      offsets[node] = (random.uniform(-shift, shift) * (width - 1)) / cells;
      offsets[node + 1] = (random.uniform(-shift, shift) * (height - 1)) / cells;
    }
  return { columns: side, rows: side, offsets };
}
