import fc from 'fast-check';
import { decodeRaw } from 'hilum/codecs';
import { expect, test } from 'vitest';

test('a file of JSRT comes out dense white, all 12 bits, with its spacing', () => {
  const bytes = new Uint8Array(2 * 2048 * 2048);
  bytes.set([0x0f, 0xff, 0x00, 0x00, 0x08, 0x00]);
  const image = decodeRaw(bytes, {
    ...{ name: 'JPCLN001.IMG', width: 2048, height: 2048, bits: 12, inverted: true, spacing: [0.175, 0.175] },
  });
  expect(image).toMatchObject({
    ...{ width: 2048, height: 2048, channels: 1, depth: 16, spacing: [0.175, 0.175], source: 'JPCLN001.IMG' },
  });
  // (4095 − 2048) / 4095 · 65,535
  expect([...image.data.subarray(0, 4)]).toEqual([0, 65_535, 32_759, 65_535]);
});

test('any values come back, in both orders of bytes', () => {
  fc.assert(
    fc.property(fc.uint16Array({ minLength: 1, maxLength: 30 }), fc.boolean(), (values, littleEndian) => {
      const bytes = new Uint8Array(2 * values.length);
      const view = new DataView(bytes.buffer);
      values.forEach((value, i) => view.setUint16(2 * i, value, littleEndian));
      expect(decodeRaw(bytes, { width: values.length, height: 1, littleEndian }).data).toEqual(values);
    }),
  );
});

test('up to 8 bits take a byte', () => {
  const image = decodeRaw(Uint8Array.of(0, 1, 15), { width: 1, height: 3, bits: 4 });
  expect(image.depth).toBe(8);
  expect([...image.data]).toEqual([0, 17, 255]);
});

test('another size, values that are too large and impossible sizes are refused', () => {
  const bytes = Uint8Array.of(0x10, 0);
  expect(() => decodeRaw(bytes, { name: 'a.img', width: 2, height: 1 })).toThrow(
    'decodeRaw: a.img has 2 bytes, 2×1 values of 16 bits take 4. Check width, height and bits.',
  );
  expect(() => decodeRaw(bytes, { name: 'a.img', width: 1, height: 1, bits: 12 })).toThrow(
    'decodeRaw: a.img holds the value 4096, which 12 bits cannot. Check bits and littleEndian.',
  );
  expect(() => decodeRaw(bytes, { width: 1, height: 1, bits: 17 })).toThrow(RangeError);
  expect(() => decodeRaw(bytes, { width: 65_535, height: 65_535 })).toThrow(/more than maxPixels/);
});
