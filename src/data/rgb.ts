import { check } from '../core/check';
import { createImage, whiteOf, type Image } from './image';

/**
 * Any image as RGB of 8 bits, for showing it: grey is repeated, alpha is left out, 16 bits are divided by 257 and
 * floats are multiplied by 255, each value rounded and held within 0 to 255.
 *
 * @param image any depth, 1 to 4 channels
 * @returns a new image of the same width and height, 3 channels, depth 8
 * @throws RangeError when the image has more than 4 channels
 *
 * @example
 * ```ts
 * import { createImage, toRgb } from 'hilum';
 *
 * const grey = createImage({ width: 2, height: 1, data: Uint16Array.of(0, 65535) });
 * console.log(toRgb(grey).data); // Uint8Array [0, 0, 0, 255, 255, 255]
 * ```
 */
export function toRgb(image: Image): Image<Uint8Array> {
  const { width, height, channels, data } = image;
  check(
    channels <= 4,
    `toRgb: an image has 1 to 4 channels, got ${channels}. Pass one of its planes as a grey image.`,
  );
  const scale = 255 / whiteOf(image);
  const colours = channels < 3 ? [0, 0, 0] : [0, 1, 2];
  const rgb = new Uint8ClampedArray(width * height * 3);
  let out = 0;
  for (let at = 0; at < data.length; at += channels) {
    for (const colour of colours) rgb[out++] = data[at + colour]! * scale;
  }
  return createImage({ width, height, channels: 3, data: new Uint8Array(rgb.buffer) });
}
