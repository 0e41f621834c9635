/**
 * The value below which `share` of the values lie, between two of them by linear interpolation, as NumPy's
 * `quantile`; NaN of no values.
 *
 * @param sorted from the lowest to the highest; infinite values may be among them, NaN may not
 * @param share 0 to 1
 */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return NaN;
  const position = share * (sorted.length - 1);
  const index = Math.floor(position);
  const below = sorted[index]!;
  const above = sorted[Math.ceil(position)]!;
  // Infinity less Infinity is no number.
  return below === above ? below : below + (above - below) * (position - index);
}
