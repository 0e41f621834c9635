import { check } from '../core/check';
import { toDepth8 } from './depth';
import { createImage, type Image } from './image';

/**
 * Any image as RGB of 8 bits, for showing it: grey is repeated, alpha is left out, and other depths are
 * brought to 8 bits as {@link toDepth8} does.
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
  const { width, height, channels } = image;
  check(
    channels <= 4,
    `toRgb: image must have 1 to 4 channels, got ${channels}. Pass one of its planes as a grey image.`,
  );
  const { data } = toDepth8(image);
  // Where green and blue lie behind red.
  const [green, blue] = channels < 3 ? [0, 0] : [1, 2];
  const rgb = new Uint8Array(width * height * 3);
  for (let at = 0, out = 0; at < data.length; at += channels) {
    rgb[out++] = data[at]!;
    rgb[out++] = data[at + green]!;
    rgb[out++] = data[at + blue]!;
  }
  return createImage({ width, height, channels: 3, data: rgb });
}
