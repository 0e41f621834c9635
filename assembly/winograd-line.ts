import { fetch } from './fetch';
import { gemmWhole, wholeRows } from './gemm';
import { add, loadLanes, madd, sub } from './lanes';
import { isNotFinite, storePixels } from './winograd-output';

// A convolution of stride 1 along one axis, 1×r or r×1, by Winograd's F(4, r): n = r + 3 products of matrices give four
// neighbouring pixels, which take 4·r directly. The points are 0, `pairs` pairs ±a and infinity, so n = 2·pairs + 2, and
// what belongs to +a and −a differs in the sign of every second term only: both come from one sum of even and one of odd
// terms. Coefficients are in tables that src/wasm/winograd-line.ts makes.

/**
 * U = G w of `outputs` filters, as gemm wants its right side: position p at `u + p·positionBytes`, in panels of 8 outputs,
 * each [inputs][8], zero beyond the last output. `w` is [r][inputs][…], taps and inputs that many bytes apart. `table`
 * holds the coefficient of the first tap at point 0, then r of each pair. Scratch: 16 bytes.
 */
export function transformLineFilters(
  w: usize,
  tapBytes: usize,
  inputBytes: usize,
  inputs: i32,
  outputs: i32,
  u: usize,
  positionBytes: usize,
  pairs: i32,
  table: usize,
  scratch: usize,
): void {
  const taps = 2 * pairs - 1;
  // In the order of transformFilters, for the same reason.
  for (let c0 = 0; c0 < inputs; c0 += 4) {
    const c1 = min(inputs, c0 + 4);
    for (let c = c0; c < c1; c++) {
      for (let tap = 0; tap < taps; tap++) {
        fetch(w + inputBytes * (<usize>c) + tapBytes * (<usize>tap), (<usize>outputs) << 2, scratch);
      }
    }
    for (let k = 0; k < outputs; k += 8) {
      let g = w + inputBytes * (<usize>c0) + ((<usize>k) << 2);
      let target = u + ((<usize>(k * inputs + c0 * 8)) << 2);
      for (let c = c0; c < c1; c++) {
        transformFilter(g, tapBytes, outputs - k, target, positionBytes, pairs, table);
        g += inputBytes;
        target += 32;
      }
    }
  }
}

/** The first `n` of eight filters; the others count as zero. */
// @ts-ignore: decorator
@inline
function transformFilter(
  g: usize,
  tapBytes: usize,
  n: i32,
  u: usize,
  positionBytes: usize,
  pairs: i32,
  table: usize,
): void {
  const taps = 2 * pairs - 1;
  const g0 = loadLanes(g, n);
  const g1 = loadLanes(g + 16, n - 4);
  const first = v128.load_splat<f32>(table);
  v128.store(u, f32x4.mul(g0, first));
  v128.store(u, f32x4.mul(g1, first), 16);
  let factors = table + 4;
  let position = u + positionBytes;
  for (let pair = 0; pair < pairs; pair++) {
    const power = v128.load_splat<f32>(factors);
    let even0 = f32x4.mul(g0, power);
    let even1 = f32x4.mul(g1, power);
    let odd0 = f32x4.splat(0);
    let odd1 = odd0;
    let source = g + tapBytes;
    for (let tap = 1; tap < taps; tap += 2) {
      const oddPower = v128.load_splat<f32>(factors, 4);
      odd0 = madd(loadLanes(source, n), oddPower, odd0);
      odd1 = madd(loadLanes(source + 16, n - 4), oddPower, odd1);
      source += tapBytes;
      const evenPower = v128.load_splat<f32>(factors, 8);
      even0 = madd(loadLanes(source, n), evenPower, even0);
      even1 = madd(loadLanes(source + 16, n - 4), evenPower, even1);
      source += tapBytes;
      factors += 8;
    }
    factors += 4;
    v128.store(position, add(even0, odd0));
    v128.store(position, add(even1, odd1), 16);
    v128.store(position + positionBytes, sub(even0, odd0));
    v128.store(position + positionBytes, sub(even1, odd1), 16);
    position += positionBytes * 2;
  }
  const last = g + tapBytes * (<usize>(taps - 1));
  v128.store(position, loadLanes(last, n));
  v128.store(position, loadLanes(last + 16, n - 4), 16);
}

/**
 * y = activation(Σ + bias) for `outputs` filters transformed in `u`. Lines lie along the axis of the kernel: `across` in
 * each of `batch` images, `length` pixels each, `outLength` in the output. Bytes from an image, a line and a pixel to the
 * next are xImage, xLine and xStep, and those of y; y begins at the first of the filters.
 *
 * @param table 2·(pairs + 1) coefficients of even and odd inputs for 0 with infinity and for each pair, then a, a² and a³
 *   of each pair
 * @param tiles tiles in a block, a multiple of 4
 * @param again 1 when `v` holds all tiles, transformed by the call before this one
 * @param scratch addresses: `v` for n positions of tiles × channels (rounded up to 4) and `m` for n positions of tiles ×
 *   outputs (rounded up to 8) floats; `patch` for n·channels floats and 16 bytes more
 * @returns 1 when a value before the activation was not finite, as winogradConv
 */
