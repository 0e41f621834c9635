/**
 * What lies outside an image: one value, its outermost pixels repeated, or the image mirrored at the centres of its
 * outermost pixels (c b | a b c | b a).
 */
export type Border = 'constant' | 'replicate' | 'reflect101';

/** The place inside 0 … size − 1 that stands for place `i` of an axis, or −1 where the constant does. */
export function borderIndex(i: number, size: number, border: Border): number {
  if (i >= 0 && i < size) return i;
  if (border === 'constant') return -1;
  if (border === 'replicate' || size === 1) return i < 0 ? 0 : size - 1;
  const period = 2 * (size - 1);
  const place = ((i % period) + period) % period;
  return place < size ? place : period - place;
}
