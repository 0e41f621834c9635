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
          let best = f32x4.splat(-Infinity);
          let where = i32x4.splat(-1);
          let tap = 0;
          for (let h = h0; h < h1; h++) {
            let p = x + line * h + pixel * w0 + o;
            for (let w = w0; w < w1; w++, tap++) {
              const v = loadLanes(p, n);
              const more = f32x4.gt(v, best);
              best = v128.bitselect(v, best, more);
              where = v128.bitselect(i32x4.splat(tap), where, more);
              p += pixel;
            }
          }
          const g = loadLanes(dy + o, n);
          tap = 0;
          for (let h = h0; h < h1; h++) {
            let p = dx + line * h + pixel * w0 + o;
            for (let w = w0; w < w1; w++, tap++) {
              const mine = v128.and(g, i32x4.eq(where, i32x4.splat(tap)));
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
  const pixel = (<usize>channels) << 2;
  const line = pixel * width;
  const share = f32x4.splat(factor);
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
          const g = f32x4.mul(loadLanes(dy + o, n), share);
          for (let h = h0; h < h1; h++) {
            let p = dx + line * h + pixel * w0 + o;
            for (let w = w0; w < w1; w++) {
              storeLanes(p, f32x4.add(loadLanes(p, n), g), n);
              p += pixel;
            }
          }
        }
        dy += pixel;
      }
    }
    dx += line * height;
  }
}
