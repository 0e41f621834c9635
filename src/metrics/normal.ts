const density = (x: number): number => Math.exp(-(x * x) / 2) / Math.sqrt(2 * Math.PI);

/**
 * The upper tail of the standard normal distribution, P(Z > x), to a relative error of at most 1e-12: the power series of
 * the middle, φ(x)·(x + x³/3 + x⁵/(3·5) + …), and Laplace's continued fraction φ(x)/(x + 1/(x + 2/(x + …))) of the tail.
 */
export function normalTail(x: number): number {
  if (x < 0) return 1 - normalTail(-x);
  if (x > 40) return 0; // below the smallest double
  if (x < 2) {
    let [term, sum] = [x, x];
    for (let odd = 3; term > sum * 1e-17; odd += 2) sum += term *= (x * x) / odd;
    return 0.5 - density(x) * sum;
  }
  let fraction = x;
  for (let k = 200; k > 0; k--) fraction = x + k / fraction;
  return density(x) / fraction;
}

/** The x above which the standard normal distribution has a share `tail`, 0 to 1: ±Infinity at the ends. */
export function normalQuantile(tail: number): number {
  if (tail > 0.5) return -normalQuantile(1 - tail);
  if (tail === 0) return Infinity;
  // The tail is convex: Newton's steps from 0 come from the left and never go too far.
  let x = 0;
  for (let i = 0; i < 200; i++) {
    const step = (normalTail(x) - tail) / density(x);
    x += step;
    if (Math.abs(step) <= 1e-15 * x) break;
  }
  return x;
}
