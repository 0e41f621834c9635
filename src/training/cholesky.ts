/*
 * Square matrices of n rows, row by row, of which the lower triangle counts.
 */

/** Turns A into L with L·Lᵀ = A, in place. A is positive definite. */
export function cholesky(a: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const rest = a[i * n + j]! - dot(a, i * n, a, j * n, j);
      // Below what rounding leaves, a pivot would be noise: it stays positive.
      a[i * n + j] = i === j ? Math.sqrt(Math.max(rest, 1e-300)) : rest / a[j * n + j]!;
    }
  }
}

/** x becomes (L·Lᵀ)⁻¹·x. */
export function solveCholesky(l: Float64Array, n: number, x: Float64Array): void {
  for (let i = 0; i < n; i++) x[i] = (x[i]! - dot(l, i * n, x, 0, i)) / l[i * n + i]!;
  solveTransposed(l, n, n, x);
}

/** x becomes L⁻ᵀ·x, L being the first n rows and columns of rows of `stride` numbers. */
export function solveTransposed(l: Float64Array, n: number, stride: number, x: Float64Array): void {
  for (let i = n - 1; i >= 0; i--) {
    const value = (x[i]! /= l[i * stride + i]!);
    for (let j = 0; j < i; j++) x[j]! -= l[i * stride + j]! * value;
  }
}

/** Σ a[i + k]·b[j + k] over k below n. Four sums, so that one need not wait for another. */
export function dot(
  a: Float32Array | Float64Array,
  i: number,
  b: Float32Array | Float64Array,
  j: number,
  n: number,
): number {
  let s = 0;
  let t = 0;
  let u = 0;
  let v = 0;
  let k = 0;
  for (; k + 3 < n; k += 4) {
    s += a[i + k]! * b[j + k]!;
    t += a[i + k + 1]! * b[j + k + 1]!;
    u += a[i + k + 2]! * b[j + k + 2]!;
    v += a[i + k + 3]! * b[j + k + 3]!;
  }
  for (; k < n; k++) s += a[i + k]! * b[j + k]!;
  return s + t + (u + v);
}
