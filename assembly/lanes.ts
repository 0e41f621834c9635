// Names for the vector instructions, so that formulas read as formulas.

/**
 * a·b + c. The relaxed build rounds once where the machine has a fused instruction; the plain build rounds twice.
 * The flag is a constant of the compiler: one source gives both builds.
 */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(f32x4.mul(a, b), c);
}

// @ts-ignore: decorator
@inline
export function add(a: v128, b: v128): v128 {
  return f32x4.add(a, b);
}

// @ts-ignore: decorator
@inline
export function sub(a: v128, b: v128): v128 {
  return f32x4.sub(a, b);
}

/** a + s·b. */
// @ts-ignore: decorator
@inline
export function plus(a: v128, s: f32, b: v128): v128 {
  return madd(b, f32x4.splat(s), a);
}

// @ts-ignore: decorator
@inline
export function times(a: v128, s: f32): v128 {
  return f32x4.mul(a, f32x4.splat(s));
}

/** The first `n` floats at `p`, the remaining lanes zero: nothing beyond them is read. Any `n`, negative too. */
// @ts-ignore: decorator
@inline
export function loadLanes(p: usize, n: i32): v128 {
  if (n >= 4) return v128.load(p);
  if (n <= 0) return f32x4.splat(0);
  let v = v128.load32_zero(p);
  if (n > 1) v = v128.load_lane<f32>(p, v, 1, 4);
  if (n > 2) v = v128.load_lane<f32>(p, v, 2, 8);
  return v;
}

/** Writes the first `n` lanes at `p`, and nothing beyond them. Any `n`, negative too. */
// @ts-ignore: decorator
@inline
export function storeLanes(p: usize, v: v128, n: i32): void {
  if (n >= 4) {
    v128.store(p, v);
  } else {
    if (n > 0) v128.store_lane<f32>(p, v, 0);
    if (n > 1) v128.store_lane<f32>(p, v, 1, 4);
    if (n > 2) v128.store_lane<f32>(p, v, 2, 8);
  }
}
