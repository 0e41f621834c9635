import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { decode as fastPng } from 'fast-png';
import { decodePng } from 'hilum/codecs';
import { describe, expect, test } from 'vitest';
import { chunk, writePng } from './write-png';
import type { WritePngArgs } from './write-png';

/** Every pair of colour type and depth that PNG has: colour type, depth, channels. */
const kinds = [
  [0, 1, 1],
  [0, 2, 1],
  [0, 4, 1],
  [0, 8, 1],
  [0, 16, 1],
  [2, 8, 3],
  [2, 16, 3],
  [4, 8, 2],
  [4, 16, 2],
  [6, 8, 4],
  [6, 16, 4],
] as const;

/** Values that need all bits, the same at every run. */
function samplesOf(count: number, depth: number): number[] {
  return Array.from({ length: count }, (_, i) => (i * 40_503 + (i >> 3) * 977) % 2 ** depth);
}

describe.each([false, true])('interlaced %s', (interlaced) => {
  test.each(kinds)('colour type %i of %i bits: every value, %i channels', (colorType, depth, channels) => {
    const [width, height] = [13, 11];
    const samples = samplesOf(width * height * channels, depth);
    const image = decodePng(writePng({ width, height, depth, colorType, samples, interlaced }));
    expect(image).toMatchObject({ width, height, channels, depth: depth === 16 ? 16 : 8 });
    // Low depths are scaled so that the largest value is 255.
    const scale = depth < 8 ? 255 / (2 ** depth - 1) : 1;
    expect([...image.data]).toEqual(samples.map((value) => value * scale));
  });

  test.each([1, 2, 4, 8])('a palette of %i bits becomes RGB', (depth) => {
    const palette = Array.from({ length: 3 * Math.min(2 ** depth, 200) }, (_, i) => (i * 83) % 256);
    const samples = samplesOf(7 * 9, depth).map((index) => index % (palette.length / 3));
    const image = decodePng(
      writePng({ width: 7, height: 9, depth, colorType: 3, samples, palette, interlaced }),
    );
    expect(image).toMatchObject({ channels: 3, depth: 8 });
    expect([...image.data]).toEqual(samples.flatMap((index) => palette.slice(3 * index, 3 * index + 3)));
  });

  test('images smaller than the passes of the interlacing come out whole', () => {
    for (const [width, height] of [
      [1, 1],
      [2, 1],
      [1, 5],
      [3, 3],
      [5, 2],
    ] as const) {
      const samples = samplesOf(width * height, 8);
      const image = decodePng(writePng({ width, height, depth: 8, colorType: 0, samples, interlaced }));
      expect([...image.data], `${width}×${height}`).toEqual(samples);
    }
  });
});

test('every filter of a row is undone, in one IDAT chunk or many', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 4 }),
      fc.integer({ min: 1, max: 4 }),
      fc.constantFrom(...kinds),
      fc.infiniteStream(fc.nat(65_535)),
      (filter, pieces, [colorType, depth, channels], stream) => {
        const samples = Array.from(stream.take(5 * 4 * channels), (value) => value % 2 ** depth);
        const file = writePng({ width: 5, height: 4, depth, colorType, samples, filter, pieces });
        const scale = depth < 8 ? 255 / (2 ** depth - 1) : 1;
        expect([...decodePng(file).data]).toEqual(samples.map((value) => value * scale));
      },
    ),
    { numRuns: 100 },
  );
});

test('8 and 16 bits are equal to what fast-png reads', () => {
  for (const [colorType, depth, channels] of kinds.filter(([, bits]) => bits >= 8)) {
    const file = writePng({
      width: 9,
      height: 6,
      depth,
      colorType,
      samples: samplesOf(54 * channels, depth),
    });
    expect(decodePng(file).data).toEqual(fastPng(file).data);
  }
});

test('transparency of a palette becomes a fourth channel, opaque where the file is silent', () => {
  const file = writePng({
    ...{ width: 3, height: 1, depth: 8, colorType: 3, samples: [0, 1, 2] },
    ...{ palette: [1, 2, 3, 4, 5, 6, 7, 8, 9], transparency: [0, 128] },
  });
  const image = decodePng(file);
  expect(image.channels).toBe(4);
  expect([...image.data]).toEqual([1, 2, 3, 0, 4, 5, 6, 128, 7, 8, 9, 255]);
});

test('the one transparent colour of a grey or RGB file becomes alpha', () => {
  const grey = decodePng(
    writePng({ width: 3, height: 1, depth: 2, colorType: 0, samples: [0, 2, 3], transparency: [0, 2] }),
  );
  expect([...grey.data]).toEqual([0, 255, 170, 0, 255, 255]);
  const deep = decodePng(
    writePng({
      ...{ width: 2, height: 1, depth: 16, colorType: 2, samples: [1, 2, 3, 1, 2, 259] },
      transparency: [0, 1, 0, 2, 1, 3],
    }),
  );
  expect([...deep.data]).toEqual([1, 2, 3, 65_535, 1, 2, 259, 0]);
});

test('a file inside a larger buffer is read at its own place', () => {
  const file = writePng({ width: 2, height: 2, depth: 16, colorType: 0, samples: [1, 2, 3, 65_535] });
  const larger = new Uint8Array(file.length + 7).fill(1);
  larger.set(file, 3);
  expect([...decodePng(larger.subarray(3, 3 + file.length)).data]).toEqual([1, 2, 3, 65_535]);
});

