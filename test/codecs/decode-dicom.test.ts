import { decodeDicom, decodeDicomValues, decodeImage } from 'hilum/codecs';
import { describe, expect, test } from 'vitest';
import { dicomCases, dicomFile, height, width } from './dicom-files';

const pixels = width * height;
const messageOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'nothing was thrown',
    (error: unknown) => (error as Error).message,
  );

// Expected: pydicom 2.3 and dcmtk 3.6, by test/reference/dicom.py.
describe('the values that pydicom and dcmtk read', () => {
  test.each(dicomCases)('$name', async ({ name, bytes, values }) => {
    const frames = name.startsWith('three') ? 3 : 1;
    const channels = values.length / pixels / frames;
    const found: number[] = [];
    for (let frame = 0; frame < frames; frame++) {
      const image = await decodeDicomValues(bytes, { frame });
      expect(image).toMatchObject({ width, height, channels });
      found.push(...image.data);
    }
    // The inverse transform of baseline JPEG may be rounded in two ways, and colours mixed in more.
    const tolerance = name.startsWith('JPEG baseline') ? channels : 0;
    const largest = values.reduce((most, value, i) => Math.max(most, Math.abs(value - found[i]!)), 0);
    expect(largest).toBeLessThanOrEqual(tolerance);
  });
});

describe('what pydicom shows', () => {
  test.each(dicomCases.filter(({ shown }) => shown))('$name', async ({ bytes, shown }) => {
    const { data, depth } = await decodeDicom(bytes);
    expect(depth).toBe(16);
    // The reference has seven digits; rounding to whole numbers gives half a step more.
    const largest = shown!.reduce((most, value, i) => Math.max(most, Math.abs(value * 65_535 - data[i]!)), 0);
    expect(largest).toBeLessThan(0.51);
  });
});

test('without the window the whole range of stored values is spread, and none is lost', async () => {
  const name = 'the first of two windows, MONOCHROME1';
  const { data } = await decodeDicom(dicomFile(name), { window: false });
  const { values } = dicomCases.find((each) => each.name === name)!;
  expect([...data]).toEqual(values.map((value) => Math.round((1 - value / 4095) * 65_535)));
  expect(Array.from(data, (value) => 4095 - Math.round((value / 65_535) * 4095))).toEqual(values);
});

test('8 bits stay 8 bits, up to 255', async () => {
  const name = 'explicit little endian, 8 bits';
  const image = await decodeDicom(dicomFile(name));
  expect(image.depth).toBe(8);
  expect([...image.data]).toEqual(dicomCases.find((each) => each.name === name)!.values);
});

/** The first place of an element of explicit VR, and its bytes put in another way. */
function elementAt(file: Uint8Array, group: number, element: number): number {
  const at = file.findIndex(
    (_, i) =>
      i % 2 === 0 &&
      file[i] === (group & 255) &&
      file[i + 1] === group >> 8 &&
      file[i + 2] === (element & 255) &&
      file[i + 3] === element >> 8,
  );
  expect(at).toBeGreaterThan(0);
  return at;
}

/** The file with a further element of text or bytes, put in front of Rows. */
function withElement(
  file: Uint8Array,
  group: number,
  element: number,
  vr: string,
  value: string,
): Uint8Array {
  const even = value.length % 2 ? `${value} ` : value;
  const head = [group & 255, group >> 8, element & 255, element >> 8, vr.charCodeAt(0), vr.charCodeAt(1)];
  const at = elementAt(file, 0x28, 0x10);
  return Uint8Array.from([
    ...file.subarray(0, at),
    ...head,
    ...[even.length & 255, even.length >> 8],
    ...Buffer.from(even, 'latin1'),
    ...file.subarray(at),
  ]);
}

const plain = dicomFile('explicit little endian, 12 bits');

describe('what stands beside the pixels', () => {
  test('spacing is that in the patient, or else that of the detector', async () => {
    const detector = withElement(plain, 0x18, 0x1164, 'DS', '0.1\\0.2');
    expect((await decodeDicom(detector)).spacing).toEqual([0.1, 0.2]);
    expect((await decodeDicom(withElement(detector, 0x28, 0x30, 'DS', '0.14\\0.15'))).spacing).toEqual([
      0.14, 0.15,
    ]);
    expect((await decodeDicom(withElement(detector, 0x28, 0x30, 'DS', '0\\0'))).spacing).toEqual([0.1, 0.2]);
    expect(await decodeDicom(plain)).not.toHaveProperty('spacing');
  });

  test('laterality and view are the terms of DICOM, and no other text', async () => {
    const file = withElement(withElement(plain, 0x20, 0x62, 'CS', 'L'), 0x18, 0x5101, 'CS', 'PA');
    expect(await decodeDicom(file, { name: 'a.dcm' })).toMatchObject({
      ...{ laterality: 'L', viewPosition: 'PA', source: 'a.dcm' },
    });
    const other = await decodeDicom(withElement(plain, 0x18, 0x5101, 'CS', 'DOE JOHN'));
    expect(Object.keys(other).sort()).toEqual(['channels', 'data', 'depth', 'height', 'width']);
  });

  test('padding is black, in MONOCHROME1 too', async () => {
    const file = dicomFile('MONOCHROME1');
    const { values } = dicomCases.find(({ name }) => name === 'MONOCHROME1')!;
    const low = Math.min(...values);
    const value = String.fromCharCode(low & 255, low >> 8);
    const { data } = await decodeDicom(withElement(file, 0x28, 0x120, 'US', value));
    const shown = await decodeDicom(file);
    expect([...data]).toEqual([...shown.data].map((each, i) => (values[i] === low ? 0 : each)));
    expect(values).toContain(low);
    const range = withElement(file, 0x28, 0x120, 'US', '\0\0');
    const all = await decodeDicom(withElement(range, 0x28, 0x121, 'US', '\xff\x0f'));
    expect(all.data.every((each) => each === 0)).toBe(true);
  });
});

