import { add, plus, sub, times } from './lanes';

// The one-dimensional transforms of Winograd's F(4, 3) with the points 0, ±1, ±2 and infinity (Lavin and Gray, "Fast
// Algorithms for Convolutional Neural Networks", 2015). Applied to columns, then to rows, they give F(4×4, 3×3).
// Each works on four channels: it reads vectors `from` bytes apart and writes vectors `to` bytes apart.

/** Bᵀ: six values of the input. */
// @ts-ignore: decorator
@inline
export function inputTransform(src: usize, from: usize, dst: usize, to: usize): void {
  const d0 = v128.load(src);
  const d1 = v128.load(src + from);
  const d2 = v128.load(src + from * 2);
  const d3 = v128.load(src + from * 3);
  const d4 = v128.load(src + from * 4);
  const d5 = v128.load(src + from * 5);
  const a = plus(d4, -4, d2);
  const b = plus(d3, -4, d1);
  const e = sub(d4, d2);
  const f = sub(d3, d1);
  const twice = add(f, f);
  v128.store(dst, plus(e, 4, sub(d0, d2)));
  v128.store(dst + to, add(a, b));
  v128.store(dst + to * 2, sub(a, b));
  v128.store(dst + to * 3, add(e, twice));
  v128.store(dst + to * 4, sub(e, twice));
  v128.store(dst + to * 5, plus(sub(d5, d3), -4, f));
}

/** G: three values of a filter to six. */
// @ts-ignore: decorator
@inline
export function filterTransform(g0: v128, g1: v128, g2: v128, dst: usize, to: usize): void {
  const s = times(add(g0, g2), -1.0 / 6.0);
    const a = plus(times(g0, 1.0 / 24.0), 1.0 / 6.0, g2);
  v128.store(dst, times(g0, 0.25));
  v128.store(dst + to, plus(s, -1.0 / 6.0, g1));
  v128.store(dst + to * 2, plus(s, 1.0 / 6.0, g1));
  v128.store(dst + to * 3, plus(a, 1.0 / 12.0, g1));
  v128.store(dst + to * 4, plus(a, -1.0 / 12.0, g1));
  v128.store(dst + to * 5, g2);
}

/** Aᵀ: six values to four of the output. */
// @ts-ignore: decorator
@inline
export function outputTransform(src: usize, from: usize, dst: usize, to: usize): void {
  const m0 = v128.load(src);
  const m1 = v128.load(src + from);
  const m2 = v128.load(src + from * 2);
  const m3 = v128.load(src + from * 3);
  const m4 = v128.load(src + from * 4);
  const m5 = v128.load(src + from * 5);
  const a = add(m1, m2);
  const b = sub(m1, m2);
  const c = add(m3, m4);
  const d = sub(m3, m4);
  v128.store(dst, add(add(m0, a), c));
  v128.store(dst + to, plus(b, 2, d));
  v128.store(dst + to * 2, plus(a, 4, c));
  v128.store(dst + to * 3, add(plus(b, 8, d), m5));
}

/** A, the transpose of the output transform: four values of an output gradient to six. */
// @ts-ignore: decorator
@inline
export function gradientTransform(src: usize, from: usize, dst: usize, to: usize): void {
  const y0 = v128.load(src);
  const y1 = v128.load(src + from);
  const y2 = v128.load(src + from * 2);
  const y3 = v128.load(src + from * 3);
  const a = add(y0, y2);
  const b = add(y1, y3);
  const c = plus(y0, 4, y2);
  const d = plus(times(y1, 2), 8, y3);
  v128.store(dst, y0);
  v128.store(dst + to, add(a, b));
  v128.store(dst + to * 2, sub(a, b));
  v128.store(dst + to * 3, add(c, d));
  v128.store(dst + to * 4, sub(c, d));
  v128.store(dst + to * 5, y3);
}

/** Gᵀ, the transpose of the filter transform: six values to three of a filter's gradient. */
// @ts-ignore: decorator
@inline
export function filterGradientTransform(src: usize, from: usize, dst: usize, to: usize): void {
  const u0 = v128.load(src);
  const u1 = v128.load(src + from);
  const u2 = v128.load(src + from * 2);
  const u3 = v128.load(src + from * 3);
  const u4 = v128.load(src + from * 4);
  const u5 = v128.load(src + from * 5);
  const a = times(add(u1, u2), -1.0 / 6.0);
  const b = add(u3, u4);
  v128.store(dst, plus(plus(a, 0.25, u0), 1.0 / 24.0, b));
  v128.store(dst + to, plus(times(sub(u2, u1), 1.0 / 6.0), 1.0 / 12.0, sub(u3, u4)));
  v128.store(dst + to * 2, add(plus(a, 1.0 / 6.0, b), u5));
}
