import type { DatasetProblem } from './dataset-problems';
import { whiteOf, type Image } from './image';
import { middleOf } from './rescale';

/** What is seen of one mask. */
export interface MaskCheck {
  /** Share of the pixels that are inside in at least one channel, 0 to 1. */
  readonly share: number;
  readonly problems: DatasetProblem[];
}

/**
 * Looks at a mask beside its image: of another size (error), empty (error), inverted (error: more than half of the
 * pixels at the border are inside, and more than half of all), neither 0 nor white (warning), a share of pixels inside
 * that lies outside of `shareRange` (warning).
 */
export function checkMask(
  name: string,
  image: Image,
  mask: Image,
  shareRange: readonly [number, number],
): MaskCheck {
  const { width, height, channels, data } = mask;
  const white = whiteOf(mask);
  const middle = middleOf(mask);
  let inside = 0;
  let atBorder = 0;
  let between = 0;
  let largest = -Infinity;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let any = false;
      for (let c = 0; c < channels; c++, i++) {
        const value = data[i]!;
        if (value > middle) any = true;
        if (value !== 0 && value !== white) between++;
        if (value > largest) largest = value;
      }
      if (!any) continue;
      inside++;
      if (y === 0 || x === 0 || y === height - 1 || x === width - 1) atBorder++;
    }
  }
  const pixels = width * height;
  const share = inside / pixels;
  const border = width < 3 || height < 3 ? pixels : 2 * (width + height) - 4;
  const percent = (part: number): string => `${(100 * part).toFixed(1)} %`;

  const problems: DatasetProblem[] = [];
  const found = (
    severity: DatasetProblem['severity'],
    kind: DatasetProblem['kind'],
    message: string,
  ): void => {
    problems.push({ severity, kind, names: [name], message });
  };
  if (width !== image.width || height !== image.height) {
    found(
      'error',
      'mask of another size',
      `The mask has ${width}×${height} pixels, its image ${image.width}×${image.height}.`,
    );
  }
  if (between > 0) {
    found(
      'warning',
      'mask not binary',
      `${percent(between / data.length)} of the mask is neither 0 nor ${white}; it is cut at ${middle}.`,
    );
  }
  if (inside === 0) {
    found('error', 'mask empty', `Nothing in the mask is above ${middle}; its largest value is ${largest}.`);
  } else if (atBorder > border / 2 && share > 0.5) {
    found(
      'error',
      'mask inverted',
      `White is outside: ${percent(atBorder / border)} of the border and ${percent(share)} of the mask.`,
    );
  } else if (share < shareRange[0] || share > shareRange[1]) {
    found(
      'warning',
      'mask share unlikely',
      `The mask covers ${percent(share)}, not between ${percent(shareRange[0])} and ${percent(shareRange[1])}.`,
    );
  }
  return { share, problems };
}
