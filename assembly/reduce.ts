import { loadLanes } from './lanes';

// Sums over all pixels of an image [..., C], channel by channel. 64 rows are added in single precision, the blocks
// in double: as exact as a sum in double for every purpose here, at the speed of the memory.

const BLOCK = 64;

// @ts-ignore: decorator
@inline
function addLanes(sums: usize, v: v128): void {
  v128.store(sums, f64x2.add(v128.load(sums), f64x2.promote_low_f32x4(v)));
  const high = i8x16.shuffle(v, v, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15);
  v128.store(sums, f64x2.add(v128.load(sums, 16), f64x2.promote_low_f32x4(high)), 16);
}

/** Folds `period` double sums into `channels` floats, times `factor`. */
// @ts-ignore: decorator
@inline
function fold(sums: usize, y: usize, channels: i32, period: i32, factor: f64): void {
  for (let c = 0; c < channels; c++) {
    let total: f64 = 0;
    for (let j = c; j < period; j += channels) total += load<f64>(sums + ((<usize>j) << 3));
    store<f32>(y + ((<usize>c) << 2), <f32>(total * factor));
  }
}

/**
 * y[c] = factor · Σ x[i] over all i with i mod channels = c, of n floats. `period` is a multiple of `channels` and
 * of 16; `sums` is scratch of `period` doubles.
 */
export function sumRows(x: usize, y: usize, n: i32, channels: i32, period: i32, factor: f64, sums: usize): void {
  memory.fill(sums, 0, (<usize>period) << 3);
  const stride = (<usize>period) << 2;
  let i = 0;
  for (; i + period <= n;) {
    const rows = min(BLOCK, (n - i) / period);
    for (let j = 0; j < period; j += 16) {
      let p = x + ((<usize>j) << 2);
      let a = f32x4.splat(0);
      let b = a;
      let c = a;
      let d = a;
      for (let r = 0; r < rows; r++) {
        a = f32x4.add(a, v128.load(p));
        b = f32x4.add(b, v128.load(p, 16));
        c = f32x4.add(c, v128.load(p, 32));
        d = f32x4.add(d, v128.load(p, 48));
        p += stride;
      }
      const s = sums + ((<usize>j) << 3);
      addLanes(s, a);
      addLanes(s + 32, b);
      addLanes(s + 64, c);
      addLanes(s + 96, d);
    }
    x += stride * rows;
    i += period * rows;
  }
  for (let j = 0; j < n - i; j += 4) {
    const o = (<usize>j) << 2;
    addLanes(sums + (o << 1), loadLanes(x + o, n - i - j));
  }
  fold(sums, y, channels, period, factor);
}

/**
 * The two sums that the gradient of batch normalisation rests on: first[c] = Σ dy, second[c] = Σ dy · (x − mean).
 * `mean` is repeated to `period`; `sums` is scratch of twice `period` doubles.
 */
export function batchNormSums(
  dy: usize,
  x: usize,
  mean: usize,
  first: usize,
  second: usize,
  n: i32,
  channels: i32,
  period: i32,
  sums: usize,
): void {
  memory.fill(sums, 0, (<usize>period) << 4);
  const products = sums + ((<usize>period) << 3);
  const stride = (<usize>period) << 2;
  let i = 0;
  for (; i + period <= n;) {
    const rows = min(BLOCK, (n - i) / period);
    for (let j = 0; j < period; j += 8) {
      const o = (<usize>j) << 2;
      let p = x + o;
      let q = dy + o;
      const m0 = v128.load(mean + o);
      const m1 = v128.load(mean + o, 16);
      let a = f32x4.splat(0);
      let b = a;
      let c = a;
      let d = a;
      for (let r = 0; r < rows; r++) {
        const g0 = v128.load(q);
        const g1 = v128.load(q, 16);
        a = f32x4.add(a, g0);
        b = f32x4.add(b, g1);
        c = f32x4.add(c, f32x4.mul(g0, f32x4.sub(v128.load(p), m0)));
        d = f32x4.add(d, f32x4.mul(g1, f32x4.sub(v128.load(p, 16), m1)));
        p += stride;
        q += stride;
      }
      const s = o << 1;
      addLanes(sums + s, a);
      addLanes(sums + s + 32, b);
      addLanes(products + s, c);
      addLanes(products + s + 32, d);
    }
    x += stride * rows;
    dy += stride * rows;
    i += period * rows;
  }
  for (let j = 0; j < n - i; j += 4) {
    const o = (<usize>j) << 2;
    const g = loadLanes(dy + o, n - i - j);
    const centred = f32x4.sub(loadLanes(x + o, n - i - j), v128.load(mean + o));
    addLanes(sums + (o << 1), g);
    addLanes(products + (o << 1), f32x4.mul(g, centred));
  }
  fold(sums, first, channels, period, 1);
  fold(products, second, channels, period, 1);
}
