import { check } from '../core/check';
import { levelCounter } from './histogram';
import type { Image, PixelData } from './image';
import { whiteOf } from './image';
import { mapByTable, pixelsLike, roundHalfEven } from './pixels';

/**
 * Spreads the grey levels of an image evenly over the whole range: histogram equalization.
 *
 * With i the darkest level present, `hist` the histogram and n the number of pixels: scale =
 * white / (n − hist[i]) in float32, level i becomes 0, and each level v above it round(scale ·
 * Σ hist[i + 1 … v]), rounding half to even. An image of one level stays as it is. On 8 bits this is OpenCV's
 * `equalizeHist` to the bit; on 16 bits it is the same formula over 65,536 levels.
 *
 * @param image one channel, 8 or 16 bits; `[H, W]`, any values
 * @returns a new image of the same size and depth, its values from 0 to white
 * @throws RangeError when the image has several channels, or floats
 * @example
 * ```ts
 * import { createImage, equalizeHistogram } from 'hilum';
 *
 * const dull = createImage({ width: 4, height: 1, data: new Uint8Array([100, 101, 101, 102]) });
 * equalizeHistogram(dull).data; // 0, 170, 170, 255
 * ```
 */
export function equalizeHistogram<Data extends PixelData>(image: Image<Data>): Image<Data> {
  const { data, channels } = image;
  check(
    channels === 1,
    `equalizeHistogram: image must have 1 channel, got ${channels}. Make it grey first (toGrey).`,
  );
  const counter = levelCounter('equalizeHistogram', image);
  counter.add(0, data.length);
  const counts = counter.take();
  const white = whiteOf(image);

  let level = 0;
  while (counts[level] === 0) level++;
  const rest = data.length - counts[level]!;
  const scale = Math.fround(white / Math.fround(rest));
  const table = pixelsLike(data, white + 1);
  if (rest === 0) table[level] = level;
  for (let sum = 0; ++level <= white;) {
    sum += counts[level]!;
    table[level] = roundHalfEven(Math.fround(Math.fround(sum) * scale));
  }
  return mapByTable(image, table);
}
