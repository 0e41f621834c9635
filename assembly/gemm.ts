import { activate, LINEAR } from './activation';
import { loadLanes, madd, storeLanes } from './lanes';

// The product of two blocks that fit in the caches, 4 rows by 8 columns in registers at a time. Larger register blocks
// do not pay in V8: with an addition and a multiplication apart it has 15 registers, and spills beyond.

/** What the accumulators start from. */
export const FROM_ZERO: i32 = 0;
export const FROM_BIAS: i32 = 1;
export const FROM_OUTPUT: i32 = 2;

/**
 * c[m][n] = Σₖ a[m][k]·b[k][n], for m rows of `a` (stride `lda` bytes) and panels of 8 columns of `b`, each panel
 * [k][8] with the columns beyond n zero. `c` has rows of `ldc` bytes; nothing beyond its n columns is touched.
 * `from` says whether c starts from zero, from the bias, or from what it holds; then comes the activation.
 */
export function gemm(
  a: usize,
  lda: usize,
  b: usize,
  c: usize,
  ldc: usize,
  m: i32,
  n: i32,
  k: i32,
  from: i32,
  bias: usize,
  activation: i32,
  alpha: f32,
): void {
  product<f32>(a, lda, lda << 2, b, c, ldc, m, n, k, from, bias, activation, alpha, false);
}

/**
 * c = a·b as above from zero, for m a multiple of 4 and n of 8. Winograd's many short products have this form, and
 * spend much of their time outside the inner loop, where this has nothing left to decide.
 */
export function gemmWhole(a: usize, lda: usize, b: usize, c: usize, ldc: usize, m: i32, n: i32, k: i32): void {
  product<f32>(a, lda, lda << 2, b, c, ldc, m, n, k, FROM_ZERO, 0, LINEAR, 0, true);
}

/**
 * c[m][n] (+)= Σₜ a[t][m]·b[t][n]: the product over the rows of both. `a` lies in panels of 4 columns, each [t][4],
 * and `b` in panels of 8, each [t][8], with zeros beyond their last columns; `c` has rows of `ldc` bytes.
 */
export function gemmTransposed(
  a: usize,
  b: usize,
  c: usize,
  ldc: usize,
  m: i32,
  n: i32,
  t: i32,
  accumulate: i32,
): void {
  const from = accumulate ? FROM_OUTPUT : FROM_ZERO;
  product<v128>(a, 4, (<usize>t) << 4, b, c, ldc, m, n, t, from, 0, LINEAR, 0, false);
}

/**
 * The loop of all three, compiled into each with what it knows beforehand. Of `a`, rows lie `apart` bytes from each
 * other, the next four rows `group` bytes on, and the next value of a row one `Step` on. `whole` promises that m is a
 * multiple of 4 and n of 8.
 */
// @ts-ignore: decorator
@inline
function product<Step>(
  a: usize,
  apart: usize,
  group: usize,
  b: usize,
  c: usize,
  ldc: usize,
  m: i32,
  n: i32,
  k: i32,
  from: i32,
  bias: usize,
  activation: i32,
  alpha: f32,
  whole: bool,
): void {
  const panelBytes = (<usize>k) << 5;
  for (let j = 0; j < n; j += 8) {
    const columns = whole ? 8 : n - j;
    const end = b + panelBytes;
    let row = a;
    let q = c;
    for (let i = 0; i < m; i += 4) {
      const rows = whole ? 4 : m - i;
      // Rows beyond the end repeat the last one: they are computed and never stored.
      let p0 = row;
      let p1 = p0 + (rows > 1 ? apart : 0);
      let p2 = p1 + (rows > 2 ? apart : 0);
      let p3 = p2 + (rows > 3 ? apart : 0);
      row += group;
      let c00 = f32x4.splat(0);
      let c01 = c00;
      if (from == FROM_BIAS) {
        c00 = loadLanes(bias + ((<usize>j) << 2), columns);
        c01 = loadLanes(bias + ((<usize>j) << 2) + 16, columns - 4);
      }
      let c10 = c00;
      let c11 = c01;
      let c20 = c00;
      let c21 = c01;
      let c30 = c00;
      let c31 = c01;
      if (from == FROM_OUTPUT) {
        const q1 = q + (rows > 1 ? ldc : 0);
        const q2 = q1 + (rows > 2 ? ldc : 0);
        const q3 = q2 + (rows > 3 ? ldc : 0);
        c00 = loadLanes(q, columns);
        c01 = loadLanes(q + 16, columns - 4);
        c10 = loadLanes(q1, columns);
        c11 = loadLanes(q1 + 16, columns - 4);
        c20 = loadLanes(q2, columns);
        c21 = loadLanes(q2 + 16, columns - 4);
        c30 = loadLanes(q3, columns);
        c31 = loadLanes(q3 + 16, columns - 4);
      }
      // Two steps a round, with a way out between them: V8 loads all that a stretch without branches needs before it
      // computes, so a longer stretch runs out of registers, and a shorter one has more to count.
      for (let u = b; ; u += 64) {
        const u0 = v128.load(u);
        const u1 = v128.load(u, 16);
        const v0 = v128.load_splat<f32>(p0);
        c00 = madd(v0, u0, c00);
        c01 = madd(v0, u1, c01);
        const v1 = v128.load_splat<f32>(p1);
        c10 = madd(v1, u0, c10);
        c11 = madd(v1, u1, c11);
        const v2 = v128.load_splat<f32>(p2);
        c20 = madd(v2, u0, c20);
        c21 = madd(v2, u1, c21);
        const v3 = v128.load_splat<f32>(p3);
        c30 = madd(v3, u0, c30);
        c31 = madd(v3, u1, c31);
        if (u + 32 == end) break;
        const w0 = v128.load(u, 32);
        const w1 = v128.load(u, 48);
        const x0 = v128.load_splat<f32>(p0, sizeof<Step>());
        c00 = madd(x0, w0, c00);
        c01 = madd(x0, w1, c01);
        const x1 = v128.load_splat<f32>(p1, sizeof<Step>());
        c10 = madd(x1, w0, c10);
        c11 = madd(x1, w1, c11);
        const x2 = v128.load_splat<f32>(p2, sizeof<Step>());
        c20 = madd(x2, w0, c20);
        c21 = madd(x2, w1, c21);
        const x3 = v128.load_splat<f32>(p3, sizeof<Step>());
        c30 = madd(x3, w0, c30);
        c31 = madd(x3, w1, c31);
        if (u + 64 == end) break;
        p0 += 2 * sizeof<Step>();
        p1 += 2 * sizeof<Step>();
        p2 += 2 * sizeof<Step>();
        p3 += 2 * sizeof<Step>();
      }
      store8(q, c00, c01, columns, activation, alpha);
      q += ldc;
      if (rows > 1) store8(q, c10, c11, columns, activation, alpha);
      q += ldc;
      if (rows > 2) store8(q, c20, c21, columns, activation, alpha);
      q += ldc;
      if (rows > 3) store8(q, c30, c31, columns, activation, alpha);
      q += ldc;
    }
    b = end;
    c += 32;
  }
}

// @ts-ignore: decorator
@inline
function store8(q: usize, low: v128, high: v128, columns: i32, activation: i32, alpha: f32): void {
  if (activation != LINEAR) {
    low = activate(low, activation, alpha);
    high = activate(high, activation, alpha);
  }
  if (columns >= 8) {
    v128.store(q, low);
    v128.store(q, high, 16);
  } else {
    storeLanes(q, low, columns);
    storeLanes(q + 16, high, columns - 4);
  }
}
