import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { createImage } from 'hilum';
import { decodeImage, encodePng } from 'hilum/codecs';
import { expect, test } from 'vitest';
import { writePng } from './write-png';

const jpegs = (
  JSON.parse(readFileSync(new URL('../reference/jpeg.json', import.meta.url), 'utf8')) as {
    cases: { file: string }[];
  }
).cases.map(({ file }) => new Uint8Array(Buffer.from(file, 'base64')));

test('the bytes decide which format a file is', async () => {
  const image = createImage({ width: 2, height: 2, data: Uint16Array.of(1, 2, 3, 60_000) });
  expect(await decodeImage(encodePng(image), { name: 'in-truth-a-png.jpg' })).toEqual({
    ...image,
    source: 'in-truth-a-png.jpg',
  });
  expect(await decodeImage(jpegs[0]!)).toMatchObject({ width: 37, height: 23, channels: 1 });
});

test('a format that cannot be read is said, with the name and the remedy', async () => {
  const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
  await expect(decodeImage(bytes('II*\0'), { name: 'scan.png' })).rejects.toThrow(
    'decodeImage: scan.png is a TIFF picture. Convert it to PNG or JPEG first.',
  );
  await expect(decodeImage(bytes('not found'), { name: 'scan.png' })).rejects.toThrow(
    'decodeImage: scan.png is text, not a picture. Check how it was made or downloaded.',
  );
  await expect(decodeImage(new Uint8Array(0))).rejects.toThrow(
    'decodeImage: the image is empty (0 bytes). Copy or download it again.',
  );
});

test('maxPixels and the name reach the decoder', async () => {
  const file = encodePng(createImage({ width: 3, height: 3, data: new Uint8Array(9) }));
  await expect(decodeImage(file, { name: 'a.png', maxPixels: 8 })).rejects.toThrow(
    /a\.png promises 3×3 pixels/,
  );
});

test('however a file is damaged, it ends in an image of its size or in an error that names it', async () => {
  const pngs = [
    { width: 9, height: 7, depth: 8, colorType: 0, samples: Array.from({ length: 63 }, (_, i) => i * 4) },
    { width: 5, height: 5, depth: 16, colorType: 6, samples: Array<number>(100).fill(513), interlaced: true },
    {
      width: 8,
      height: 3,
      depth: 2,
      colorType: 3,
      samples: Array<number>(24).fill(1),
      palette: [1, 2, 3, 4, 5, 6],
    },
  ].map(writePng);
  // Some bytes changed, a stretch cut out, another doubled, the end cut off.
  const mutation = fc.record({
    file: fc.constantFrom(...pngs, ...jpegs),
    changes: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), { maxLength: 6 }),
    cut: fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(40)),
    double: fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(40)),
    end: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(mutation, async ({ file, changes, cut, double, end }) => {
      let bytes = [...file];
      for (const [at, byte] of changes) bytes[Math.floor(at * (bytes.length - 1))] = byte;
      bytes.splice(Math.floor(cut[0] * bytes.length), cut[1]);
      const from = Math.floor(double[0] * bytes.length);
      bytes.splice(from, 0, ...bytes.slice(from, from + double[1]));
      if (end !== null) bytes = bytes.slice(0, Math.floor(end * bytes.length));
      const began = performance.now();
      try {
        const image = await decodeImage(Uint8Array.from(bytes), { name: 'mutated', maxPixels: 1_000_000 });
        expect(image.data).toHaveLength(image.width * image.height * image.channels);
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
        expect((error as Error).message).toMatch(/^decode(Png|Jpeg|Dicom|Image): mutated .*\.$/);
      }
      expect(performance.now() - began).toBeLessThan(5000);
    }),
    { numRuns: 300 },
  );
});
