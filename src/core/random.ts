import { checkInteger } from './check';

/**
 * A seeded stream of random numbers: the same seed gives the same numbers on every machine and backend.
 * Everything random in this library draws from one of these, never from `Math.random`.
 */
export interface Random {
  /** A number in [low, high), 0 to 1 by default. */
  uniform(low?: number, high?: number): number;
  /** An integer in [low, high). */
  integer(low: number, high: number): number;
  /** Fills an array with 32 random bits each: many at once for the price of few. */
  bits(into: Uint32Array): void;
  /** A normally distributed number (Box–Muller), mean 0 and standard deviation 1 by default. */
  normal(mean?: number, std?: number): number;
  /** A copy of `items` in random order (Fisher–Yates). */
  shuffle<T>(items: readonly T[]): T[];
  /**
   * An independent stream that depends on the seed and on `keys` alone, not on what has been drawn so far.
   * `random.fork(epoch, index)` gives an augmentation the same numbers whatever order samples are made in.
   */
  fork(...keys: readonly (string | number)[]): Random;
}

/**
 * A seeded random number generator: sfc32, its 128 bits of state filled from the seed by a 32-bit hash.
 *
 * @param seed any integer or string
 * @throws RangeError when a numeric seed is not an integer
 * @example
 * ```ts
 * import { createRandom } from 'hilum';
 *
 * const random = createRandom(42);
 * const epoch = random.fork('epoch', 3).shuffle(['a.png', 'b.png', 'c.png']);
 * ```
 */
export function createRandom(seed: number | string): Random {
  if (typeof seed === 'number') checkInteger('createRandom', 'seed', seed, -Infinity);
  return stream(`${seed}`);
}

/** A 32-bit hash of a text (FNV-1a, then the finaliser of MurmurHash3). Stable: seeds of layers come from it. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function stream(key: string): Random {
  let a = hashText(`${key}#a`);
  let b = hashText(`${key}#b`);
  let c = hashText(`${key}#c`);
  let counter = 1;

  const word = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 12; i++) word();

  // 53 bits, as Math.random gives.
  const unit = (): number => ((word() >>> 5) * 2 ** 26 + (word() >>> 6)) / 2 ** 53;

  const random: Random = {
    uniform: (low = 0, high = 1) => low + (high - low) * unit(),
    integer: (low, high) => low + Math.floor((high - low) * unit()),
    bits: (into) => {
      // As word() does it, but the state in local variables, which are registers.
      let [p, q, r, n] = [a, b, c, counter];
      for (let i = 0; i < into.length; i++) {
        const sum = (p + q + n) | 0;
        n = (n + 1) | 0;
        p = q ^ (q >>> 9);
        q = (r + (r << 3)) | 0;
        r = (((r << 21) | (r >>> 11)) + sum) | 0;
        into[i] = sum;
      }
      [a, b, c, counter] = [p, q, r, n];
    },
    normal: (mean = 0, std = 1) =>
      mean + std * Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit()),
    shuffle: (items) => {
      const shuffled = [...items];
      for (let i = shuffled.length - 1; i > 0; i--) {
        const j = random.integer(0, i + 1);
        [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
      }
      return shuffled;
    },
    fork: (...keys) => stream(`${key}/${keys.join('/')}`),
  };
  return random;
}
