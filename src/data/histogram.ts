import { check } from '../core/check';
import type { Image } from './image';
import { whiteOf } from './image';

/** Counts of grey levels, of one part of an image after another. */
export interface LevelCounter {
  /** Counts the values from `from` up to `to`. */
  add(from: number, to: number): void;
  /** The counts so far, one a level; counting starts again from nothing. */
  take(): Uint32Array;
}

/** Counts values of a whole-numbered image; floats are refused in the name of `caller`. */
export function levelCounter(caller: string, image: Image): LevelCounter {
  const { data } = image;
  check(
    image.depth !== 32,
    `${caller}: image must have 8 or 16 bits, got floats. Bring it to 8 bits first (toDepth8).`,
  );
  const levels = whiteOf(image) + 1;
  const counts = new Uint32Array(levels * (levels === 256 ? 4 : 1));
  const words =
    data.byteOffset % 4 ? undefined : new Int32Array(data.buffer, data.byteOffset, data.byteLength >> 2);
  return {
    add(from, to) {
      if (data instanceof Uint8Array && words) countBytes(data, words, from, to, counts);
      else for (let i = from; i < to; i++) counts[data[i]!]!++;
    },
    take() {
      const sums = counts.slice(0, levels);
      for (let table = levels; table < counts.length; table += levels)
        for (let i = 0; i < levels; i++) sums[i]! += counts[table + i]!;
      counts.fill(0);
      return sums;
    },
  };
}

/**
 * Four bytes at a time into four tables: a processor that counts the same level twice in a row waits for its own store.
 */
function countBytes(
  data: Uint8Array,
  words: Int32Array,
  from: number,
  to: number,
  counts: Uint32Array,
): void {
  let i = from;
  for (; i < to && i & 3; i++) counts[data[i]!]!++;
  for (; i < to - 3; i += 4) {
    const x = words[i >> 2]!;
    counts[x & 255]!++;
    counts[((x >> 8) & 255) | 256]!++;
    counts[((x >> 16) & 255) | 512]!++;
    counts[(x >>> 24) | 768]!++;
  }
  for (; i < to; i++) counts[data[i]!]!++;
}
