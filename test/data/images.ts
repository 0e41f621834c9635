import fc from 'fast-check';
import { createImage, type Image } from 'hilum';

/** Images of any depth, 1 to 4 channels and up to `size` pixels a side, their values from anywhere in the range. */
export function anyImage(size = 12): fc.Arbitrary<Image> {
  const form = fc.record({
    width: fc.integer({ min: 1, max: size }),
    height: fc.integer({ min: 1, max: size }),
    channels: fc.integer({ min: 1, max: 4 }),
    depth: fc.constantFrom(8, 16, 32),
  });
  return form.chain(({ width, height, channels, depth }) => {
    const length = width * height * channels;
    const of = { minLength: length, maxLength: length };
    const values =
      depth === 8
        ? fc.uint8Array(of)
        : depth === 16
          ? fc.uint16Array(of)
          : fc.float32Array({ ...of, min: 0, max: 1, noNaN: true });
    return values.map((data) => createImage({ width, height, channels, data }));
  });
}

/** A grey 8-bit image from rows of values. */
export function grey(...rows: readonly (readonly number[])[]): Image<Uint8Array> {
  return createImage({ width: rows[0]!.length, height: rows.length, data: Uint8Array.from(rows.flat()) });
}
