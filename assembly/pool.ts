import { loadLanes, storeLanes } from './lanes';

/**
 * The gradient of max pooling: each window gives its dy to its first maximum, four channels at a time.
 * A window without a value above −∞ (all NaN, say) gives nothing.
 */
export function maxPoolGrad(
  x: usize,
  dy: usize,
  dx: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  kernelHeight: i32,
  kernelWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  top: i32,
  left: i32,
): void {
  poolGrad(
    x, dy, dx, batch, height, width, channels, outHeight, outWidth, kernelHeight, kernelWidth, strideHeight,
    strideWidth, top, left, 1, true,
  );
}

/** The gradient of average pooling: each window spreads dy · factor over its pixels inside the image. */
export function avgPoolGrad(
  dy: usize,
  dx: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  kernelHeight: i32,
  kernelWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  top: i32,
  left: i32,
  factor: f32,
): void {
  poolGrad(
    0, dy, dx, batch, height, width, channels, outHeight, outWidth, kernelHeight, kernelWidth, strideHeight,
    strideWidth, top, left, factor, false,
  );
}

/** Every window gives its dy · factor to its pixels: to the first maximum of x alone with `toMaximum`, else to all. */
// @ts-ignore: decorator
@inline
function poolGrad(
  x: usize,
  dy: usize,
  dx: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  kernelHeight: i32,
  kernelWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  top: i32,
  left: i32,
  factor: f32,
  toMaximum: bool,
): void {
  const pixel = (<usize>channels) << 2;
  const line = pixel * width;
  memory.fill(dx, 0, line * height * batch);
  for (let b = 0; b < batch; b++) {
    for (let i = 0; i < outHeight; i++) {
      const h0 = max(i * strideHeight - top, 0);
      const h1 = min(i * strideHeight - top + kernelHeight, height);
      for (let j = 0; j < outWidth; j++) {
        const w0 = max(j * strideWidth - left, 0);
        const w1 = min(j * strideWidth - left + kernelWidth, width);
        for (let c = 0; c < channels; c += 4) {
          const n = channels - c;
          const o = (<usize>c) << 2;
          let where = i32x4.splat(0);
          if (toMaximum) where = firstMaximum(x + o, line, pixel, h0, h1, w0, w1, n);
          let g = loadLanes(dy + o, n);
          if (!toMaximum) g = f32x4.mul(g, f32x4.splat(factor));
          let tap = 0;
          for (let h = h0; h < h1; h++) {
            let p = dx + line * h + pixel * w0 + o;
            for (let w = w0; w < w1; w++, tap++) {
              const mine = toMaximum ? v128.and(g, i32x4.eq(where, i32x4.splat(tap))) : g;
              storeLanes(p, f32x4.add(loadLanes(p, n), mine), n);
              p += pixel;
            }
          }
        }
        dy += pixel;
      }
    }
    x += line * height;
    dx += line * height;
  }
}

/** For each of four channels, the number of the window's pixel that is its first maximum; −1 where none is above −∞. */
// @ts-ignore: decorator
@inline
function firstMaximum(x: usize, line: usize, pixel: usize, h0: i32, h1: i32, w0: i32, w1: i32, n: i32): v128 {
  let best = f32x4.splat(-Infinity);
  let where = i32x4.splat(-1);
  let tap = 0;
  for (let h = h0; h < h1; h++) {
    let p = x + line * h + pixel * w0;
    for (let w = w0; w < w1; w++, tap++) {
      const v = loadLanes(p, n);
      const more = f32x4.gt(v, best);
      best = v128.bitselect(v, best, more);
      where = v128.bitselect(i32x4.splat(tap), where, more);
      p += pixel;
    }
  }
  return where;
}
