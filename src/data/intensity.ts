import { check, checkInRange } from '../core/check';
import type { Image, PixelData } from './image';
import { whiteOf } from './image';
import { mapValues, saturate } from './pixels';

/** The two knobs of {@link adjustBrightnessContrast}, on the scale that image editors use. */
export interface AdjustBrightnessContrastArgs {
  /** −255 (black) to 255 (white). Default 0. */
  brightness?: number | undefined;
  /** −127 (all grey) to below 131 (black and white). Default 0. */
  contrast?: number | undefined;
}

/**
 * Brightness b, then contrast c, each a line that saturates at black and white.
 *
 * At 8 bits: b > 0 gives x · (255 − b)/255 + b, b < 0 gives x · (255 + b)/255; then with
 * f = 131 · (c + 127) / (127 · (131 − c)), x · f + 127 · (1 − f). Each step rounds half to even. Other depths
 * use the same lines on their own range; floats are neither rounded nor clipped. `brightness: -40, contrast: -120`
 * is the first contrast variant of the reference pipeline of chest X-ray segmentation.
 *
 * @param image any channels (alpha is changed too: {@link toGrey} drops it), any depth
 * @returns a new image of the same size, channels and depth
 * @throws RangeError when a knob is outside its range
 * @example
 * ```ts
 * import { adjustBrightnessContrast, createImage } from 'hilum';
 *
 * const image = createImage({ width: 3, height: 1, data: new Uint8Array([0, 127, 255]) });
 * adjustBrightnessContrast(image, { brightness: -40, contrast: -120 }).data; // 123, 126, 130
 * ```
 */
export function adjustBrightnessContrast<Data extends PixelData>(
  image: Image<Data>,
  { brightness = 0, contrast = 0 }: AdjustBrightnessContrastArgs,
): Image<Data> {
  checkInRange('adjustBrightnessContrast', 'brightness', brightness, -255, 255);
  check(
    contrast >= -127 && contrast < 131,
    `adjustBrightnessContrast: contrast must be at least -127 and below 131, got ${contrast}.`,
  );
  const white = whiteOf(image);
  const unit = white / 255;
  const gain = (255 - Math.abs(brightness)) / 255;
  const bias = Math.max(brightness, 0) * unit;
  const f = (131 * (contrast + 127)) / (127 * (131 - contrast));
  const lift = 127 * unit * (1 - f);
  return mapValues(image, (x) => {
    const bright = x * gain + bias;
    return (image.depth === 32 ? bright : saturate(bright, white)) * f + lift;
  });
}

/** The line of {@link scaleIntensity}. */
export interface ScaleIntensityArgs {
  /** Default 1. */
  gain?: number | undefined;
  /** In units of the image's values. Default 0. */
  bias?: number | undefined;
}

/**
 * gain · x + bias, saturating at black and white and rounding half to even; floats are neither rounded nor clipped.
 * `gain: 1.5, bias: 0.7` is the second contrast variant of the reference pipeline of chest X-ray segmentation.
 *
 * @param image any channels (alpha is changed too: {@link toGrey} drops it), any depth
 * @returns a new image of the same size, channels and depth
 * @throws RangeError when `gain` or `bias` is not finite
 * @example
 * ```ts
 * import { createImage, scaleIntensity } from 'hilum';
 *
 * const image = createImage({ width: 3, height: 1, data: new Uint8Array([0, 100, 200]) });
 * scaleIntensity(image, { gain: 1.5, bias: 0.7 }).data; // 1, 151, 255
 * ```
 */
export function scaleIntensity<Data extends PixelData>(
  image: Image<Data>,
  { gain = 1, bias = 0 }: ScaleIntensityArgs,
): Image<Data> {
  check(
    Number.isFinite(gain) && Number.isFinite(bias),
    `scaleIntensity: gain and bias must be finite, got ${gain} and ${bias}.`,
  );
  return mapValues(image, (x) => gain * x + bias);
}
