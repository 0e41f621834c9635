import { check, checkInRange } from '../core/check';
import type { Image } from '../data/image';
import { toRgb } from '../data/rgb';
import type { Color } from './overlay';

/** How {@link overlayHeatmap} draws. */
export interface OverlayHeatmapArgs {
  /** Of the hottest places, from 0 to 1 (nothing shines through); cooler ones are clearer in proportion. Default 0.6. */
  opacity?: number | undefined;
  /** The value that is hottest; those above are drawn as it. Default: the largest of the map, at least 0. */
  max?: number | undefined;
}

/** From cold to hot, lighter all the way so that a print without colour reads the same. */
const stops: readonly Color[] = [
  [12, 8, 38],
  [84, 18, 110],
  [180, 48, 92],
  [240, 112, 38],
  [252, 178, 30],
  [252, 246, 160],
];

/**
 * Draws a map of heat over its image, to look at what {@link gradCam} and {@link occlusionMap} give: colours from dark
 * violet over red and orange to pale yellow, clearer the colder: `round((1 − a)·x + a·colour)` with a = opacity · v and
 * v = value / max, clipped to 0 … 1. Where the map is 0 or below, the image stays as it is.
 *
 * @param image any depth, 1 to 4 channels; shown as {@link toRgb} does
 * @param map of the same width and height, one channel of floats
 * @returns a new RGB image of 8 bits and of the same width and height
 * @throws RangeError when the sizes differ, the map has more than one channel, or an option is out of its range
 * @example
 * ```ts
 * import { createImage, overlayHeatmap } from 'hilum';
 *
 * const image = createImage({ width: 2, height: 1, data: Uint8Array.of(100, 100) });
 * const map = createImage({ width: 2, height: 1, data: Float32Array.of(0, 1) });
 * console.log(overlayHeatmap(image, map, { opacity: 1 }).data); // 100, 100, 100, 252, 246, 160
 * ```
 */
export function overlayHeatmap(
  image: Image,
  map: Image<Float32Array>,
  { opacity = 0.6, max = map.data.reduce((a, b) => (b > a ? b : a), 0) }: OverlayHeatmapArgs = {},
): Image<Uint8Array> {
  checkInRange('overlayHeatmap', 'opacity', opacity, 0, 1);
  check(
    map.width === image.width && map.height === image.height && map.channels === 1,
    `overlayHeatmap: map must be ${image.width}×${image.height} of 1 channel, as the image, got ${map.width}×${map.height} of ${map.channels}. Resize one of them.`,
  );
  check(max >= 0 && max < Infinity, `overlayHeatmap: max must be finite and at least 0, got ${max}.`);
  const shown = toRgb(image);
  map.data.forEach((value, p) => {
    if (!(value > 0)) return;
    const heat = Math.min(value / max, 1);
    const color = colorOf(heat);
    for (let c = 0; c < 3; c++) {
      const old = shown.data[3 * p + c]!;
      shown.data[3 * p + c] = Math.round(old + (color[c]! - old) * opacity * heat);
    }
  });
  return shown;
}

/** The colour of a heat of 0 to 1, between the two stops around it. */
function colorOf(heat: number): Color {
  const at = heat * (stops.length - 1);
  const low = Math.min(Math.floor(at), stops.length - 2);
  const [a, b] = [stops[low]!, stops[low + 1]!];
  const mix = (c: 0 | 1 | 2): number => a[c] + (b[c] - a[c]) * (at - low);
  return [mix(0), mix(1), mix(2)];
}
