import { loadLanes, storeLanes } from './lanes';

/** dx = dy · step(y) over n floats: `y` is the output (or the input) of a ReLU, and the step of NaN is NaN. */
export function reluGrad(dy: usize, y: usize, dx: usize, n: i32): void {
  const one = f32x4.splat(1);
  for (let i = 0; i < n; i += 4) {
    const o = (<usize>i) << 2;
    const v = loadLanes(y + o, n - i);
    // By multiplication, as the stock composition has it: an infinite or missing gradient shows as NaN.
    const step = v128.or(v128.and(f32x4.gt(v, f32x4.splat(0)), one), v128.and(f32x4.ne(v, v), v));
    storeLanes(dx + o, f32x4.mul(loadLanes(dy + o, n - i), step), n - i);
  }
}

/** dx = 2 · x · dy over n floats. */
export function squareGrad(dy: usize, x: usize, dx: usize, n: i32): void {
  for (let i = 0; i < n; i += 4) {
    const o = (<usize>i) << 2;
    const v = loadLanes(x + o, n - i);
    storeLanes(dx + o, f32x4.mul(loadLanes(dy + o, n - i), f32x4.add(v, v)), n - i);
  }
}
