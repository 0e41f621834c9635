import { checkIntegers } from '../core/check';

/** The size that `resizeArea`, `resizeBilinear`, `resizeCubic` and `resizeNearest` bring an image to, in pixels. */
export interface ResizeArgs {
  width: number;
  height: number;
}

/** Requires a size of whole positive pixels. */
export function checkSize(caller: string, { width, height }: ResizeArgs): void {
  checkIntegers(caller, { width, height }, 1);
}

/** Pixels of the old image a pixel of the new one, with OpenCV's two roundings. */
export function scaleOf(from: number, to: number): number {
  return 1 / (to / from);
}