test('a decompressor of one’s own is used, and its failure is told', () => {
  const file = writePng({ width: 1, height: 1, depth: 8, colorType: 0, samples: [9] });
  expect([...decodePng(file, { inflate: (_, size) => new Uint8Array(size).fill(4, 1) }).data]).toEqual([4]);
  const broken = () => {
    throw new Error('no memory');
  };
  expect(() => decodePng(file, { name: 'a.png', inflate: broken })).toThrow(/a\.png .*no memory/);
});

describe('a bad file is named with the reason and the remedy', () => {
  const good: WritePngArgs = { width: 4, height: 4, depth: 8, colorType: 0, samples: samplesOf(16, 8) };
  const message = (file: Uint8Array): string => {
    try {
      decodePng(file, { name: 'scan.png' });
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error('nothing was thrown');
  };

  test('of 0 bytes', () => {
    expect(message(new Uint8Array(0))).toBe(
      'decodePng: scan.png is empty (0 bytes). Copy or download it again.',
    );
  });

  test('of text', () => {
    expect(message(new TextEncoder().encode('hello'))).toBe(
      'decodePng: scan.png is not a PNG. Check how the file was made.',
    );
  });

  test('cut off at any byte', () => {
    const file = writePng(good);
    for (let length = 8; length < file.length; length++) {
      expect(message(file.subarray(0, length))).toBe(
        `decodePng: scan.png is cut off after ${length} bytes. Copy or download it again.`,
      );
    }
  });

  test('with any bit of what counts flipped', () => {
    const file = writePng(good);
    for (let bit = 64; bit < file.length * 8; bit += 3) {
      const damaged = file.slice();
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      // A bit that turns IDAT or IEND into an unknown optional chunk leaves no pixels or no end.
      expect(message(damaged)).toMatch(
        /^decodePng: scan\.png (is damaged|is cut off|has a header|needs the unknown)/,
      );
    }
  });

  test('with fewer rows than its header promises, or more', () => {
    const rows = (count: number) => writePng({ ...good, compressed: deflateSync(Buffer.alloc(count * 5)) });
    expect(message(rows(3))).toMatch(
      /^decodePng: scan\.png is damaged: its pixels cannot be unpacked \(15 of 20 bytes\)/,
    );
    expect(message(rows(5))).toMatch(/more than 20 bytes/);
  });

  test('with a kind that PNG does not have', () => {
    expect(message(writePng({ ...good, depth: 16, colorType: 3 }))).toMatch(
      'decodePng: scan.png has a header that PNG does not know (depth 16, colour type 3,',
    );
  });

  test('with a palette that is missing, or too small', () => {
    expect(message(writePng({ ...good, colorType: 3 }))).toMatch('its palette is missing or broken');
    expect(
      message(writePng({ ...good, colorType: 3, samples: Array<number>(16).fill(2), palette: [1, 2, 3] })),
    ).toMatch('it uses colour 2 of a palette of 1');
  });

  test('with an unknown chunk that must be understood', () => {
    const file = Buffer.from(writePng(good));
    const unknown = Buffer.concat([file.subarray(0, 33), chunk('ABCD', Buffer.of(1)), file.subarray(33)]);
    expect(message(new Uint8Array(unknown))).toMatch('needs the unknown PNG chunk ABCD');
    const optional = Buffer.concat([file.subarray(0, 33), chunk('abCD', Buffer.of(1)), file.subarray(33)]);
    expect([...decodePng(new Uint8Array(optional)).data]).toEqual(good.samples);
  });

  test('keeping the first error as its cause', () => {
    let caught: unknown;
    try {
      decodePng(writePng({ ...good, compressed: new Uint8Array(10) }));
    } catch (error) {
      caught = error;
    }
    expect((caught as Error).cause).toBeInstanceOf(Error);
    expect((caught as Error).message).toMatch(/^decodePng: the image is damaged/);
  });
});

test('a header of 65,535 × 65,535 pixels is refused before memory is taken', () => {
  const file = writePng({
    ...{ width: 65_535, height: 65_535, depth: 16, colorType: 6 },
    samples: [],
    compressed: Buffer.of(1),
  });
  const before = process.memoryUsage().arrayBuffers;
  expect(() => decodePng(file, { name: 'huge.png' })).toThrow(
    'decodePng: huge.png promises 65535×65535 pixels, more than maxPixels = 67108864. ' +
      'Raise maxPixels if you trust the file, or make the image smaller.',
  );
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
});

test('maxPixels refuses one pixel more, and takes as many', () => {
  const file = writePng({ width: 4, height: 4, depth: 8, colorType: 0, samples: samplesOf(16, 8) });
  expect(decodePng(file, { maxPixels: 16 }).width).toBe(4);
  expect(() => decodePng(file, { maxPixels: 15 })).toThrow(RangeError);
});

test('an image without pixels is refused', () => {
  expect(() => decodePng(writePng({ width: 0, height: 3, depth: 8, colorType: 0, samples: [] }))).toThrow(
    'decodePng: the image has no pixels (0×3). Leave it out.',
  );
});

test('a bomb, a small file of 20 MB of zeros behind a header of one pixel, is refused', () => {
  const compressed = deflateSync(Buffer.alloc(20_000_000));
  const file = writePng({ width: 1, height: 1, depth: 8, colorType: 0, samples: [], compressed });
  expect(() => decodePng(file)).toThrow(/more than 2 bytes/);
});
