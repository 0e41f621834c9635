import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyOrientation, readOrientation } from '../../src/codecs/orientation';

// Pixels of every orientation are compared with Pillow and OpenCV in decode-jpeg.test.ts.

test('turning to the right and back again changes nothing', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), (width, height) => {
      const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => i);
      const right = applyOrientation({ width, height, data }, 3, 6);
      expect([right.width, right.height]).toEqual([height, width]);
      expect(applyOrientation(right, 3, 8)).toEqual({ width, height, data });
    }),
  );
});

test('6 means: turn to the right to see it upright', () => {
  const data = Uint8Array.of(1, 2, 3, 4, 5, 6);
  expect(applyOrientation({ width: 3, height: 2, data }, 1, 6)).toEqual({
    ...{ width: 2, height: 3, data: Uint8Array.of(4, 1, 5, 2, 6, 3) },
  });
});

const exif = [...Buffer.from('Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0', 'latin1')];

test('the orientation is read, and anything that is none is upright', () => {
  expect(readOrientation(Uint8Array.of(...exif, 6, 0, 0, 0))).toBe(6);
  expect(readOrientation(Uint8Array.of(...exif, 9, 0, 0, 0))).toBe(1);
  expect(readOrientation(Uint8Array.from(Buffer.from('http://ns.adobe.com/xap/1.0/\0', 'latin1')))).toBe(1);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (rest) => {
      const found = readOrientation(Uint8Array.of(...exif.slice(0, 8), ...rest));
      expect(found).toBeGreaterThanOrEqual(1);
      expect(found).toBeLessThanOrEqual(8);
    }),
  );
});
