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
  const terms = new Float64Array(4 * 256);
  for (let top = 0, bottom: number; top < height; top = bottom) {
    bottom = endOfRun(rows, top);
    for (let left = 0, right: number; left < width; left = right) {
      right = endOfRun(columns, left);
      const window = { left, right, top, bottom };
      if (data instanceof Uint8Array)
        blendBytes(data, out as Uint8Array, window, columns, rows, tables, terms);
      else blendLevels(data, out, window, columns, rows, tables);
    }
  }
  return createImage({ width, height, data: out });
}

/** Pixels between the same four centres of tiles. */
interface Window {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Levels of pixels by any tables: those of bytes are made by {@link blendBytes}. */
function blendLevels(
  data: PixelData,
  out: PixelData,
  { left, right, top, bottom }: Window,
  columns: Neighbours,
  rows: Neighbours,
  tables: PixelData,
): void {
  const width = columns.share.length;
  const corners = cornersOf(columns, rows, left, top);
  for (let y = top; y < bottom; y++)
    for (let x = left, i = y * width + left; x < right; x++, i++)
      out[i] = blend(tables, corners, data[i]!, columns.share[x]!, rows.share[y]!);
}

/**
 * {@link blendLevels} for bytes, in a fifth of the time: in doubles, without the roundings of float32. They can only
 * matter where the value lies next to a half, and there it is made anew.
 */
function blendBytes(
  data: Uint8Array,
  out: Uint8Array,
  window: Window,
  columns: Neighbours,
  rows: Neighbours,
  tables: PixelData,
  terms: Float64Array,
): void {
  const width = columns.share.length;
  const corners = cornersOf(columns, rows, window.left, window.top);
  const [a, b, c, d] = corners;
  // (1 − q)(1 − s) a + q (1 − s) b + (1 − q) s c + q s d, ordered by powers of q and s, in 65,536ths.
  for (let i = 0; i < 256; i++) {
    terms[4 * i] = tables[a + i]! * 65_536 + 32_768 + slack;
    terms[4 * i + 1] = (tables[c + i]! - tables[a + i]!) * 65_536;
    terms[4 * i + 2] = (tables[b + i]! - tables[a + i]!) * 65_536;
    terms[4 * i + 3] = (tables[a + i]! - tables[b + i]! - tables[c + i]! + tables[d + i]!) * 65_536;
  }
  const doubtful = blendTerms(data, out, window, columns.share, rows.share, terms);
  for (let k = 0; k < doubtful.length; k++) {
    const at = doubtful[k]!;
    const x = at % width;
    out[at] = blend(tables, corners, data[at]!, columns.share[x]!, rows.share[(at - x) / width]!);
  }
}

/** What float32 may lose on 8 bits, in 65,536ths: 3.5, by roundings of half of one; and what is cut off here. */
const slack = 5;

/** Gives the places where rounding could go the other way. A function of its own keeps the loop in registers. */
function blendTerms(
  data: Uint8Array,
  out: Uint8Array,
  { left, right, top, bottom }: Window,
  across: Float64Array,
  down: Float64Array,
  terms: Float64Array,
): number[] {
  const doubtful: number[] = [];
  for (let y = top; y < bottom; y++) {
    const s = down[y]!;
    for (let x = left, i = y * across.length + left; x < right; x++, i++) {
      const at = data[i]! << 2;
      const upper = terms[at]! + terms[at + 1]! * s;
      const fixed = (upper + across[x]! * (terms[at + 2]! + terms[at + 3]! * s)) | 0;
      out[i] = fixed >> 16;
      if ((fixed & 65_535) <= 2 * slack) doubtful.push(i);
    }
  }
  return doubtful;
}

type Corners = readonly [aboveLeft: number, aboveRight: number, belowLeft: number, belowRight: number];

/** Where the tables of the four tiles around a pixel begin. */
function cornersOf(columns: Neighbours, rows: Neighbours, x: number, y: number): Corners {
  const [above, below] = [rows.before[y]!, rows.after[y]!];
  const [before, after] = [columns.before[x]!, columns.after[x]!];
  return [above + before, above + after, below + before, below + after];
}

/** The blend of a level in float32, in the order of OpenCV. */
function blend(tables: PixelData, corners: Corners, level: number, q: number, s: number): number {
  const p = Math.fround(1 - q);
  const a = Math.fround(tables[corners[0] + level]! * p);
  const b = Math.fround(tables[corners[1] + level]! * q);
  const c = Math.fround(tables[corners[2] + level]! * p);
  const d = Math.fround(tables[corners[3] + level]! * q);
  const upper = Math.fround(Math.fround(a + b) * Math.fround(1 - s));
  return roundHalfEven(Math.fround(upper + Math.fround(Math.fround(c + d) * s)));
}

/** Up to where positions lie between the same tiles as the one at `start`. */
function endOfRun({ before, after }: Neighbours, start: number): number {
  let end = start + 1;
  while (end < before.length && before[end] === before[start] && after[end] === after[start]) end++;
  return end;
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
  readonly share: Float64Array;
}

/** For each position along an axis the tiles whose centres lie before and after it, and how near it is to the latter. */
function between(size: number, tile: number, tiles: number, stride: number): Neighbours {
  const [before, after, share] = [new Int32Array(size), new Int32Array(size), new Float64Array(size)];
  const inverse = Math.fround(1 / tile);
  for (let i = 0; i < size; i++) {
    const position = Math.fround(Math.fround(i * inverse) - 0.5);
    const first = Math.floor(position);
    before[i] = Math.max(first, 0) * stride;
    after[i] = Math.min(first + 1, tiles - 1) * stride;
    share[i] = Math.fround(position - first);
  }
  return { before, after, share };
}
