import { check } from '../core/check';
import { quantile } from '../core/quantile';
import {
  checkMask,
  checkSpacing,
  distanceTransform,
  type Mask,
  type SpacingArgs,
} from './distance-transform';

/** How far the boundaries of two masks are from each other, pixel by pixel; what surface scores are made of. */
export interface SurfaceDistances {
  /** From each boundary pixel of the truth to the nearest of the prediction, row by row; Infinity if there is none. */
  readonly fromTruth: Float64Array;
  /** From each boundary pixel of the prediction to the nearest of the truth, row by row; Infinity if there is none. */
  readonly fromPrediction: Float64Array;
}

/**
 * The distances between the boundaries of two masks, in both directions: measured once, for
 * {@link hausdorffDistance}, {@link hausdorffDistance95}, {@link averageSurfaceDistance} and {@link surfaceDice}.
 *
 * The boundary of a mask are its pixels with a background pixel above, below, left or right of them: the mask
 * without its erosion by a cross. Outside of the image is background, so that a mask that leaves the image has a
 * boundary there (as in SciPy and MONAI).
 *
 * @param truth foreground above 0.5
 * @param prediction foreground above 0.5, of the same size
 * @returns distances in the unit of `spacing`, in pixels by default; no foreground, no boundary
 * @throws RangeError when the sizes differ, data are not of their size, or the spacing is not two positive numbers
 * @example
 * ```ts
 * import { averageSurfaceDistance, hausdorffDistance, hausdorffDistance95, surfaceDistances } from 'hilum';
 *
 * const truth = { width: 5, height: 1, data: [1, 1, 0, 0, 0] };
 * const prediction = { width: 5, height: 1, data: [0, 1, 1, 1, 0] };
 * const surfaces = surfaceDistances(truth, prediction, { spacing: [0.5, 0.5] }); // 1, 0 and 0, 1, 2 pixels of 0.5 mm
 * console.log(hausdorffDistance(surfaces), averageSurfaceDistance(surfaces)); // 1 mm and 0.4 mm
 * console.log(hausdorffDistance95(surfaces)); // 0.95 mm
 * ```
 */
export function surfaceDistances(
  truth: Mask,
  prediction: Mask,
  { spacing = [1, 1] }: SpacingArgs = {},
): SurfaceDistances {
  check(
    truth.width === prediction.width && truth.height === prediction.height,
    `surfaceDistances: truth and prediction must have the same size, got ${truth.width} × ${truth.height} and ${prediction.width} × ${prediction.height}. Resize one of them.`,
  );
  checkMask('surfaceDistances', 'truth', truth);
  checkMask('surfaceDistances', 'prediction', prediction);
  checkSpacing('surfaceDistances', spacing);
  const [ofTruth, ofPrediction] = [boundaryOf(truth), boundaryOf(prediction)];
  return {
    fromTruth: distancesAt(ofTruth.at, distanceTransform(ofPrediction.off, { spacing })),
    fromPrediction: distancesAt(ofPrediction.at, distanceTransform(ofTruth.off, { spacing })),
  };
}

function distancesAt(indices: readonly number[], distances: Float64Array): Float64Array {
  const taken = new Float64Array(indices.length);
  for (let i = 0; i < taken.length; i++) taken[i] = distances[indices[i]!]!;
  return taken;
}

interface Boundary {
  /** Where in the data its pixels are. */
  readonly at: readonly number[];
  /** All that is not boundary. */
  readonly off: Mask;
}

function boundaryOf({ width, height, data }: Mask): Boundary {
  const at: number[] = [];
  const off = new Uint8Array(data.length).fill(1);
  for (let i = 0; i < data.length; i++) {
    if (!(data[i]! > 0.5)) continue;
    const x = i % width;
    const inside =
      i >= width &&
      i < data.length - width &&
      x > 0 &&
      x < width - 1 &&
      data[i - width]! > 0.5 &&
      data[i + width]! > 0.5 &&
      data[i - 1]! > 0.5 &&
      data[i + 1]! > 0.5;
    if (inside) continue;
    off[i] = 0;
    at.push(i);
  }
  return { at, off: { width, height, data: off } };
}

