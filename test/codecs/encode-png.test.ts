import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { decode as fastPng } from 'fast-png';
import { createImage } from 'hilum';
import { decodePng, encodePng } from 'hilum/codecs';
import { expect, test } from 'vitest';

const anyImage = fc
  .record({
    width: fc.integer({ min: 1, max: 12 }),
    height: fc.integer({ min: 1, max: 9 }),
    channels: fc.integer({ min: 1, max: 4 }),
    deep: fc.boolean(),
    // Flat pictures take other filters than noise.
    values: fc.constantFrom(2, 17, 65_536),
    stream: fc.infiniteStream(fc.nat(65_535)),
  })
  .map(({ width, height, channels, deep, values, stream }) => {
    const samples = [...stream.take(width * height * channels)].map((value) => value % values);
    return createImage({
      width,
      height,
      channels,
      data: deep ? Uint16Array.from(samples) : Uint8Array.from(samples),
    });
  });

test('any image of 8 or 16 bits comes back as it was', () => {
  fc.assert(
    fc.property(anyImage, (image) => {
      expect(decodePng(encodePng(image))).toEqual(image);
    }),
  );
});

test('another decoder, fast-png, reads the same values', () => {
  fc.assert(
    fc.property(anyImage, (image) => {
      const { width, height, channels, depth, data } = fastPng(encodePng(image), { checkCrc: true });
      expect({ width, height, channels, depth, data }).toEqual(image);
    }),
    { numRuns: 50 },
  );
});

test('the same image gives the same bytes', () => {
  const image = createImage({ width: 16, height: 16, data: Uint8Array.from({ length: 256 }, (_, i) => i) });
  expect(encodePng(image)).toEqual(encodePng(image));
});

test('a smooth picture and a mask become much smaller than their pixels', () => {
  const smooth = Uint8Array.from({ length: 128 * 128 }, (_, i) => (i % 128) + (i >> 7));
  expect(encodePng(createImage({ width: 128, height: 128, data: smooth })).length).toBeLessThan(1000);
  const disc = Uint8Array.from({ length: 128 * 128 }, (_, i) =>
    Math.hypot((i % 128) - 64, (i >> 7) - 64) < 40 ? 255 : 0,
  );
  expect(encodePng(createImage({ width: 128, height: 128, data: disc })).length).toBeLessThan(1000);
});

test('a compressor of one’s own is used', () => {
  const image = createImage({ width: 40, height: 40, data: new Uint8Array(1600) });
  const stored = encodePng(image, { deflate: (bytes) => deflateSync(bytes, { level: 0 }) });
  expect(stored.length).toBeGreaterThan(1600);
  expect(decodePng(stored)).toEqual(image);
});

test('floats and five channels are refused', () => {
  expect(() => encodePng(createImage({ width: 1, height: 1, data: new Float32Array(1) }))).toThrow(
    'encodePng: an image must have 8 or 16 bits, got floats. Round it to a Uint8Array first.',
  );
  expect(() => encodePng(createImage({ width: 1, height: 1, channels: 5, data: new Uint8Array(5) }))).toThrow(
    'encodePng: an image must have 1 to 4 channels, got 5. Pick a channel.',
  );
});
