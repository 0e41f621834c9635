import { check } from '../core/check';
import type { Image, PixelData } from './image';
import { createImage, whiteOf } from './image';
import { pixelsLike, saturate } from './pixels';
import type { ResizeArgs } from './resize';
import { checkSize, scaleOf } from './resize';

/**
 * An image shrunk by averaging the area that each new pixel covers: the choice for shrinking,
 * since every pixel counts and fine patterns do not turn into false ones.
 *
 * At 8 bits it equals OpenCV's `INTER_AREA` to the bit: whole factors sum integers and round half to even (2×2:
 * half up), fractions weigh the pixels at the rim in float32. So at 16 bits, up to blocks of 256 pixels; floats of
 * whole factors are added in another order than OpenCV's.
 *
 * @param image any channels, any depth
 * @returns a new image of `width` × `height`, same channels and depth
 * @throws RangeError when a size is not a positive integer, or larger than that of the image
 * @example
 * ```ts
 * import { createImage, resizeArea } from 'hilum';
 *
 * const image = createImage({ width: 3, height: 1, data: new Uint8Array([10, 20, 60]) });
 * resizeArea(image, { width: 1, height: 1 }).data; // 30
 * ```
 */
export function resizeArea<Data extends PixelData>(image: Image<Data>, size: ResizeArgs): Image<Data> {
  checkSize('resizeArea', size);
  const { width, height } = size;
  check(
    width <= image.width && height <= image.height,
    `resizeArea: width and height must be at most ${image.width} and ${image.height}, the image's own, ` +
      `got ${width} and ${height}. Enlarge with resizeBilinear.`,
  );
  const { channels, data, depth } = image;
  const scaleX = scaleOf(image.width, width);
  const scaleY = scaleOf(image.height, height);
  // Blocks of whole pixels are added up and divided at the end; others weigh each pixel by its share of the area.
  const whole = Number.isInteger(scaleX) && Number.isInteger(scaleY);
  const share = whole ? Math.fround(1 / (scaleX * scaleY)) : 1;
  const columns = spans(image.width, scaleX, width, whole);
  const rows = spans(image.height, scaleY, height, whole);
  const step = width * channels;
  const out = pixelsLike(data, height * step);
  const sums = new Float32Array(step);
  const white = depth === 32 ? 0 : whiteOf(image);
  // Halving 1, 3 or 4 channels, OpenCV rounds half up instead of half to even.
  const lift = white && scaleX === 2 && scaleY === 2 && channels !== 2 ? 0.01 : 0;

  rows.forEach((row, y) => {
    sums.fill(0);
    row.weights.forEach((rowWeight, j) => {
      const start = (row.from + j) * image.width;
      columns.forEach(({ from, weights }, x) => {
        for (let c = 0; c < channels; c++) {
          let sum = 0;
          for (let k = 0, at = (start + from) * channels + c; k < weights.length; k++, at += channels)
            sum = Math.fround(sum + Math.fround(data[at]! * weights[k]!));
          sums[x * channels + c]! += Math.fround(rowWeight * sum);
        }
      });
    });
    sums.forEach((sum, i) => {
      const mean = Math.fround(sum * share);
      out[y * step + i] = white ? saturate(mean + lift, white) : mean;
    });
  });
  return createImage({ width, height, channels, data: out });
}

/**
 * The old pixels, one after another, that each of `count` new ones covers, and what they weigh: 1 in `whole` blocks,
 * else the share of the new pixel that they make, rims under a thousandth of a pixel left out.
 */
function spans(
  size: number,
  scale: number,
  count: number,
  whole: boolean,
): { from: number; weights: number[] }[] {
  return Array.from({ length: count }, (_, i) => {
    const low = i * scale;
    const high = Math.min(low + scale, size);
    const from = Math.floor(low);
    const weights: number[] = [];
    for (let pixel = from; pixel < high; pixel++) {
      const covered = Math.min(pixel + 1, high) - Math.max(pixel, low);
      weights.push(covered > 1e-3 ? Math.fround(covered / (whole ? 1 : Math.min(scale, size - low))) : 0);
    }
    return { from, weights };
  });
}
