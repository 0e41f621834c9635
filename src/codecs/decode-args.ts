import { check } from '../core/check';

/** What every decoder may be told. */
export interface DecodeArgs {
  /** What errors call the file. Default `'the image'`. */
  name?: string | undefined;
  /**
   * Width × height above which a file is refused before any memory is taken for it.
   * Default 2²⁶ = 67,108,864 (8192 × 8192); the largest radiography detectors have about 2 · 10⁷.
   */
  maxPixels?: number | undefined;
}

export const defaultName = 'the image';
export const defaultMaxPixels = 67_108_864;

/** Ends a decoder with the one sentence that names the file. */
export type Fail = (problem: string, cause?: unknown) => never;

/** A {@link Fail} for the file `name` in the function `caller`. */
export function failer(caller: string, name: string): Fail {
  return (problem, cause) => {
    throw new Error(`${caller}: ${name} ${problem}`, cause === undefined ? undefined : { cause });
  };
}

/** What to do about a file that lost bytes on its way. */
export const copyAgain = 'Copy or download it again.';

/** Refuses an image of no pixels, and one of more than `maxPixels`. */
export function checkPixels(
  caller: string,
  name: string,
  { width, height }: { width: number; height: number },
  maxPixels: number,
): void {
  check(width > 0 && height > 0, `${caller}: ${name} has no pixels (${width}×${height}). Leave it out.`);
  check(
    width * height <= maxPixels,
    `${caller}: ${name} promises ${width}×${height} pixels, more than maxPixels = ${maxPixels}. ` +
      'Raise maxPixels if you trust the file, or make the image smaller.',
  );
}
