import { activate } from './activation';
import { storeLanes, sub } from './lanes';

// How the transforms of Winograd end: what they write, and whether it can be trusted.

/** Activates and writes the first `pixels` of four neighbouring pixels, `step` bytes apart, `n` channels of each. */
// @ts-ignore: decorator
@inline
export function storePixels(
  q: usize,
  step: usize,
  pixels: i32,
  n: i32,
  y0: v128,
  y1: v128,
  y2: v128,
  y3: v128,
  activation: i32,
  alpha: f32,
): void {
  if (n >= 4 && pixels == 4) {
    v128.store(q, activate(y0, activation, alpha));
    v128.store(q + step, activate(y1, activation, alpha));
    v128.store(q + step * 2, activate(y2, activation, alpha));
    v128.store(q + step * 3, activate(y3, activation, alpha));
  } else {
    storeLanes(q, activate(y0, activation, alpha), n);
    if (pixels > 1) storeLanes(q + step, activate(y1, activation, alpha), n);
    if (pixels > 2) storeLanes(q + step * 2, activate(y2, activation, alpha), n);
    if (pixels > 3) storeLanes(q + step * 3, activate(y3, activation, alpha), n);
  }
}

/** 1 when one of the terms of a sum was not finite: only then the sum is not, and x − x is 0 only where x is finite. */
// @ts-ignore: decorator
@inline
export function isNotFinite(sum: v128): i32 {
  return v128.any_true(f32x4.ne(sub(sum, sum), f32x4.splat(0))) ? 1 : 0;
}