export function winogradLine(
  x: usize,
  xImage: usize,
  xLine: usize,
  xStep: usize,
  length: i32,
  channels: i32,
  pad: i32,
  y: usize,
  yImage: usize,
  yLine: usize,
  yStep: usize,
  outLength: i32,
  batch: i32,
  across: i32,
  outputs: i32,
  u: usize,
  uBytes: usize,
  pairs: i32,
  table: usize,
  bias: usize,
  activation: i32,
  alpha: f32,
  tiles: i32,
  again: i32,
  v: usize,
  vBytes: usize,
  m: usize,
  mBytes: usize,
  patch: usize,
): i32 {
  const n = 2 * pairs + 2;
  const perLine = (outLength + 3) >> 2;
  const total = batch * across * perLine;
  const vTile = (<usize>((channels + 3) & ~3)) << 2;
  const panels = (outputs + 7) & ~7;
  const mTile = (<usize>panels) << 2;
  const powers = table + ((<usize>(2 * (pairs + 1) * (pairs + 1))) << 2);
  let broken = 0;
  for (let t0 = 0; t0 < total; t0 += tiles) {
    const t1 = min(total, t0 + tiles);
    if (!again) {
      for (let t = t0; t < t1; t++) {
        const line = t / perLine;
        const image = line / across;
        const first = (t - line * perLine) * 4 - pad;
        const start = x + xImage * (<usize>image) + xLine * (<usize>(line - image * across));
        transformInput(
          start, xStep, length, first, channels, v + vTile * (<usize>(t - t0)), vBytes, pairs, table, patch,
        );
      }
    }
    const rows = wholeRows(t1 - t0);
    for (let p: usize = 0; p < <usize>n; p++) {
      gemmWhole(v + vBytes * p, vTile, u + uBytes * p, m + mBytes * p, mTile, rows, panels, channels);
    }
    for (let t = t0; t < t1; t++) {
      const line = t / perLine;
      const image = line / across;
      const first = (t - line * perLine) * 4;
      const pixel = y + yImage * (<usize>image) + yLine * (<usize>(line - image * across)) + yStep * (<usize>first);
      broken |= writePixels(
        m + mTile * (<usize>(t - t0)), mBytes, pixel, yStep, min(4, outLength - first), outputs, pairs, powers, bias,
        activation, alpha,
      );
    }
  }
  return broken;
}

/** Bᵀ d of the n pixels from `first` on, of which the line may hold only some. */
function transformInput(
  line: usize,
  step: usize,
  length: i32,
  first: i32,
  channels: i32,
  v: usize,
  vBytes: usize,
  pairs: i32,
  table: usize,
  patch: usize,
): void {
  const n = 2 * pairs + 2;
  let source = line + step * (<usize>first);
  // Vectors may read up to 12 bytes beyond a pixel whose channels are no multiple of four: not beyond x.
  if (first < 0 || first + n > length || (channels & 3) != 0) {
    const pixel = (<usize>channels) << 2;
    memory.fill(patch, 0, pixel * (<usize>n));
    for (let i = max(0, -first); i < min(n, length - first); i++) {
      memory.copy(patch + pixel * (<usize>i), source + step * (<usize>i), pixel);
    }
    source = patch;
    step = pixel;
  }
  for (let c = 0; c < channels; c += 4) {
    let factors = table;
    let position = v;
    for (let group = 0; group <= pairs; group++) {
      let even = f32x4.splat(0);
      let odd = even;
      let d = source;
      for (let i = 0; i <= pairs; i++) {
        even = madd(v128.load(d), v128.load_splat<f32>(factors), even);
        odd = madd(v128.load(d + step), v128.load_splat<f32>(factors, 4), odd);
        d += step * 2;
        factors += 8;
      }
      if (group == 0) {
        v128.store(position, even);
        v128.store(position + vBytes * (<usize>(n - 1)), odd);
        position += vBytes;
      } else {
        v128.store(position, add(even, odd));
        v128.store(position + vBytes, sub(even, odd));
        position += vBytes * 2;
      }
    }
    source += 16;
    v += 16;
  }
}

/** Aᵀ m, bias and activation of four pixels, of which the line holds the first `pixels`. */
function writePixels(
  m: usize,
  mBytes: usize,
  y: usize,
  step: usize,
  pixels: i32,
  outputs: i32,
  pairs: i32,
  powers: usize,
  bias: usize,
  activation: i32,
  alpha: f32,
): i32 {
  let sum = f32x4.splat(0);
  for (let k = 0; k < outputs; k += 4) {
    const o = (<usize>k) << 2;
    const n = outputs - k;
    const b = bias ? loadLanes(bias + o, n) : f32x4.splat(0);
    let position = m + o;
    let y0 = add(v128.load(position), b);
    let y1 = b;
    let y2 = b;
    let y3 = b;
    position += mBytes;
    let a = powers;
    for (let pair = 0; pair < pairs; pair++) {
      const plus = v128.load(position);
      const minus = v128.load(position + mBytes);
      const even = add(plus, minus);
      const odd = sub(plus, minus);
      y0 = add(y0, even);
      y1 = madd(odd, v128.load_splat<f32>(a), y1);
      y2 = madd(even, v128.load_splat<f32>(a, 4), y2);
      y3 = madd(odd, v128.load_splat<f32>(a, 8), y3);
      position += mBytes * 2;
      a += 12;
    }
    y3 = add(y3, v128.load(position));
    // Every position reaches the first or the last of the four.
    sum = add(sum, add(y0, y3));
    storePixels(y + o, step, pixels, n, y0, y1, y2, y3, activation, alpha);
  }
  return isNotFinite(sum);
}
