import { loadLanes, madd, storeLanes } from './lanes';

/**
 * y = (x − mean) · factor + offset over n floats, the three vectors repeated to `period`. The mean is taken off
 * first: folded into one offset it would cancel where it is large against the deviation.
 */
export function batchNormRows(
  x: usize,
  mean: usize,
  factor: usize,
  offset: usize,
  y: usize,
  n: i32,
  period: i32,
): void {
  for (let i = 0; i < n; i += period) {
    const rest = min(period, n - i);
    let j = 0;
    for (; j + 8 <= rest; j += 8) {
      const o = (<usize>j) << 2;
      const a = f32x4.sub(v128.load(x + o), v128.load(mean + o));
      const b = f32x4.sub(v128.load(x + o, 16), v128.load(mean + o, 16));
      v128.store(y + o, madd(a, v128.load(factor + o), v128.load(offset + o)));
      v128.store(y + o, madd(b, v128.load(factor + o, 16), v128.load(offset + o, 16)), 16);
    }
    for (; j < rest; j += 4) {
      const o = (<usize>j) << 2;
      const a = f32x4.sub(loadLanes(x + o, rest - j), v128.load(mean + o));
      storeLanes(y + o, madd(a, v128.load(factor + o), v128.load(offset + o)), rest - j);
    }
    const bytes = (<usize>period) << 2;
    x += bytes;
    y += bytes;
  }
}

/** factor[c] = scale[c] / √(variance[c] + epsilon); an absent scale (address 0) is 1. */
export function batchNormFactor(variance: usize, scale: usize, factor: usize, channels: i32, epsilon: f32): void {
  for (let c = 0; c < channels; c++) {
    const o = (<usize>c) << 2;
    const s: f32 = scale == 0 ? 1 : load<f32>(scale + o);
    store<f32>(factor + o, s / sqrt<f32>(load<f32>(variance + o) + epsilon));
  }
}
