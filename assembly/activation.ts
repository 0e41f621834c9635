import { add, madd, sub, times } from './lanes';

// The numbers of tfjs's own list of activations that can be fused. PReLU (3) is left to the stock kernel.
export const LINEAR: i32 = 0;
const RELU: i32 = 1;
const RELU6: i32 = 2;
const LEAKY_RELU: i32 = 4;
const SIGMOID: i32 = 5;

/**
 * The activation of four values. NaN stays NaN, as in the cpu backend: `pmax(v, 0)` gives v unless v < 0.
 * Linear and ReLU are decided in line, because they follow nearly every convolution.
 */
// @ts-ignore: decorator
@inline
export function activate(v: v128, activation: i32, alpha: f32): v128 {
  if (activation == LINEAR) return v;
  if (activation == RELU) return f32x4.pmax(v, f32x4.splat(0));
  return activateOther(v, activation, alpha);
}

function activateOther(v: v128, activation: i32, alpha: f32): v128 {
  const zero = f32x4.splat(0);
  if (activation == RELU6) return f32x4.pmin(f32x4.pmax(v, zero), f32x4.splat(6));
  if (activation == LEAKY_RELU) return v128.bitselect(times(v, alpha), v, f32x4.lt(v, zero));
  if (activation == SIGMOID) return f32x4.div(f32x4.splat(1), add(f32x4.splat(1), exponential(f32x4.neg(v))));
  // ELU: e^v − 1 below zero.
  return v128.bitselect(sub(exponential(v), f32x4.splat(1)), v, f32x4.lt(v, zero));
}

/**
 * e^x of four values, relative error below 2e-7: x = n·ln 2 + r with |r| ≤ ln 2 / 2, then a polynomial in r times 2^n.
 * Below −87 it gives 0 within 1e-38 and above 88 it gives infinity; no table, so that the module needs no data.
 */
export function exponential(x: v128): v128 {
  const bounded = f32x4.min(f32x4.max(x, f32x4.splat(-87.5)), f32x4.splat(88.8));
  const n = f32x4.nearest(times(bounded, 1.44269504));
  // ln 2 in two parts, the first with few bits, so that n·ln 2 loses none of them.
  const r = sub(sub(bounded, times(n, 0.693359375)), times(n, -2.12194440e-4));
  let p = f32x4.splat(1.9875691500e-4);
  p = madd(p, r, f32x4.splat(1.3981999507e-3));
  p = madd(p, r, f32x4.splat(8.3334519073e-3));
  p = madd(p, r, f32x4.splat(4.1665795894e-2));
  p = madd(p, r, f32x4.splat(1.6666665459e-1));
  p = madd(p, r, f32x4.splat(5.0000001201e-1));
  const value = add(madd(p, f32x4.mul(r, r), r), f32x4.splat(1));
  // 2^n by its bits, in two factors: n = 128 must overflow to infinity, not wrap into a NaN.
  const whole = i32x4.trunc_sat_f32x4_s(n);
  const half = i32x4.shr_s(whole, 1);
  return f32x4.mul(f32x4.mul(value, powerOfTwo(half)), powerOfTwo(i32x4.sub(whole, half)));
}

// @ts-ignore: decorator
@inline
function powerOfTwo(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23);
}
