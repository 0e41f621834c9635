import fc from 'fast-check';
import type { Mask } from 'hilum';

/** A mask of rows of 0 and 1. */
export function maskOf(rows: readonly string[]): Mask {
  return { width: rows[0]!.length, height: rows.length, data: Uint8Array.from(rows.join(''), Number) };
}

/** Any mask of the size, or of any size up to 9 × 9. */
export function someMask(
  size: fc.Arbitrary<readonly [width: number, height: number]> = fc.tuple(
    fc.integer({ min: 1, max: 9 }),
    fc.integer({ min: 1, max: 9 }),
  ),
): fc.Arbitrary<Mask> {
  return size.chain(([width, height]) =>
    fc
      .array(fc.integer({ min: 0, max: 1 }), { minLength: width * height, maxLength: width * height })
      .map((data) => ({ width, height, data })),
  );
}

/** Left and right exchanged. */
export function mirrored({ width, height, data }: Mask): Mask {
  return {
    width,
    height,
    data: Array.from({ length: data.length }, (_, i) => {
      const x = i % width;
      return data[i - x + (width - 1 - x)]!;
    }),
  };
}
