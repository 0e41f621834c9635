import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { decodeImage } from 'hilum/codecs';
import { expect, test } from 'vitest';
import { dicomCases } from './dicom-files';
import { writePng } from './write-png';

const runs = 10_000;
// Nothing that is mutated here may promise more than this and still be unpacked.
const maxPixels = 40_000;

const pngs = [0, 2, 3, 4, 6].flatMap((colorType) =>
  [false, true].map((interlaced) =>
    writePng({
      ...{ width: 9, height: 7, depth: 8, colorType, interlaced },
      samples: Array.from({ length: 63 * 4 }, (_, i) => (i * 4) % 50),
      ...(colorType === 3 && { palette: Array.from({ length: 150 }, (_, i) => i) }),
    }),
  ),
);
const { cases } = JSON.parse(readFileSync(new URL('../reference/jpeg.json', import.meta.url), 'utf8')) as {
  cases: { file: string }[];
};
const jpegs = cases.map(({ file }) => new Uint8Array(Buffer.from(file, 'base64')));
const dicoms = dicomCases.map(({ bytes }) => bytes);

const where = fc.double({ min: 0, max: 1, noNaN: true });
/** Some bytes changed, a stretch cut out, another doubled, the end cut off. */
const mutation = fc.record({
  // Each format a third of the time.
  file: fc.oneof(fc.constantFrom(...pngs), fc.constantFrom(...jpegs), fc.constantFrom(...dicoms)),
  changes: fc.array(fc.tuple(where, fc.oneof(fc.nat(255), fc.constantFrom(0, 255))), { maxLength: 6 }),
  cut: fc.option(fc.tuple(where, fc.nat(40)), { freq: 2 }),
  double: fc.option(fc.tuple(where, fc.nat(40)), { freq: 2 }),
  end: fc.option(where, { freq: 1 }),
});

test(`${runs} mutated files end in an image of its size or in an error that names the file, soon and in little memory`, async () => {
  let slowest = 0;
  let images = 0;
  let largest = 0;
  const before = process.memoryUsage().rss;
  await fc.assert(
    fc.asyncProperty(mutation, async ({ file, changes, cut, double, end }) => {
      const bytes = [...file];
      for (const [at, byte] of changes) bytes[Math.floor(at * (bytes.length - 1))] = byte;
      if (cut) bytes.splice(Math.floor(cut[0] * bytes.length), cut[1]);
      if (double) {
        const from = Math.floor(double[0] * bytes.length);
        bytes.splice(from, 0, ...bytes.slice(from, from + double[1]));
      }
      if (end !== null) bytes.length = Math.floor(end * bytes.length);
      const began = process.cpuUsage().user;
      try {
        const { width, height, channels, data } = await decodeImage(Uint8Array.from(bytes), {
          ...{ name: 'mutated', maxPixels },
        });
        images += 1;
        if (data.length !== width * height * channels) throw new TypeError('an image of another size');
      } catch (error) {
        expect(error).not.toBeInstanceOf(TypeError);
        expect((error as Error).message).toMatch(/^decode(Png|Jpeg|Dicom|Image): mutated [^]*\.$/);
        // Also of what was broken in it, nothing about the patient is told.
        expect((error as Error).message).not.toMatch(/MARKED|19010203/);
      }
      slowest = Math.max(slowest, (process.cpuUsage().user - began) / 1000);
      largest = Math.max(largest, process.memoryUsage.rss() - before);
    }),
    { numRuns: runs },
  );
  console.info(
    `mutated files: ${images} of ${runs} decoded, slowest ${slowest.toFixed(0)} ms, ${(largest / 1e6).toFixed(0)} MB more`,
  );
  // Many must get as far as the pixels, or nothing has been tried; and many must not.
  expect(images).toBeGreaterThan(runs / 20);
  expect(images).toBeLessThan(runs / 1.2);
  expect(slowest).toBeLessThan(3000);
  expect(largest).toBeLessThan(700e6);
}, 180_000);
