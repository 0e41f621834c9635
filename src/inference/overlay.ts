import { check, checkInRange, checkInteger } from '../core/check';
import type { Image } from '../data/image';
import { toRgb } from '../data/rgb';
import { threshold } from '../data/threshold';

/** Red, green and blue, each 0 to 255. */
export type Color = readonly [red: number, green: number, blue: number];

/** How {@link overlay} draws. */
export interface OverlayArgs {
  /** Of the tint and the outline of the mask; default sky blue, `[51, 167, 255]`. */
  color?: Color | undefined;
  /** Of the tint, from 0 (outline only) to 1 (nothing shines through); default 0.2. The outline is opaque. */
  opacity?: number | undefined;
  /** The true mask, of which only the outline is drawn; default none. */
  truth?: Image | undefined;
  /** Of the outline of the true mask; default amber, `[255, 176, 0]`. */
  truthColor?: Color | undefined;
  /** Of the outlines, in pixels; default the longer side / 256, rounded, at least 1. */
  lineWidth?: number | undefined;
}

/**
 * Draws a mask over its image, to look at: a tint inside, `round((1 − opacity)·x + opacity·color)`, and an
 * outline, which are the pixels of the mask up to `lineWidth` steps from its edge (the edge of the image is an edge).
 *
 * With `truth` the outline of the true mask lies below that of the mask, in another colour: where the two agree
 * only the mask's outline is seen, where they disagree both are. An empty mask draws nothing.
 *
 * @param image any depth, 1 to 4 channels; shown as {@link toRgb} does
 * @param mask of the same width and height, one channel; more than half of white is inside
 * @returns a new RGB image of 8 bits and of the same width and height
 * @throws RangeError when the sizes differ, a mask has more than one channel, or an option is out of its range
 *
 * @example
 * ```ts
 * import { createImage, overlay } from 'hilum';
 *
 * const image = createImage({ width: 4, height: 4, data: new Uint8Array(16).fill(100) });
 * const mask = createImage({ width: 4, height: 4, data: new Uint8Array(16) });
 * mask.data[5] = 255;
 * const shown = overlay(image, mask, { color: [255, 0, 0] });
 * console.log(shown.channels, [...shown.data.subarray(15, 18)]); // 3 [255, 0, 0]
 * ```
 */
export function overlay(
  image: Image,
  mask: Image,
  {
    color = [51, 167, 255],
    opacity = 0.2,
    truth,
    truthColor = [255, 176, 0],
    lineWidth = Math.max(1, Math.round(Math.max(image.width, image.height) / 256)),
  }: OverlayArgs = {},
): Image<Uint8Array> {
  checkInRange('overlay', 'opacity', opacity, 0, 1);
  checkInteger('overlay', 'lineWidth', lineWidth, 1);
  const inside = insideOf('mask', mask, image);
  const trulyInside = truth && insideOf('truth', truth, image);
  const shown = toRgb(image);
  paint(shown, inside, color, opacity);
  if (trulyInside) paint(shown, outlineOf(trulyInside, image.width, lineWidth), truthColor, 1);
  paint(shown, outlineOf(inside, image.width, lineWidth), color, 1);
  return shown;
}

/** 255 where the mask is more than half of white, else 0. */
function insideOf(name: string, mask: Image, image: Image): Uint8Array {
  check(
    mask.width === image.width && mask.height === image.height,
    `overlay: ${name} must be of the image's size, ${image.width}×${image.height}, got ${mask.width}×${mask.height}. Resize one of them.`,
  );
  check(
    mask.channels === 1,
    `overlay: ${name} must have 1 channel, got ${mask.channels}. Draw one class at a time.`,
  );
  return threshold(mask).data;
}

/** Not 0 where the next background is at most `lineWidth` steps to a side, up or down away. */
function outlineOf(inside: Uint8Array, width: number, lineWidth: number): Uint8Array {
  let core = inside;
  // Each round takes away what touches the background. Outside the image is background.
  for (let round = 0; round < lineWidth; round++) {
    const deeper = new Uint8Array(inside.length);
    for (let at = width; at < core.length - width; at++)
      if (core[at] && core[at - width] && core[at + width] && at % width && (at + 1) % width)
        deeper[at] = core[at - 1]! & core[at + 1]!;
    core = deeper;
  }
  return inside.map((value, at) => value - core[at]!);
}

function paint({ data }: Image<Uint8Array>, where: Uint8Array, color: Color, opacity: number): void {
  for (let at = 0; at < where.length; at++) {
    if (!where[at]) continue;
    for (let c = 0; c < 3; c++) {
      const old = data[3 * at + c]!;
      data[3 * at + c] = Math.round(old + (color[c]! - old) * opacity);
    }
  }
}
