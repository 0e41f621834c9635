import { loadLanes, storeLanes } from './lanes';

// A vector [C] against every pixel of an image [..., C]. The caller repeats the vector to a `period` of a multiple
// of 16 floats, so that narrow and odd channels run through full lanes: value i meets row[i mod period].

const ADD = 0;
const SUBTRACT = 1;
const MULTIPLY = 2;
const DIVIDE = 3;
const SQUARED_DIFFERENCE = 4;

// @ts-ignore: decorator
@inline
function apply(op: i32, a: v128, b: v128): v128 {
  if (op == ADD) return f32x4.add(a, b);
  if (op == SUBTRACT) return f32x4.sub(a, b);
  if (op == MULTIPLY) return f32x4.mul(a, b);
  if (op == DIVIDE) return f32x4.div(a, b);
  const difference = f32x4.sub(a, b);
  return f32x4.mul(difference, difference);
}

// @ts-ignore: decorator
@inline
function eachRow(op: i32, x: usize, row: usize, y: usize, n: i32, period: i32): void {
  for (let i = 0; i < n; i += period) {
    const rest = min(period, n - i);
    let j = 0;
    for (; j + 16 <= rest; j += 16) {
      const o = (<usize>j) << 2;
      v128.store(y + o, apply(op, v128.load(x + o), v128.load(row + o)));
      v128.store(y + o, apply(op, v128.load(x + o, 16), v128.load(row + o, 16)), 16);
      v128.store(y + o, apply(op, v128.load(x + o, 32), v128.load(row + o, 32)), 32);
      v128.store(y + o, apply(op, v128.load(x + o, 48), v128.load(row + o, 48)), 48);
    }
    for (; j < rest; j += 4) {
      const o = (<usize>j) << 2;
      storeLanes(y + o, apply(op, loadLanes(x + o, rest - j), v128.load(row + o)), rest - j);
    }
    const bytes = (<usize>period) << 2;
    x += bytes;
    y += bytes;
  }
}

/** y = x + row, over n floats. */
export function addRow(x: usize, row: usize, y: usize, n: i32, period: i32): void {
  eachRow(ADD, x, row, y, n, period);
}

/** y = x − row. */
export function subtractRow(x: usize, row: usize, y: usize, n: i32, period: i32): void {
  eachRow(SUBTRACT, x, row, y, n, period);
}

/** y = x · row. */
export function multiplyRow(x: usize, row: usize, y: usize, n: i32, period: i32): void {
  eachRow(MULTIPLY, x, row, y, n, period);
}

/** y = x / row. */
export function divideRow(x: usize, row: usize, y: usize, n: i32, period: i32): void {
  eachRow(DIVIDE, x, row, y, n, period);
}

/** y = (x − row)². */
export function squaredDifferenceRow(x: usize, row: usize, y: usize, n: i32, period: i32): void {
  eachRow(SQUARED_DIFFERENCE, x, row, y, n, period);
}

/** y = row, repeated over n floats. */
export function fillRow(row: usize, y: usize, n: i32, period: i32): void {
  for (let i = 0; i < n; i += period) {
    const rest = min(period, n - i);
    for (let j = 0; j < rest; j += 4) {
      const o = (<usize>j) << 2;
      storeLanes(y + o, v128.load(row + o), rest - j);
    }
    y += (<usize>period) << 2;
  }
}

/** Repeats a vector of `channels` floats to `period` floats; `period` is a multiple of `channels`. */
export function repeatRow(x: usize, row: usize, channels: i32, period: i32): void {
  for (let i = 0; i < period; i += channels) {
    memory.copy(row + ((<usize>i) << 2), x, (<usize>channels) << 2);
  }
}
