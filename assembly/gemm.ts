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
  const rowBytes = (<usize>k) << 2;
  for (let j = 0; j < n; j += 8) {
    const panel = b + ((<usize>(j * k)) << 2);
    const columns = n - j;
    for (let i = 0; i < m; i += 4) {
      const rows = m - i;
      let p0 = a + lda * (<usize>i);
      // Rows beyond the end repeat the last one: they are computed and never stored.
      let p1 = p0 + (rows > 1 ? lda : 0);
      let p2 = p1 + (rows > 2 ? lda : 0);
      let p3 = p2 + (rows > 3 ? lda : 0);
      const q0 = c + ldc * (<usize>i) + ((<usize>j) << 2);
      const q1 = q0 + (rows > 1 ? ldc : 0);
      const q2 = q1 + (rows > 2 ? ldc : 0);
      const q3 = q2 + (rows > 3 ? ldc : 0);
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
        c00 = loadLanes(q0, columns);
        c01 = loadLanes(q0 + 16, columns - 4);
        c10 = loadLanes(q1, columns);
        c11 = loadLanes(q1 + 16, columns - 4);
        c20 = loadLanes(q2, columns);
        c21 = loadLanes(q2 + 16, columns - 4);
        c30 = loadLanes(q3, columns);
        c31 = loadLanes(q3 + 16, columns - 4);
      }
      let u = panel;
      const end = p0 + rowBytes;
      while (p0 < end) {
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
        u += 32;
        p0 += 4;
        p1 += 4;
        p2 += 4;
        p3 += 4;
      }
      store8(q0, c00, c01, columns, activation, alpha);
      if (rows > 1) store8(q1, c10, c11, columns, activation, alpha);
      if (rows > 2) store8(q2, c20, c21, columns, activation, alpha);
      if (rows > 3) store8(q3, c30, c31, columns, activation, alpha);
    }
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

/**
 * c = a·b as above from zero, for m a multiple of 4 and n of 8. Winograd's many short products have this form, and
 * spend much of their time outside the inner loop, where this has nothing left to decide.
 */
export function gemmWhole(a: usize, lda: usize, b: usize, c: usize, ldc: usize, m: i32, n: i32, k: i32): void {
  const rowBytes = (<usize>k) << 2;
  const panelBytes = rowBytes << 3;
  for (let j = 0; j < n; j += 8) {
    let row = a;
    let q = c;
    for (let i = 0; i < m; i += 4) {
      let p0 = row;
      let p1 = p0 + lda;
      let p2 = p1 + lda;
      let p3 = p2 + lda;
      row = p3 + lda;
      let c00 = f32x4.splat(0);
      let c01 = c00;
      let c10 = c00;
      let c11 = c00;
      let c20 = c00;
      let c21 = c00;
      let c30 = c00;
      let c31 = c00;
      let u = b;
      const end = p0 + rowBytes;
      do {
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
        u += 32;
        p0 += 4;
        p1 += 4;
        p2 += 4;
        p3 += 4;
      } while (p0 < end);
      v128.store(q, c00);
      v128.store(q, c01, 16);
      q += ldc;
      v128.store(q, c10);
      v128.store(q, c11, 16);
      q += ldc;
      v128.store(q, c20);
      v128.store(q, c21, 16);
      q += ldc;
      v128.store(q, c30);
      v128.store(q, c31, 16);
      q += ldc;
    }
    b += panelBytes;
    c += 32;
  }
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
  const rows4 = (<usize>t) << 4;
  for (let j = 0; j < n; j += 8) {
    const panel = b + rows4 * (<usize>(j >> 2));
    const columns = n - j;
    for (let i = 0; i < m; i += 4) {
      const rows = m - i;
      const q0 = c + ldc * (<usize>i) + ((<usize>j) << 2);
      const q1 = q0 + (rows > 1 ? ldc : 0);
      const q2 = q1 + (rows > 2 ? ldc : 0);
      const q3 = q2 + (rows > 3 ? ldc : 0);
      let c00 = f32x4.splat(0);
      let c01 = c00;
      let c10 = c00;
      let c11 = c00;
      let c20 = c00;
      let c21 = c00;
      let c30 = c00;
      let c31 = c00;
      if (accumulate) {
        c00 = loadLanes(q0, columns);
        c01 = loadLanes(q0 + 16, columns - 4);
        c10 = loadLanes(q1, columns);
        c11 = loadLanes(q1 + 16, columns - 4);
        c20 = loadLanes(q2, columns);
        c21 = loadLanes(q2 + 16, columns - 4);
        c30 = loadLanes(q3, columns);
        c31 = loadLanes(q3 + 16, columns - 4);
      }
      let u = panel;
      let p = a + rows4 * (<usize>(i >> 2));
      const end = p + rows4;
      while (p < end) {
        const u0 = v128.load(u);
        const u1 = v128.load(u, 16);
        const v0 = v128.load_splat<f32>(p);
        c00 = madd(v0, u0, c00);
        c01 = madd(v0, u1, c01);
        const v1 = v128.load_splat<f32>(p, 4);
        c10 = madd(v1, u0, c10);
        c11 = madd(v1, u1, c11);
        const v2 = v128.load_splat<f32>(p, 8);
        c20 = madd(v2, u0, c20);
        c21 = madd(v2, u1, c21);
        const v3 = v128.load_splat<f32>(p, 12);
        c30 = madd(v3, u0, c30);
        c31 = madd(v3, u1, c31);
        u += 32;
        p += 16;
      }
      store8(q0, c00, c01, columns, LINEAR, 0);
      if (rows > 1) store8(q1, c10, c11, columns, LINEAR, 0);
      if (rows > 2) store8(q2, c20, c21, columns, LINEAR, 0);
      if (rows > 3) store8(q3, c30, c31, columns, LINEAR, 0);
    }
  }
}
