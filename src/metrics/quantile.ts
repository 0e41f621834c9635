/**
 * A quantile of sorted numbers at position (n − 1)·part/whole, linear between neighbours, as NumPy's default. The
 * share comes as a fraction, so that a position that is a whole number is exact.
 */
export function quantile(sorted: ArrayLike<number>, part: number, whole = 1): number {
  const position = ((sorted.length - 1) * part) / whole;
  const below = Math.floor(position);
  const low = sorted[below]!;
  return low + (sorted[Math.min(below + 1, sorted.length - 1)]! - low) * (position - below);
}