test('of several pictures one must be chosen', async () => {
  const file = dicomFile('three frames');
  expect(await messageOf(decodeDicom(file, { name: 'a.dcm' }))).toBe(
    'decodeDicom: a.dcm holds 3 pictures. Choose one with frame, 0 to 2.',
  );
  expect(await messageOf(decodeDicom(file, { name: 'a.dcm', frame: 3 }))).toBe(
    'decodeDicom: a.dcm has 3 frames, got frame 3. Count from 0.',
  );
  await expect(decodeDicom(file, { frame: -1 })).rejects.toThrow(RangeError);
  expect((await decodeImage(file, { frame: 1 })).width).toBe(width);
});

describe('a bad file is named with the reason and the remedy', () => {
  const message = (file: Uint8Array): Promise<string> => messageOf(decodeDicom(file, { name: 'a.dcm' }));

  test('of 0 bytes, of something else, without a picture', async () => {
    expect(await message(new Uint8Array(0))).toMatch('a.dcm is empty (0 bytes)');
    expect(await message(new TextEncoder().encode('<!doctype html>'))).toMatch('a.dcm is not a DICOM file');
    expect(await message(plain.subarray(0, elementAt(plain, 0x28, 0x10)))).toMatch('holds no picture');
  });

  test('cut off at any byte', async () => {
    for (const name of [
      'explicit little endian, 12 bits',
      'RLE, 12 bits',
      'sequences of unknown length, 8 bits',
    ]) {
      const file = dicomFile(name);
      for (let length = 0; length < file.length - 1; length++) {
        const sentence = await message(file.subarray(0, length));
        expect(sentence, `${name}, ${length}`).toMatch(/^decodeDicom: a\.dcm (is|holds) .*\.$/);
      }
    }
  });

  test('65,535 × 65,535 pixels are refused before memory is taken', async () => {
    for (const { name, bytes } of dicomCases.filter((each) =>
      /(^explicit|RLE|^JPEG).*12 bits/.test(each.name),
    )) {
      const file = bytes.slice();
      file.fill(255, elementAt(file, 0x28, 0x10) + 8, elementAt(file, 0x28, 0x10) + 10);
      file.fill(255, elementAt(file, 0x28, 0x11) + 8, elementAt(file, 0x28, 0x11) + 10);
      expect(await message(file), name).toMatch(
        'promises 65535×65535 pixels, more than maxPixels = 67108864',
      );
      // Where maxPixels allows them, what is packed inside must be as large.
      const before = process.memoryUsage().arrayBuffers;
      await expect(decodeDicom(file, { maxPixels: Infinity }), name).rejects.toThrow();
      expect(process.memoryUsage().arrayBuffers - before, name).toBeLessThan(50_000_000);
    }
  });

  test('a window of no width, which may be left out', async () => {
    const file = withElement(withElement(plain, 0x28, 0x1050, 'DS', '100'), 0x28, 0x1051, 'DS', '0');
    expect(await message(file)).toBe(
      'decodeDicom: a.dcm has a window of width 0. Give window: false to go without it.',
    );
    expect((await decodeDicom(file, { window: false })).width).toBe(width);
  });
});

describe('data of the patient', () => {
  const leak = /MARKED|1901|PATIENT|HOSPITAL/i;

  test('is in each of these files, or the following would say nothing', () => {
    for (const { name, bytes } of dicomCases.filter((each) => !each.name.startsWith('deflated')))
      expect(Buffer.from(bytes).toString('latin1'), name).toMatch('MARKED^PATIENT');
  });

  test('gets into no image', async () => {
    for (const { bytes } of dicomCases) {
      const image = await decodeDicom(bytes, { frame: 0 });
      expect(JSON.stringify({ ...image, data: [] })).not.toMatch(leak);
    }
  });

  test('gets into no error, wherever a file is broken', async () => {
    // A length that is wrong makes one element swallow others; text in place of numbers is the worst of it.
    const files = [
      '10 of 16 bits',
      'a linear window',
      'LINEAR after rescaling',
      'RLE, 12 bits',
      'a VOI LUT of 16 bits',
    ];
    for (const name of files) {
      const file = dicomFile(name);
      const marks = Buffer.from('MARKED^PATIENT', 'latin1');
      const header = file.length - Math.min(file.length, 400);
      for (let at = 132; at < Math.max(header, 700); at += 3) {
        const broken = file.slice();
        broken.set(marks.subarray(0, Math.min(marks.length, file.length - at)), at);
        expect(await messageOf(decodeDicom(broken, { name: 'a.dcm' })), `${name}, ${at}`).not.toMatch(leak);
      }
    }
  });
});
