import { loadLanes, storeLanes } from './lanes';

/**
 * One step of Adam on n values, in one pass; the outputs may lie where the inputs lie.
 *   m' = beta1 · m + (1 − beta1) · g
 *   v' = beta2 · v + (1 − beta2) · g²
 *   value' = value − rate · m' / (√(v' · correction) + epsilon)
 * where rate holds the bias correction of m and `correction` is that of v.
 */
export function adam(
  value: usize,
  m: usize,
  v: usize,
  gradient: usize,
  newValue: usize,
  newM: usize,
  newV: usize,
  n: i32,
  beta1: f32,
  beta2: f32,
  rate: f32,
  correction: f32,
  epsilon: f32,
): void {
  const one: f32 = 1;
  const b1 = f32x4.splat(beta1);
  const b2 = f32x4.splat(beta2);
  const c1 = f32x4.splat(one - beta1);
  const c2 = f32x4.splat(one - beta2);
  const step = f32x4.splat(rate);
  const unbias = f32x4.splat(correction);
  const floor = f32x4.splat(epsilon);
  for (let i = 0; i < n; i += 4) {
    const o = (<usize>i) << 2;
    const rest = n - i;
    const g = loadLanes(gradient + o, rest);
    const first = f32x4.add(f32x4.mul(b1, loadLanes(m + o, rest)), f32x4.mul(c1, g));
    const second = f32x4.add(f32x4.mul(b2, loadLanes(v + o, rest)), f32x4.mul(c2, f32x4.mul(g, g)));
    const root = f32x4.add(f32x4.sqrt(f32x4.mul(second, unbias)), floor);
    const moved = f32x4.sub(loadLanes(value + o, rest), f32x4.div(f32x4.mul(step, first), root));
    storeLanes(newM + o, first, rest);
    storeLanes(newV + o, second, rest);
    storeLanes(newValue + o, moved, rest);
  }
}