/**
 * The Hausdorff distance: the largest of all distances of both directions. A single stray pixel decides it;
 * {@link hausdorffDistance95} is steadier. One mask empty: Infinity; both: NaN.
 *
 * @example
 * ```ts
 * import { hausdorffDistance, surfaceDistances } from 'hilum';
 *
 * const truth = { width: 4, height: 1, data: [1, 0, 0, 0] };
 * const prediction = { width: 4, height: 1, data: [1, 0, 0, 1] };
 * console.log(hausdorffDistance(surfaceDistances(truth, prediction))); // 3
 * ```
 */
export function hausdorffDistance(surfaces: SurfaceDistances): number {
  return larger(surfaces, (distances) => distances.reduce((a, b) => Math.max(a, b), 0));
}

/**
 * The 95th percentile Hausdorff distance: of each direction the distance that 95 % are not above (between two of
 * them by linear interpolation), then the larger. One mask empty: Infinity; both: NaN.
 *
 * @example
 * ```ts
 * import { hausdorffDistance95, surfaceDistances } from 'hilum';
 *
 * const truth = { width: 4, height: 1, data: [1, 0, 0, 0] };
 * const prediction = { width: 4, height: 1, data: [1, 0, 0, 1] };
 * console.log(hausdorffDistance95(surfaceDistances(truth, prediction))); // 0.95 · 3 = 2.85
 * ```
 */
export function hausdorffDistance95(surfaces: SurfaceDistances): number {
  return larger(surfaces, (distances) => quantile(distances.slice().sort(), 95, 100));
}

/**
 * The average symmetric surface distance (ASSD): the mean of the distances of both directions together. One mask
 * empty: Infinity; both: NaN.
 *
 * @example
 * ```ts
 * import { averageSurfaceDistance, surfaceDistances } from 'hilum';
 *
 * const truth = { width: 4, height: 1, data: [1, 0, 0, 0] };
 * const prediction = { width: 4, height: 1, data: [1, 0, 0, 1] };
 * console.log(averageSurfaceDistance(surfaceDistances(truth, prediction))); // (0 + 0 + 3) / 3 = 1
 * ```
 */
export function averageSurfaceDistance({ fromTruth, fromPrediction }: SurfaceDistances): number {
  const sum = (distances: Float64Array): number => distances.reduce((a, b) => a + b, 0);
  return (sum(fromTruth) + sum(fromPrediction)) / (fromTruth.length + fromPrediction.length);
}

/** What {@link surfaceDice} takes. */
export interface SurfaceDiceArgs {
  /** The distance that still counts as agreement, in the unit of the distances. */
  tolerance: number;
}

/**
 * The normalised surface Dice (NSD): the share of all boundary pixels, of both masks, that lie within `tolerance` of
 * the other boundary, 0 to 1. One mask empty: 0; both: NaN.
 *
 * Counts boundary pixels, as MONAI does; DeepMind's `surface-distance` weighs each piece of boundary by its length.
 *
 * @throws RangeError when the tolerance is negative or no number
 * @see S. Nikolov et al., Deep learning to achieve clinically applicable segmentation, arXiv 1809.04430
 * @example
 * ```ts
 * import { surfaceDice, surfaceDistances } from 'hilum';
 *
 * const truth = { width: 4, height: 1, data: [1, 0, 0, 0] };
 * const prediction = { width: 4, height: 1, data: [1, 0, 0, 1] };
 * console.log(surfaceDice(surfaceDistances(truth, prediction), { tolerance: 1 })); // 2 / 3
 * ```
 */
export function surfaceDice(
  { fromTruth, fromPrediction }: SurfaceDistances,
  { tolerance }: SurfaceDiceArgs,
): number {
  check(tolerance >= 0, `surfaceDice: tolerance must be at least 0, got ${tolerance}.`);
  const within = (distances: Float64Array): number =>
    distances.reduce((count, distance) => count + Number(distance < Infinity && distance <= tolerance), 0);
  return (within(fromTruth) + within(fromPrediction)) / (fromTruth.length + fromPrediction.length);
}

/** The larger of what the two directions give. One without a boundary gives nothing; neither, NaN. */
function larger(
  { fromTruth, fromPrediction }: SurfaceDistances,
  of: (distances: Float64Array) => number,
): number {
  const given = [fromTruth, fromPrediction].filter(({ length }) => length > 0).map(of);
  return given.length === 0 ? NaN : Math.max(...given);
}
