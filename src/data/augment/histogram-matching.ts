import { check } from '../../core/check';
import { levelCounter } from '../histogram';
import type { Image } from '../image';
import { mapValues } from '../pixels';
import type { Augmentation } from '../sample';
import { createAugmentation } from './plan';
import type { Range } from './range';
import { checkRange, drawFrom } from './range';

/** Whose greys {@link histogramMatching} gives to an image. */
export interface HistogramMatchingArgs {
  /** Images of 8 or 16 bits, of any size, as deep as those they are for: of another hospital, for instance. */
  references: readonly Image[];
  /** How far the values go towards those of the reference, 0 to 1. Default [0.5, 1]. */
  shareRange?: Range | undefined;
}

/**
 * Gives the image the histogram of a reference, one drawn for each sample: a value below which a share q of the pixels
 * lies or is it becomes the reference's value at q, linear between its values, of all channels together (scikit-image's
 * `match_histograms` of one channel). Then share · matched + (1 − share) · x, rounded half to even. The mask stays.
 *
 * @throws RangeError when there is no reference, the range is not 0 ≤ low ≤ high ≤ 1, an image has floats or, applied,
 *   another depth than its reference
 * @example
 * ```ts
 * import { chestPhantom, createRandom, histogramMatching } from 'hilum';
 *
 * const references = [1, 2, 3].map((seed) => chestPhantom({ seed, size: 64 }).image);
 * histogramMatching({ references })(chestPhantom({ seed: 4, size: 64 }), createRandom(1)).image;
 * ```
 */
export function histogramMatching({
  references,
  shareRange = [0.5, 1],
}: HistogramMatchingArgs): Augmentation {
  check(references.length > 0, 'histogramMatching: references must not be empty.');
  checkRange('histogramMatching', 'shareRange', shareRange, 0, 1);
  const quantiles = references.map(quantilesOf);
  return createAugmentation({
    name: 'histogramMatching',
    draw: (random) => ({
      reference: random.integer(0, references.length),
      share: drawFrom(random, shareRange),
    }),
    change: ({ reference, share }) => ({
      sample: (sample) => {
        const { image } = sample;
        const theirs = quantiles[reference];
        check(
          theirs?.length === 2 ** image.depth,
          `histogramMatching: image must be as deep as its reference, got ${image.depth} bits. Bring both to 8 bits (toDepth8).`,
        );
        const ours = quantilesOf(image);
        const matched = matchingTable(ours, theirs);
        return { ...sample, image: mapValues(image, (x) => share * matched[x]! + (1 - share) * x) };
      },
    }),
  });
}

/** The share of values up to each level. */
function quantilesOf(image: Image): Float64Array {
  const counter = levelCounter('histogramMatching', image);
  const { length } = image.data;
  counter.add(0, length);
  let sum = 0;
  return Float64Array.from(counter.take(), (count) => (sum += count) / length);
}

/** For each level of ours the level of theirs at the same quantile, linear between the levels that they have. */
function matchingTable(ours: Float64Array, theirs: Float64Array): Float64Array {
  const levels: number[] = [];
  theirs.forEach((q, level) => {
    if (q > (theirs[level - 1] ?? 0)) levels.push(level);
  });
  let k = 0;
  return ours.map((q) => {
    while (k < levels.length - 1 && theirs[levels[k]!]! < q) k++;
    const [above, below] = [levels[k]!, levels[k - 1]];
    if (below === undefined || q >= theirs[above]!) return above;
    return below + ((above - below) * (q - theirs[below]!)) / (theirs[above]! - theirs[below]!);
  });
}
