import { check } from '../core/check';

/** A mask as plain data: foreground above 0.5, row by row. An {@link Image} of one channel is one. */
export interface Mask {
  readonly width: number;
  readonly height: number;
  /** `height · width` values. */
  readonly data: ArrayLike<number>;
}

/** From a pixel to the one below and to the one on its right, in mm: the order of DICOM's Pixel Spacing. */
export type Spacing = readonly [vertical: number, horizontal: number];

/** What measuring takes. */
export interface SpacingArgs {
  /** The size of a pixel. Default [1, 1]: distances in pixels. */
  spacing?: Spacing | undefined;
}

/**
 * The exact Euclidean distance transform: how far each foreground pixel is from the nearest background pixel, centre
 * to centre; 0 on the background. As SciPy's `distance_transform_edt`, but Infinity everywhere where there is no
 * background. Outside of the image there is nothing, neither foreground nor background.
 *
 * Takes a time proportional to the number of pixels: distances within columns first, then along each row the lower
 * envelope of the parabolas that stand on them.
 *
 * @param mask foreground above 0.5
 * @returns a distance for each pixel, in the unit of `spacing`
 * @throws RangeError when the mask's data are not of its size, or the spacing is not two positive numbers
 * @see P. Felzenszwalb and D. Huttenlocher, Distance Transforms of Sampled Functions, 2012
 * @example
 * ```ts
 * import { distanceTransform } from 'hilum';
 *
 * const mask = { width: 4, height: 2, data: [0, 1, 1, 1, 1, 1, 1, 1] };
 * console.log(distanceTransform(mask)); // 0, 1, 2, 3, 1, √2, √5, √10
 * console.log(distanceTransform(mask, { spacing: [0.5, 2] })[4]); // 0.5
 * ```
 */
export function distanceTransform(
  { width, height, data }: Mask,
  { spacing = [1, 1] }: SpacingArgs = {},
): Float64Array {
  checkMask('distanceTransform', 'mask', { width, height, data });
  checkSpacing('distanceTransform', spacing);
  const [vertical, horizontal] = spacing;
  const distances = rowsToBackground(data, width);

  const squares = new Float64Array(width);
  const stands = new Int32Array(width); // where the parabolas of the envelope stand, from left to right
  const starts = new Float64Array(width); // where each begins to be the lowest
  const scale = 1 / (2 * horizontal * horizontal);
  for (let row = 0; row < distances.length; row += width) {
    let last = -1;
    for (let x = 0; x < width; x++) {
      const along = distances[row + x]! * vertical;
      const square = along * along;
      squares[x] = square;
      if (square === Infinity) continue;
      let start = -Infinity;
      while (last >= 0) {
        const other = stands[last]!;
        start = ((square - squares[other]!) * scale) / (x - other) + (x + other) / 2;
        if (start > starts[last]!) break;
        last--;
      }
      last++;
      stands[last] = x;
      starts[last] = last === 0 ? -Infinity : start;
    }
    if (last < 0) continue; // no background in any column: Infinity stays
    for (let x = 0, lowest = 0; x < width; x++) {
      while (lowest < last && starts[lowest + 1]! <= x) lowest++;
      const across = (x - stands[lowest]!) * horizontal;
      distances[row + x] = Math.sqrt(squares[stands[lowest]!]! + across * across);
    }
  }
  return distances;
}

/** How many rows each pixel is from the nearest background of its own column. */
function rowsToBackground(data: ArrayLike<number>, width: number): Float64Array {
  const rows = new Float64Array(data.length);
  for (let i = 0; i < data.length; i++)
    rows[i] = data[i]! > 0.5 ? (i < width ? Infinity : rows[i - width]! + 1) : 0;
  for (let i = data.length - width - 1; i >= 0; i--) rows[i] = Math.min(rows[i]!, rows[i + width]! + 1);
  return rows;
}

/** Requires as many values as the mask has pixels. */
export function checkMask(caller: string, name: string, { width, height, data }: Mask): void {
  check(
    data.length === width * height,
    `${caller}: ${name} must hold width × height = ${width * height} values, got ${data.length}. Take one channel.`,
  );
}

/** Requires two positive numbers. */
export function checkSpacing(caller: string, spacing: Spacing): void {
  check(
    [spacing[0], spacing[1]].every((step) => step > 0 && step < Infinity),
    `${caller}: spacing must be two positive numbers, got [${spacing.join(', ')}].`,
  );
}
