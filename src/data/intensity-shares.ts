import { toGrey } from './grey';
import { whiteOf, type Image } from './image';

/** How many bins intensities are counted in. */
export const intensityBins = 64;

/** The share of the pixels of the grey image in each of 64 bins of equal width from black to white, which is in the last. */
export function intensityShares(image: Image): Float64Array {
  const { data } = toGrey(image);
  const scale = intensityBins / (whiteOf(image) + (image.depth === 32 ? 0 : 1));
  const counts = new Float64Array(intensityBins);
  for (const value of data) {
    // What a float has below black and above white is in the bins at the ends.
    counts[Math.max(0, Math.min(intensityBins - 1, Math.floor(value * scale)))]!++;
  }
  return counts.map((count) => count / data.length);
}
