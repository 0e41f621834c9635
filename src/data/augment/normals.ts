import type { Random } from '../../core/random';

/** Levels of a normal distribution, as many as 12 bits tell apart. */
const size = 4096;

/**
 * The standard normal distribution as a table: the middles of 4,096 equally likely steps, ±3.7 at most, scaled to
 * variance 1. An entry picked by 12 random bits costs a twentieth of Box and Muller's logarithm and cosine.
 */
export function normalTable(): Float32Array {
  const table = new Float32Array(size);
  const dx = 2 ** -11;
  let share = size / 2;
  let squares = 0;
  // The density is added up by its middles until the next quantile is passed.
  for (let x = 0, k = size / 2; k < size; x += dx) {
    const density = (Math.exp(-((x + dx / 2) ** 2) / 2) / Math.sqrt(2 * Math.PI)) * size;
    for (; k < size && k + 0.5 <= share + density * dx; k++) {
      table[k] = x + (k + 0.5 - share) / density;
      squares += 2 * table[k]! ** 2;
    }
    share += density * dx;
  }
  const scale = Math.sqrt(size / squares);
  for (let k = size / 2; k < size; k++) table[size - 1 - k] = -(table[k]! *= scale);
  return table;
}

/** `length` entries of the table, two from each 32 bits of the stream. */
export function drawNormals(random: Random, table: Float32Array, length: number): Float32Array {
  const normals = new Float32Array(length);
  addNormals(normals, random, table, normals);
  return normals;
}

/** The values, each with an entry of the table added: those of {@link drawNormals}, in one pass. */
export function addNormals(
  values: Uint8Array | Float32Array,
  random: Random,
  table: Float32Array,
  sums: Uint8ClampedArray | Float32Array,
): void {
  // A few at a time, so that they stay in the cache.
  const bits = new Uint32Array(Math.min((values.length + 1) >> 1, 1024));
  const last = values.length - 1;
  for (let i = 0; i < last;) {
    const pairs = Math.min((values.length - i) >> 1, bits.length);
    random.bits(pairs < bits.length ? bits.subarray(0, pairs) : bits);
    for (let k = 0; k < pairs; i += 2, k++) {
      const two = bits[k]! | 0;
      sums[i] = values[i]! + table[(two >> 20) & 4095]!;
      sums[i + 1] = values[i + 1]! + table[(two >> 8) & 4095]!;
    }
  }
  if (last % 2 !== 0) return;
  random.bits(bits.subarray(0, 1));
  sums[last] = values[last]! + table[bits[0]! >>> 20]!;
}
