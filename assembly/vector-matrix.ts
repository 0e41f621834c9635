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
    let o = q;
    let target = y;
    for (const end = y + (<usize>(n >> 2) << 4); target < end; target += 16) {
      // Two sums, so that neither waits for the other.
      let even = madd(v0, v128.load(o), v128.load(target));
      let r = o + rowBytes;
      let odd = f32x4.mul(v1, v128.load(r));
      r += rowBytes;
      even = madd(v2, v128.load(r), even);
      r += rowBytes;
      odd = madd(v3, v128.load(r), odd);
      r += rowBytes;
      even = madd(v4, v128.load(r), even);
      r += rowBytes;
      odd = madd(v5, v128.load(r), odd);
      r += rowBytes;
      even = madd(v6, v128.load(r), even);
      r += rowBytes;
      odd = madd(v7, v128.load(r), odd);
      v128.store(target, add(even, odd));
      o += 16;
    }
    const rest = n & 3;
    if (rest != 0) {
      let sum = loadLanes(target, rest);
      for (let r: usize = 0; r < 8; r++) {
        sum = madd(v128.load_splat<f32>(p + (r << 2)), loadLanes(o + rowBytes * r, rest), sum);
      }
      storeLanes(target, sum, rest);
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
    let o: usize = 0;
    for (const end = <usize>(k >> 2) << 4; o < end; o += 16) {
      const v = v128.load(a + o);
      c0 = madd(v, v128.load(q0 + o), c0);
      c1 = madd(v, v128.load(q1 + o), c1);
      c2 = madd(v, v128.load(q2 + o), c2);
      c3 = madd(v, v128.load(q3 + o), c3);
    }
    const tail = k & 3;
    if (tail != 0) {
      const v = loadLanes(a + o, tail);
      c0 = madd(v, loadLanes(q0 + o, tail), c0);
      c1 = madd(v, loadLanes(q1 + o, tail), c1);
      c2 = madd(v, loadLanes(q2 + o, tail), c2);
      c3 = madd(v, loadLanes(q3 + o, tail), c3);
    }
    // The four lanes of each, summed into the four lanes of one.
    const low = add(v128.shuffle<f32>(c0, c1, 0, 4, 1, 5), v128.shuffle<f32>(c0, c1, 2, 6, 3, 7));
    const high = add(v128.shuffle<f32>(c2, c3, 0, 4, 1, 5), v128.shuffle<f32>(c2, c3, 2, 6, 3, 7));
    const sum = add(v128.shuffle<f32>(low, high, 0, 1, 4, 5), v128.shuffle<f32>(low, high, 2, 3, 6, 7));
    const place = (<usize>j) << 2;
    const total = bias ? add(sum, loadLanes(bias + place, rest)) : sum;
    storeLanes(y + place, activate(total, activation, alpha), rest);
  }
}
