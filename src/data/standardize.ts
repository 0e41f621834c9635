import { check } from '../core/check';
import type { Image } from './image';
import { mapPixels } from './pixels';

/** What {@link standardize} looks at. */
export interface StandardizeArgs {
  /** Mean and deviation are taken where it is not 0; all pixels change. One channel. Default: everywhere. */
  mask?: Image | undefined;
}

/**
 * The z-score of each value: (x − mean) / deviation, over all channels together, the deviation dividing by n as
 * NumPy's `std`. Where the deviation is 0, as in an image of one level, it counts as 1, so that one level becomes 0.
 *
 * The result depends on what the image shows: a film with a wide black rim has another mean than one without. The same
 * scale for every image is {@link rescale}'s.
 *
 * @param image any channels, any depth, finite
 * @returns a new float image of the same size and channels
 * @throws RangeError when the mask has another size, several channels, or is 0 everywhere
 * @example
 * ```ts
 * import { createImage, standardize } from 'hilum';
 *
 * standardize(createImage({ width: 2, height: 1, data: new Uint8Array([100, 120]) })).data; // −1, 1
 * ```
 */
export function standardize(image: Image, { mask }: StandardizeArgs = {}): Image<Float32Array> {
  const { width, height, channels, data } = image;
  check(
    !mask || (mask.width === width && mask.height === height && mask.channels === 1),
    `standardize: mask must be ${width}×${height} of 1 channel, as the image, ` +
      `got ${mask?.width}×${mask?.height} of ${mask?.channels}.`,
  );
  const counts = (i: number): boolean =>
    !mask || mask.data[channels === 1 ? i : Math.floor(i / channels)]! !== 0;
  const mean = meanOf(data.length, counts, (i) => data[i]!);
  check(!Number.isNaN(mean), 'standardize: mask must hold foreground, got none. Leave it out.');
  const deviation = Math.sqrt(meanOf(data.length, counts, (i) => (data[i]! - mean) ** 2)) || 1;
  return mapPixels(image, Float32Array, (x) => (x - mean) / deviation);
}

function meanOf(length: number, counts: (i: number) => boolean, valueOf: (i: number) => number): number {
  let sum = 0;
  let number = 0;
  for (let i = 0; i < length; i++) {
    if (!counts(i)) continue;
    sum += valueOf(i);
    number++;
  }
  return sum / number;
}
