import { activate, LINEAR } from './activation';
import { add, loadLanes, madd, storeLanes } from './lanes';

/** y[n] = activation(Σₖ a[k]·b[k][n] + bias[n]), b row by row: eight rows at a time are added to y. */
export function vectorTimesMatrix(
  a: usize,
  b: usize,
  y: usize,
  n: i32,
  k: i32,
  bias: usize,
  activation: i32,
  alpha: f32,
): void {
  const rowBytes = (<usize>n) << 2;
  if (bias) memory.copy(y, bias, rowBytes);
  else memory.fill(y, 0, rowBytes);
  let q = b;
  let i = 0;
  for (; i + 8 <= k; i += 8) {
    const p = a + ((<usize>i) << 2);
    const v0 = v128.load_splat<f32>(p);
    const v1 = v128.load_splat<f32>(p, 4);
    const v2 = v128.load_splat<f32>(p, 8);
    const v3 = v128.load_splat<f32>(p, 12);
    const v4 = v128.load_splat<f32>(p, 16);
    const v5 = v128.load_splat<f32>(p, 20);
    const v6 = v128.load_splat<f32>(p, 24);
    const v7 = v128.load_splat<f32>(p, 28);
    for (let j = 0; j < n; j += 4) {
      const m = n - j;
      const target = y + ((<usize>j) << 2);
      let o = q + ((<usize>j) << 2);
      // Two sums, so that neither waits for the other.
      let even = madd(v0, loadLanes(o, m), loadLanes(target, m));
      let odd = f32x4.mul(v1, loadLanes(o + rowBytes, m));
      o += rowBytes * 2;
      even = madd(v2, loadLanes(o, m), even);
      odd = madd(v3, loadLanes(o + rowBytes, m), odd);
      o += rowBytes * 2;
      even = madd(v4, loadLanes(o, m), even);
      odd = madd(v5, loadLanes(o + rowBytes, m), odd);
      o += rowBytes * 2;
      even = madd(v6, loadLanes(o, m), even);
      odd = madd(v7, loadLanes(o + rowBytes, m), odd);
      storeLanes(target, add(even, odd), m);
    }
    q += rowBytes * 8;
  }
  for (; i < k; i++) {
    const v = v128.load_splat<f32>(a + ((<usize>i) << 2));
    for (let j = 0; j < n; j += 4) {
      const target = y + ((<usize>j) << 2);
      storeLanes(target, madd(v, loadLanes(q + ((<usize>j) << 2), n - j), loadLanes(target, n - j)), n - j);
    }
    q += rowBytes;
  }
  if (activation == LINEAR) return;
  for (let j = 0; j < n; j += 4) {
    const target = y + ((<usize>j) << 2);
    storeLanes(target, activate(loadLanes(target, n - j), activation, alpha), n - j);
  }
}

/** y[n] = activation(Σₖ a[k]·b[n][k] + bias[n]): a dot product for each row of b, four at a time. */
export function vectorTimesColumns(
  a: usize,
  b: usize,
  y: usize,
  n: i32,
  k: i32,
  bias: usize,
  activation: i32,
  alpha: f32,
): void {
  const rowBytes = (<usize>k) << 2;
  for (let j = 0; j < n; j += 4) {
    const rest = n - j;
    const q0 = b + rowBytes * (<usize>j);
    const q1 = q0 + (rest > 1 ? rowBytes : 0);
    const q2 = q1 + (rest > 2 ? rowBytes : 0);
    const q3 = q2 + (rest > 3 ? rowBytes : 0);
    let c0 = f32x4.splat(0);
    let c1 = c0;
    let c2 = c0;
    let c3 = c0;
    for (let i = 0; i < k; i += 4) {
      const o = (<usize>i) << 2;
      const m = k - i;
      const v = loadLanes(a + o, m);
      c0 = madd(v, loadLanes(q0 + o, m), c0);
      c1 = madd(v, loadLanes(q1 + o, m), c1);
      c2 = madd(v, loadLanes(q2 + o, m), c2);
      c3 = madd(v, loadLanes(q3 + o, m), c3);
    }
    // The four lanes of each, summed into the four lanes of one.
    const low = add(v128.shuffle<f32>(c0, c1, 0, 4, 1, 5), v128.shuffle<f32>(c0, c1, 2, 6, 3, 7));
    const high = add(v128.shuffle<f32>(c2, c3, 0, 4, 1, 5), v128.shuffle<f32>(c2, c3, 2, 6, 3, 7));
    const sum = add(v128.shuffle<f32>(low, high, 0, 1, 4, 5), v128.shuffle<f32>(low, high, 2, 3, 6, 7));
    const o = (<usize>j) << 2;
    const total = bias ? add(sum, loadLanes(bias + o, rest)) : sum;
    storeLanes(y + o, activate(total, activation, alpha), rest);
  }
}
