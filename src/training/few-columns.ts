import { dot, solveTransposed } from './cholesky';

/** The same rows in fewer columns: all products of two rows are what they were. */
export interface FewColumns {
  /** Row by row, `columns` numbers each. */
  readonly rows: Float64Array;
  readonly columns: number;
  /** The coefficients of the features that act on them as `weights` act on the columns, and are as small. */
  readonly toFeatures: (weights: Float64Array) => Float64Array;
}

/**
 * n rows of f > n features span n directions at most, and what is learned from them with a penalty on squared
 * coefficients lies in that span. So the problem is solved in at most n columns: Z with Z·Zᵀ = X·Xᵀ by a Cholesky
 * decomposition with pivots of the n·n products of rows, one pass over the features instead of one for each step.
 *
 * With no more features than rows they are taken as they are.
 */
export function fewColumns(data: Float32Array, n: number, f: number): FewColumns {
  if (f <= n) return { rows: Float64Array.from(data), columns: f, toFeatures: (weights) => weights.slice() };
  const products = rowProducts(data, n, f);
  const pivots: number[] = [];
  const done = new Uint8Array(n);
  // Column k of the decomposition, and what is left of each row's square.
  const l = new Float64Array(n * n);
  const left = Float64Array.from({ length: n }, (_, i) => products[i * n + i]!);
  const smallest = 1e-14 * Math.max(...left);
  for (let k = 0; k < n; k++) {
    const pivot = left.indexOf(Math.max(...left));
    if (!(left[pivot]! > smallest)) break;
    const root = Math.sqrt(left[pivot]!);
    l[pivot * n + k] = root;
    left[pivot] = 0;
    done[pivot] = 1;
    pivots.push(pivot);
    for (let i = 0; i < n; i++) {
      // Of a row that was a pivot nothing is left.
      if (done[i]) continue;
      l[i * n + k] = (products[i * n + pivot]! - dot(l, i * n, l, pivot * n, k)) / root;
      left[i]! -= l[i * n + k]! ** 2;
    }
  }
  const columns = pivots.length;
  const rows = new Float64Array(n * columns);
  for (let i = 0; i < n; i++) rows.set(l.subarray(i * n, i * n + columns), i * columns);
  return {
    rows,
    columns,
    toFeatures(weights) {
      // w = Xᵀ·α with α on the pivots alone, whose rows of Z are triangular: Zᵀ·α = weights.
      const triangle = new Float64Array(columns * columns);
      pivots.forEach((pivot, k) => {
        triangle.set(rows.subarray(pivot * columns, (pivot + 1) * columns), k * columns);
      });
      const alpha = weights.slice();
      solveTransposed(triangle, columns, columns, alpha);
      const coefficients = new Float64Array(f);
      pivots.forEach((pivot, k) => {
        for (let j = 0; j < f; j++) coefficients[j]! += alpha[k]! * data[pivot * f + j]!;
      });
      return coefficients;
    },
  };
}

/** So many features of all rows are read again and again before the next: they stay in the processor's cache. */
const chunk = 256;

/** The product of every two rows, n × n. */
function rowProducts(data: Float32Array, n: number, f: number): Float64Array {
  const products = new Float64Array(n * n);
  // Rows beyond the last stay 0.
  const part = new Float64Array((n + 3) * chunk);
  for (let from = 0; from < f; from += chunk) {
    const width = Math.min(chunk, f - from);
    for (let i = 0; i < n; i++) part.set(data.subarray(i * f + from, i * f + from + width), i * chunk);
    if (width < chunk) for (let i = 0; i < n; i++) part.fill(0, i * chunk + width, (i + 1) * chunk);
    for (let i = 0; i < n; i += 2) for (let j = 0; j <= i + 1; j += 4) addProducts(part, n, i, j, products);
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) products[j * n + i] = products[i * n + j]!;
  return products;
}

/** Adds those of two rows from i with four from j: each number that is read serves more than once. */
function addProducts(x: Float64Array, n: number, i: number, j: number, out: Float64Array): void {
  let a = i * chunk;
  const b = chunk;
  const c = (j - i) * chunk;
  const d = c + chunk;
  const e = d + chunk;
  const g = e + chunk;
  // Plain numbers, which stay in registers.
  let ac = 0;
  let ad = 0;
  let ae = 0;
  let ag = 0;
  let bc = 0;
  let bd = 0;
  let be = 0;
  let bg = 0;
  for (const end = a + chunk; a < end; a++) {
    const xa = x[a]!;
    const xb = x[a + b]!;
    const xc = x[a + c]!;
    ac += xa * xc;
    bc += xb * xc;
    const xd = x[a + d]!;
    ad += xa * xd;
    bd += xb * xd;
    const xe = x[a + e]!;
    ae += xa * xe;
    be += xb * xe;
    const xg = x[a + g]!;
    ag += xa * xg;
    bg += xb * xg;
  }
  const sums = [ac, ad, ae, ag, bc, bd, be, bg];
  for (let at = 0; at < 8; at++) {
    const [row, column] = [i + (at >> 2), j + (at & 3)] as const;
    if (row < n && column < n) out[row * n + column]! += sums[at]!;
  }
}
