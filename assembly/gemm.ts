import { LINEAR } from './activation';
import { fiveRows, fourRows, FROM_BIAS, FROM_OUTPUT, FROM_ZERO } from './register-block';

// The product of two blocks that fit in the caches.

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
 * c = a·b as above from zero, for m of `wholeRows` and n a multiple of 8. Winograd's many short products have this form, and
 * spend much of their time outside the inner loop, where this has nothing left to decide.
 */
export function gemmWhole(a: usize, lda: usize, b: usize, c: usize, ldc: usize, m: i32, n: i32, k: i32): void {
  product<f32>(a, lda, lda << 2, b, c, ldc, m, n, k, FROM_ZERO, 0, LINEAR, 0, true);
}

/** The least number of rows, from m on, that groups of four and five make up. */
export function wholeRows(m: i32): i32 {
  return ASC_FEATURE_RELAXED_SIMD && m >= 12 ? m : (m + 3) & ~3;
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
 * other, the next four rows `group` bytes on, and the next value of a row one `Step` on. `whole` promises that m is
 * one of `wholeRows` and n a multiple of 8.
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
  const fives = ASC_FEATURE_RELAXED_SIMD && sizeof<Step>() == 4 ? groupsOfFive(m) : 0;
  for (let j = 0; j < n; j += 8) {
    const columns = whole ? 8 : n - j;
    const start = from == FROM_BIAS ? bias + ((<usize>j) << 2) : 0;
    let row = a;
    let q = c;
    for (let i = 0; i < fives; i++) {
      fiveRows(row, apart, b, b + panelBytes, q, ldc, columns, from, start, activation, alpha);
      row += apart * 5;
      q += ldc * 5;
    }
    for (let i = fives * 5; i < m; i += 4) {
      fourRows<Step>(
        row, apart, b, b + panelBytes, q, ldc, whole ? 4 : m - i, columns, from, start, activation, alpha,
      );
      row += group;
      q += ldc << 2;
    }
    b += panelBytes;
    c += 32;
  }
}

/** How many groups of five rows leave rows for whole groups of four, where m is large enough for that. */
function groupsOfFive(m: i32): i32 {
  const fives = m / 5;
  return max(0, fives - ((4 - (m - fives * 5)) & 3));
}
