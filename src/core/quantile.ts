/**
 * The value that `part` of `whole` values do not exceed, between two of them by linear interpolation, as NumPy's
 * `quantile`; NaN of no values. The share comes as a fraction, so that a position that is a whole number is exact.
 *
 * @param sorted from the lowest to the highest; infinite values may be among them, NaN may not
 * @param part 0 to `whole`
 * @param whole default 1
 */
export function quantile(sorted: ArrayLike<number>, part: number, whole = 1): number {
  if (sorted.length === 0) return NaN;
  const position = ((sorted.length - 1) * part) / whole;
  const index = Math.floor(position);
  const below = sorted[index]!;
  const above = sorted[Math.ceil(position)]!;
  // Infinity less Infinity is no number.
  return below === above ? below : below + (above - below) * (position - index);
}
