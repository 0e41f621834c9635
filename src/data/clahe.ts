import { check, checkInteger } from '../core/check';
import { borderIndex } from './border';
import { levelCounter } from './histogram';
import type { Image, PixelData } from './image';
import { createImage, whiteOf } from './image';
import { pixelsLike, roundHalfEven, saturate } from './pixels';

/** How strongly {@link clahe} may stretch, and how locally. */
export interface ClaheArgs {
  /**
   * How many times its even share of a tile's pixels a grey level may count, at least 1 pixel; 0 does not clip.
   * Default 2.
   */
  clipLimit?: number | undefined;
  /** Tiles across and down. Default [8, 8]. */
  tiles?: readonly [across: number, down: number] | undefined;
}

/**
 * Local histogram equalization with limited contrast: contrast limited adaptive histogram equalization.
 *
 * Each tile gets a table of its own: its histogram is clipped at max(⌊clipLimit · area / levels⌋, 1), what was cut off
 * is spread evenly, the remainder over levels at equal steps, and level v becomes round(white / area · Σ hist[0 … v]).
 * A pixel is a bilinear blend of the tables of the four tiles whose centres surround it, in float32, rounded half to
 * even. Where a side does not divide into its tiles, both sides grow to the right and downward to the next larger
 * multiple, by reflection about the last pixel. On 8 and 16 bits this is OpenCV's `CLAHE` to the bit (scikit-image's
 * differs).
 *
 * @param image one channel, 8 or 16 bits
 * @returns a new image of the same size and depth
 * @throws RangeError when the image has several channels or floats, `clipLimit` is below 0, or `tiles` are no positive
 *   integers
 * @example
 * ```ts
 * import { chestPhantom, clahe } from 'hilum';
 *
 * const { image } = chestPhantom({ seed: 1, size: 64 });
 * clahe(image, { clipLimit: 2, tiles: [8, 8] }).width; // 64
 * ```
 *
 * Zuiderveld, "Contrast limited adaptive histogram equalization", Graphics Gems IV, 1994.
 */
export function clahe<Data extends PixelData>(
  image: Image<Data>,
  { clipLimit = 2, tiles: [across, down] = [8, 8] }: ClaheArgs = {},
): Image<Data> {
  const { width, height, channels, data } = image;
  check(channels === 1, `clahe: image must have 1 channel, got ${channels}. Make it grey first (toGrey).`);
  const counter = levelCounter('clahe', image);
  check(clipLimit >= 0, `clahe: clipLimit must be at least 0, got ${clipLimit}.`);
  checkInteger('clahe', 'tiles across', across, 1);
  checkInteger('clahe', 'tiles down', down, 1);

  // Where one side does not divide, both grow, even the one that does.
  const grow = width % across || height % down ? 1 : 0;
  const tileWidth = Math.floor(width / across) + grow;
  const tileHeight = Math.floor(height / down) + grow;
  const area = tileWidth * tileHeight;
  const white = whiteOf(image);
  const levels = white + 1;
  const limit = clipLimit ? Math.max(Math.trunc((clipLimit * area) / levels), 1) : Infinity;
  const scale = Math.fround(white / area);

  const tables = pixelsLike(data, across * down * levels);
  for (let tile = 0; tile < across * down; tile++) {
    const left = (tile % across) * tileWidth;
    const top = Math.floor(tile / across) * tileHeight;
    for (let y = top; y < top + tileHeight; y++) {
      const row = borderIndex(y, height, 'reflect101') * width;
      counter.add(row + Math.min(left, width), row + Math.min(left + tileWidth, width));
      for (let x = Math.max(left, width); x < left + tileWidth; x++) {
        const at = row + borderIndex(x, width, 'reflect101');
        counter.add(at, at + 1);
      }
    }
    const counts = counter.take();
    clip(counts, limit);
    for (let level = 0, sum = 0; level < levels; level++) {
      sum += counts[level]!;
      tables[tile * levels + level] = saturate(Math.fround(sum * scale), white);
    }
  }

  const out = pixelsLike(data, data.length);
  const columns = between(width, tileWidth, across, levels);
  const rows = between(height, tileHeight, down, levels * across);
  for (let y = 0; y < height; y++) {
    const [above, below] = [rows.before[y]!, rows.after[y]!];
    blendRow(data, out, y * width, columns, tables.subarray(above), tables.subarray(below), rows.share[y]!);
  }
  return createImage({ width, height, data: out });
}

/** One row from the tables of the tiles above and below it; `share` is how near it is to the latter. */
function blendRow(
  data: PixelData,
  out: PixelData,
  start: number,
  { before, after, share: shares }: Neighbours,
  above: PixelData,
  below: PixelData,
  share: number,
): void {
  const rest = Math.fround(1 - share);
  for (let x = 0; x < shares.length; x++) {
    const value = data[start + x]!;
    const left = before[x]! + value;
    const right = after[x]! + value;
    const q = shares[x]!;
    const p = Math.fround(1 - q);
    const upper = Math.fround(Math.fround(above[left]! * p) + Math.fround(above[right]! * q));
    const lower = Math.fround(Math.fround(below[left]! * p) + Math.fround(below[right]! * q));
    out[start + x] = roundHalfEven(Math.fround(Math.fround(upper * rest) + Math.fround(lower * share)));
  }
}

/** Cuts the counts at `limit` and deals out what was cut: evenly, the remainder to levels at equal steps. */
function clip(counts: Uint32Array, limit: number): void {
  let excess = 0;
  for (let i = 0; i < counts.length; i++) {
    if (counts[i]! <= limit) continue;
    excess += counts[i]! - limit;
    counts[i] = limit;
  }
  const each = Math.floor(excess / counts.length);
  let rest = excess - each * counts.length;
  const step = rest ? Math.max(Math.floor(counts.length / rest), 1) : 1;
  for (let i = 0; i < counts.length; i++) counts[i]! += each;
  for (let i = 0; i < counts.length && rest > 0; i += step, rest--) counts[i]!++;
}

interface Neighbours {
  /** Where the tables begin. */
  readonly before: Int32Array;
  readonly after: Int32Array;
  readonly share: Float32Array;
}

/** For each position along an axis the tiles whose centres lie before and after it, and how near it is to the latter. */
function between(size: number, tile: number, tiles: number, stride: number): Neighbours {
  const [before, after, share] = [new Int32Array(size), new Int32Array(size), new Float32Array(size)];
  const inverse = Math.fround(1 / tile);
  for (let i = 0; i < size; i++) {
    const position = Math.fround(Math.fround(i * inverse) - 0.5);
    const first = Math.floor(position);
    before[i] = Math.max(first, 0) * stride;
    after[i] = Math.min(first + 1, tiles - 1) * stride;
    share[i] = position - first;
  }
  return { before, after, share };
}
