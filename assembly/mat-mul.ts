import { gemm } from './gemm';
import { depthPerTurn, packPanels, packPanelsTransposed } from './panels';
import { FROM_BIAS, FROM_OUTPUT, FROM_ZERO } from './register-block';
import { transpose } from './transpose';
import { vectorTimesColumns, vectorTimesMatrix } from './vector-matrix';

// Blocks: a panel of 384 × 8 stays in the first-level cache; 120 rows of 384, or 256 columns, in the second.
const ROWS: i32 = 120;
const COLUMNS: i32 = 256;

/** Bytes of scratch `matMul` needs: a block of each side. */
export function matMulScratch(m: i32, n: i32, k: i32): i32 {
  return (min(COLUMNS, (n + 7) & ~7) + min(ROWS, m)) * depthPerTurn(k) * 4 + 64;
}

/**
 * c[m][n] = activation(Σₖ a[m][k]·b[k][n] + bias[n]); with `transposeA`, a is stored [k][m], with `transposeB`, b is
 * stored [n][k]. `bias` 0 means none.
 */
export function matMul(
  a: usize,
  transposeA: i32,
  b: usize,
  transposeB: i32,
  c: usize,
  m: i32,
  n: i32,
  k: i32,
  bias: usize,
  activation: i32,
  alpha: f32,
  scratch: usize,
): void {
  const ldc = (<usize>n) << 2;
  // With few rows every value of b is used too seldom to be worth packing.
  if (m < 4 && (!transposeA || m == 1)) {
    for (let i: usize = 0; i < <usize>m; i++) {
      const row = a + (((<usize>k) << 2) * i);
      if (transposeB) vectorTimesColumns(row, b, c + ldc * i, n, k, bias, activation, alpha);
      else vectorTimesMatrix(row, b, c + ldc * i, n, k, bias, activation, alpha);
    }
    return;
  }
  const deep = depthPerTurn(k);
  const left = scratch + ((<usize>(min(COLUMNS, (n + 7) & ~7) * deep)) << 2);
  for (let n0 = 0; n0 < n; n0 += COLUMNS) {
    const columns = min(COLUMNS, n - n0);
    const offset = (<usize>n0) << 2;
    for (let k0 = 0; k0 < k; k0 += deep) {
      const depth = min(deep, k - k0);
      if (transposeB) {
        packPanelsTransposed(b + ((<usize>n0 * <usize>k + <usize>k0) << 2), (<usize>k) << 2, depth, columns, scratch);
      } else {
        packPanels(b + ((<usize>k0 * <usize>n + <usize>n0) << 2), ldc, depth, columns, scratch);
      }
      const from = k0 > 0 ? FROM_OUTPUT : bias ? FROM_BIAS : FROM_ZERO;
      const last = k0 + depth == k ? activation : 0;
      for (let m0 = 0; m0 < m; m0 += ROWS) {
        const rows = min(ROWS, m - m0);
        let block = a + ((<usize>m0 * <usize>k + <usize>k0) << 2);
        let lda = (<usize>k) << 2;
        if (transposeA) {
          lda = (<usize>depth) << 2;
          transpose(a + ((<usize>k0 * <usize>m + <usize>m0) << 2), (<usize>m) << 2, left, lda, depth, rows);
          block = left;
        }
        const target = c + ldc * (<usize>m0) + offset;
        gemm(block, lda, scratch, target, ldc, rows, columns, depth, from, bias + offset, last, alpha);
      }
    }
  }
}
