import { activate, LINEAR } from './activation';
import { loadLanes, madd, storeLanes } from './lanes';

// What of a product is in registers at a time: 8 columns of 4 or 5 rows. V8 has 15 registers for vectors. With
// multiplication and addition in one instruction 5 rows need them all and keep both units busy; with the two apart 4 rows
// are the most that does not spill.

/** What the accumulators start from. */
export const FROM_ZERO: i32 = 0;
export const FROM_BIAS: i32 = 1;
export const FROM_OUTPUT: i32 = 2;

/** Five rows by eight columns; `b` to `end` is their panel. */
// @ts-ignore: decorator
@inline
export function fiveRows(
  a: usize,
  apart: usize,
  b: usize,
  end: usize,
  q: usize,
  ldc: usize,
  columns: i32,
  from: i32,
  bias: usize,
  activation: i32,
  alpha: f32,
): void {
  let p0 = a;
  let p1 = p0 + apart;
  let p2 = p1 + apart;
  let p3 = p2 + apart;
  let p4 = p3 + apart;
  let c00 = f32x4.splat(0);
  let c01 = c00;
  if (from == FROM_BIAS) {
    c00 = loadLanes(bias, columns);
    c01 = loadLanes(bias + 16, columns - 4);
  }
  let c10 = c00;
  let c11 = c01;
  let c20 = c00;
  let c21 = c01;
  let c30 = c00;
  let c31 = c01;
  let c40 = c00;
  let c41 = c01;
  if (from == FROM_OUTPUT) {
    const q1 = q + ldc;
    const q2 = q1 + ldc;
    const q3 = q2 + ldc;
    const q4 = q3 + ldc;
    c00 = loadLanes(q, columns);
    c01 = loadLanes(q + 16, columns - 4);
    c10 = loadLanes(q1, columns);
    c11 = loadLanes(q1 + 16, columns - 4);
    c20 = loadLanes(q2, columns);
    c21 = loadLanes(q2 + 16, columns - 4);
    c30 = loadLanes(q3, columns);
    c31 = loadLanes(q3 + 16, columns - 4);
    c40 = loadLanes(q4, columns);
    c41 = loadLanes(q4 + 16, columns - 4);
  }
  for (let u = b; ; ) {
    const u0 = v128.load(u);
    const u1 = v128.load(u, 16);
    const v0 = v128.load_splat<f32>(p0);
    c00 = madd(v0, u0, c00);
    c01 = madd(v0, u1, c01);
    const v1 = v128.load_splat<f32>(p1);
    c10 = madd(v1, u0, c10);
    c11 = madd(v1, u1, c11);
    // Never so. V8 loads all that a stretch without branches needs before it computes: this parts what would spill.
    if (u > end) break;
    const v2 = v128.load_splat<f32>(p2);
    c20 = madd(v2, u0, c20);
    c21 = madd(v2, u1, c21);
    const v3 = v128.load_splat<f32>(p3);
    c30 = madd(v3, u0, c30);
    c31 = madd(v3, u1, c31);
    const v4 = v128.load_splat<f32>(p4);
    c40 = madd(v4, u0, c40);
    c41 = madd(v4, u1, c41);
    u += 32;
    if (u == end) break;
    p0 += 4;
    p1 += 4;
    p2 += 4;
    p3 += 4;
    p4 += 4;
  }
  store8(q, c00, c01, columns, activation, alpha);
  q += ldc;
  store8(q, c10, c11, columns, activation, alpha);
  q += ldc;
  store8(q, c20, c21, columns, activation, alpha);
  q += ldc;
  store8(q, c30, c31, columns, activation, alpha);
  q += ldc;
  store8(q, c40, c41, columns, activation, alpha);
}

/** Up to four rows by eight columns. */
// @ts-ignore: decorator
@inline
export function fourRows<Step>(
  a: usize,
  apart: usize,
  b: usize,
  end: usize,
  q: usize,
  ldc: usize,
  rows: i32,
  columns: i32,
  from: i32,
  bias: usize,
  activation: i32,
  alpha: f32,
): void {
  // Rows beyond the end repeat the last one: they are computed and never stored.
  let p0 = a;
  let p1 = p0 + (rows > 1 ? apart : 0);
  let p2 = p1 + (rows > 2 ? apart : 0);
  let p3 = p2 + (rows > 3 ? apart : 0);
  let c00 = f32x4.splat(0);
  let c01 = c00;
  if (from == FROM_BIAS) {
    c00 = loadLanes(bias, columns);
    c01 = loadLanes(bias + 16, columns - 4);
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
