import { readFileSync } from 'node:fs';
import { decodeJpeg } from 'hilum/codecs';
import { encode } from 'jpeg-js';
import { describe, expect, test } from 'vitest';

interface Reference {
  name: string;
  file: string;
  width: number;
  height: number;
  channels: number;
  pillow: string;
  opencv: string;
}

const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));
// Made by test/reference/jpeg.py: Pillow 9.4 with libjpeg 6.2, OpenCV 4.6.
const { cases } = JSON.parse(readFileSync(new URL('../reference/jpeg.json', import.meta.url), 'utf8')) as {
  cases: Reference[];
};
const fileOf = (name: string): Uint8Array => bytesOf(cases.find((each) => each.name === name)!.file);

function largestDifference(a: Uint8Array, b: Uint8Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}

test.each(cases)('$name: pixels as Pillow and OpenCV read them', (reference) => {
  const image = decodeJpeg(bytesOf(reference.file));
  const { width, height } = reference;
  const channels = reference.name.startsWith('grey, ') ? 1 : 3;
  expect(image).toMatchObject({ width, height, channels, depth: 8 });
  // Each decoder rounds in its own way: 1 in grey, more where colours are mixed, most where they are mixed twice.
  const tolerance = channels === 1 ? 1 : reference.name === 'YCCK' ? 4 : 3;
  expect(largestDifference(image.data, bytesOf(reference.pillow))).toBeLessThanOrEqual(tolerance);
  expect(largestDifference(image.data, bytesOf(reference.opencv))).toBeLessThanOrEqual(tolerance);
});

test('a flat picture keeps its grey', () => {
  const data = new Uint8Array(20 * 10 * 4).fill(200);
  const image = decodeJpeg(new Uint8Array(encode({ width: 20, height: 10, data }, 95).data));
  expect(image).toMatchObject({ width: 20, height: 10, channels: 3 });
  expect(image.data.every((value) => Math.abs(value - 200) <= 1)).toBe(true);
});

describe('a bad file is named with the reason and the remedy', () => {
  const message = (file: Uint8Array): string => {
    try {
      decodeJpeg(file, { name: 'scan.jpg' });
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error('nothing was thrown');
  };

  test('of 0 bytes, or of something else', () => {
    expect(message(new Uint8Array(0))).toBe(
      'decodeJpeg: scan.jpg is empty (0 bytes). Copy or download it again.',
    );
    expect(message(new TextEncoder().encode('hello'))).toBe(
      'decodeJpeg: scan.jpg is not a JPEG. Check how the file was made.',
    );
  });

  test('cut off at any byte, baseline or progressive', () => {
    for (const name of ['grey, baseline', 'grey, progressive']) {
      const file = fileOf(name);
      for (let length = 2; length < file.length; length++) {
        expect(message(file.subarray(0, length))).toBe(
          `decodeJpeg: scan.jpg is cut off after ${length} bytes. Copy or download it again.`,
        );
      }
    }
  });

  test('with a hole in its pixels', () => {
    const file = fileOf('grey, baseline');
    const hole = new Uint8Array([...file.subarray(0, file.length - 60), ...file.subarray(file.length - 2)]);
    expect(message(hole)).toMatch(/^decodeJpeg: scan\.jpg is damaged: its pixels cannot be unpacked/);
  });

  test('keeping the first error as its cause', () => {
    const file = fileOf('grey, baseline');
    const hole = new Uint8Array([...file.subarray(0, file.length - 60), ...file.subarray(file.length - 2)]);
    expect(() => decodeJpeg(hole)).toThrow(
      expect.objectContaining({ cause: expect.any(Error) as Error }) as Error,
    );
  });
});

test('a frame of 65,535 × 65,535 pixels is refused before memory is taken', () => {
  const file = fileOf('grey, baseline').slice();
  const frame = file.findIndex((byte, i) => byte === 0xff && file[i + 1] === 0xc0);
  file.fill(0xff, frame + 5, frame + 9);
  expect(() => decodeJpeg(file, { name: 'huge.jpg' })).toThrow(
    'decodeJpeg: huge.jpg promises 65535×65535 pixels, more than maxPixels = 67108864.',
  );
  expect(() => decodeJpeg(fileOf('grey, baseline'), { maxPixels: 37 * 23 - 1 })).toThrow(RangeError);
});
