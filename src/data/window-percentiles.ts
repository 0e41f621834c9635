import { check, checkInRange } from '../core/check';
import { quantile } from '../core/quantile';
import { levelCounter } from './histogram';
import type { Image, PixelData } from './image';
import { whiteOf } from './image';
import { mapValues } from './pixels';

/** The window of {@link windowPercentiles}. */
export interface WindowPercentilesArgs {
  /** The percentile that becomes black, 0 to below `high`. Default 0.5. */
  low?: number | undefined;
  /** The percentile that becomes white, up to 100. Default 99.5. */
  high?: number | undefined;
}

/**
 * The grey levels between two percentiles stretched over the whole range: white · (x − p_low) / (p_high − p_low),
 * clipped to black and white, whole numbers rounded half to even. Percentiles are NumPy's, linear between two values,
 * over all channels together. Burnt-in letters and collimated rims then no longer squeeze the rest.
 *
 * Where both percentiles are one value, as in an image of one level, what lies above it is white and the rest black.
 *
 * @param image any channels, any depth, no NaN
 * @returns a new image of the same size, channels and depth, floats within 0 … 1
 * @throws RangeError unless 0 ≤ low < high ≤ 100
 * @example
 * ```ts
 * import { createImage, windowPercentiles } from 'hilum';
 *
 * const image = createImage({ width: 5, height: 1, data: new Uint16Array([1000, 1100, 1200, 1300, 60000]) });
 * windowPercentiles(image, { low: 0, high: 75 }).data; // 0, 21845, 43690, 65535, 65535
 * ```
 */
export function windowPercentiles<Data extends PixelData>(
  image: Image<Data>,
  { low = 0.5, high = 99.5 }: WindowPercentilesArgs = {},
): Image<Data> {
  checkInRange('windowPercentiles', 'low', low, 0, 100);
  checkInRange('windowPercentiles', 'high', high, 0, 100);
  check(low < high, `windowPercentiles: low must be below high, got ${low} and ${high}.`);
  const [black, top] = percentiles(image, [low, high]) as [number, number];
  const white = whiteOf(image);
  const scale = white / (top - black);
  return mapValues(image, (x) => {
    if (x <= black) return 0;
    return x >= top ? white : (x - black) * scale;
  });
}

/** Of whole numbers from their counts, which takes one pass instead of sorting. */
function percentiles(image: Image, parts: readonly number[]): number[] {
  if (image.depth === 32) {
    const sorted = Float32Array.from(image.data).sort();
    return parts.map((part) => quantile(sorted, part, 100));
  }
  const { length } = image.data;
  const counter = levelCounter('windowPercentiles', image);
  counter.add(0, length);
  const counts = counter.take();
  const valueAt = (place: number): number => {
    let level = 0;
    for (let seen = counts[0]!; seen <= place;) seen += counts[++level]!;
    return level;
  };
  return parts.map((part) => {
    // The two neighbours of the place alone, as a list of two.
    const position = ((length - 1) * part) / 100;
    const index = Math.floor(position);
    return quantile([valueAt(index), valueAt(Math.ceil(position))], position - index);
  });
}
