import { checkInRange } from '../../core/check';
import { createRandom } from '../../core/random';
import type { Augmentation, Displacement, Size } from '../sample';
import { createAugmentation } from './plan';
import type { Range } from './range';
import { checkRange, drawFrom, drawSeed } from './range';

/** How far and how smoothly {@link elastic} bends. */
export interface ElasticArgs {
  /** Standard deviation of a pixel's displacement along each axis, a share of the shorter side. Default [0, 0.02]. */
  amplitudeRange?: Range | undefined;
  /** Standard deviation of the Gaussian that smooths, a share of the shorter side, 0.02 to 1. Default 0.1. */
  smoothness?: number | undefined;
}

/**
 * Bends image and mask as if printed on rubber: a random displacement of each place, smoothed by a Gaussian. Numbers
 * drawn evenly lie at nodes three to a standard deviation, are smoothed there, scaled to the amplitude, and blended
 * bilinearly between. Outside is black. An amplitude above a third of the smoothness folds the image here and there.
 *
 * @throws RangeError when the range is not 0 ≤ low ≤ high, or the smoothness is outside 0.02 to 1
 * @example
 * ```ts
 * import { chestPhantom, createRandom, elastic } from 'hilum';
 *
 * const bend = elastic({ amplitudeRange: [0.01, 0.02] });
 * bend(chestPhantom({ seed: 1, size: 64 }), createRandom(1)).image.width; // 64
 * ```
 *
 * Simard et al., "Best practices for convolutional neural networks applied to visual document analysis", ICDAR 2003.
 */
export function elastic({ amplitudeRange = [0, 0.02], smoothness = 0.1 }: ElasticArgs = {}): Augmentation {
  checkRange('elastic', 'amplitudeRange', amplitudeRange, 0);
  checkInRange('elastic', 'smoothness', smoothness, 0.02, 1);
  return createAugmentation({
    name: 'elastic',
    draw: (random) => ({ amplitude: drawFrom(random, amplitudeRange), seed: drawSeed(random) }),
    change: ({ amplitude, seed }) => ({
      geometry: (size) => ({ size, from: smoothDisplacement(size, amplitude, smoothness, seed) }),
    }),
  });
}

/** Nodes to a standard deviation of the Gaussian: bilinear between them is within 2 % of the amplitude. */
const nodes = 3;
/** Nodes to each side that count: three standard deviations. */
const reach = 9;

function smoothDisplacement(size: Size, amplitude: number, smoothness: number, seed: number): Displacement {
  const shorter = Math.min(size.width, size.height);
  const spacing = (smoothness * shorter) / nodes;
  const columns = Math.ceil((size.width - 1) / spacing) + 2;
  const rows = Math.ceil((size.height - 1) / spacing) + 2;
  const weights = Float64Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * nodes ** 2)),
  );
  // Numbers drawn evenly from −√3 to √3 have variance 1; smoothed along both axes, that of Σw² twice.
  const scale = (amplitude * shorter * Math.sqrt(3)) / weights.reduce((sum, w) => sum + w * w, 0);

  const random = createRandom(seed);
  const [wide, high] = [columns + 2 * reach, rows + 2 * reach];
  // Node by node dx, dy; wider than the image, so that its rim moves as much as its middle.
  const along = new Float64Array(high * columns * 2);
  const line = new Float64Array(wide * 2);
  for (let row = 0; row < high; row++) {
    for (let i = 0; i < line.length; i++) line[i] = random.uniform(-scale, scale);
    smooth(line, 2, along, row * columns * 2, columns * 2, weights);
  }
  const offsets = new Float64Array(rows * columns * 2);
  for (let row = 0; row < rows; row++)
    smooth(along.subarray(row * columns * 2), columns * 2, offsets, row * columns * 2, columns * 2, weights);
  return { columns, rows, offsets: new Float32Array(offsets) };
}

/** `count` values of `to` from `start` on: each the weighted sum of values of `from`, `stride` apart. */
function smooth(
  from: Float64Array,
  stride: number,
  to: Float64Array,
  start: number,
  count: number,
  weights: Float64Array,
): void {
  // Four sums at once: one alone waits for each of its additions. The count is even: dx and dy of each node.
  for (let i = 0; i < count; i += 4) {
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let k = 0, at = i; k < weights.length; k++, at += stride) {
      const weight = weights[k]!;
      a += weight * from[at]!;
      b += weight * from[at + 1]!;
      c += weight * from[at + 2]!;
      d += weight * from[at + 3]!;
    }
    to[start + i] = a;
    to[start + i + 1] = b;
    if (i + 2 < count) {
      to[start + i + 2] = c;
      to[start + i + 3] = d;
    }
  }
}
