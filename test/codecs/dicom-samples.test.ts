import { encode } from 'jpeg-js';
import { describe, expect, test } from 'vitest';
import { failer } from '../../src/codecs/decode-args';
import type { DicomHeader } from '../../src/codecs/dicom-header';
import { readSamples, type PixelSource } from '../../src/codecs/dicom-samples';

const fail = failer('test', 'a.dcm');
const header = (given: Partial<DicomHeader> = {}): DicomHeader => ({
  ...{ width: 2, height: 1, samplesPerPixel: 1, photometric: 'MONOCHROME2', planar: false, frames: 1 },
  ...{ bitsAllocated: 8, bitsStored: 8, shift: 0, signed: false, padding: undefined, rescale: { slope: 1, intercept: 0 } }, // prettier-ignore
  ...{ modalityLut: undefined, voiLut: undefined, window: undefined, spacing: undefined },
  ...{ laterality: undefined, viewPosition: undefined },
  ...given,
});
const uid = '1.2.840.10008.1.2';

/** Pixels as they are. */
const native = (bytes: number[], given: Partial<PixelSource> & { vr?: string } = {}): PixelSource => ({
  element: { vr: given.vr ?? 'OB', bytes: Uint8Array.from(bytes), items: [], fragments: [] },
  ...{ syntax: `${uid}.1`, littleEndian: true, frame: 0, ...given },
});
/** Pixels in fragments, the first of which is the table of offsets. */
const packed = (syntax: string, frame: number, ...fragments: Uint8Array[]): PixelSource => ({
  element: { vr: 'OB', bytes: new Uint8Array(), items: [], fragments },
  ...{ syntax: `${uid}.${syntax}`, littleEndian: true, frame },
});

/** A frame of RLE with one segment: `values` as they are. */
function rle(...values: number[]): Uint8Array {
  const frame = new Uint8Array(64 + 1 + values.length + ((1 + values.length) % 2));
  frame.set([1, 0, 0, 0, 64, 0, 0, 0]);
  frame.set([values.length - 1, ...values], 64);
  return frame;
}
const offsets = (...starts: number[]) => new Uint8Array(Uint32Array.from(starts).buffer);
const none = new Uint8Array();

describe('pixels that are not packed', () => {
  test('are bytes, or words of either order', async () => {
    expect((await readSamples(native([7, 8]), header(), fail)).values).toEqual(Uint8Array.of(7, 8));
    const deep = header({ bitsAllocated: 16, bitsStored: 16 });
    expect((await readSamples(native([1, 2, 3, 4]), deep, fail)).values).toEqual(Uint16Array.of(0x0201, 0x0403)); // prettier-ignore
    const big = { syntax: `${uid}.2`, littleEndian: false };
    expect((await readSamples(native([1, 2, 3, 4], big), deep, fail)).values).toEqual(Uint16Array.of(0x0102, 0x0304)); // prettier-ignore
    // Words of two 8-bit values: their order is that of the words (PS3.5 8.2).
    expect((await readSamples(native([8, 7], { ...big, vr: 'OW' }), header(), fail)).values).toEqual(Uint8Array.of(7, 8)); // prettier-ignore
    expect((await readSamples(native([7, 8], big), header(), fail)).values).toEqual(Uint8Array.of(7, 8));
  });

  test('of a frame lie behind those of the frames before it', async () => {
    const source = native([1, 2, 3, 4, 5, 6], { frame: 2 });
    expect((await readSamples(source, header({ frames: 3 }), fail)).values).toEqual(Uint8Array.of(5, 6));
    await expect(readSamples(source, header({ frames: 3, height: 2 }), fail)).rejects.toThrow(
      'test: a.dcm is cut off: its pixels take 4 bytes, 0 are there. Copy or download it again.',
    );
  });

  test('of colour keep how they lie and what they mean', async () => {
    const colour = { samplesPerPixel: 3, width: 1 } as const;
    const source = native([1, 2, 3]);
    expect(await readSamples(source, header({ ...colour, photometric: 'RGB', planar: true }), fail)).toEqual({
      ...{ values: Uint8Array.of(1, 2, 3), planar: true, isRgb: true },
    });
    expect((await readSamples(source, header({ ...colour, photometric: 'YBR_FULL' }), fail)).isRgb).toBe(false); // prettier-ignore
    await expect(
      readSamples(source, header({ ...colour, photometric: 'YBR_FULL_422' }), fail),
    ).rejects.toThrow('test: a.dcm has colours of half the width. Convert it to RGB.');
  });
});

describe('pixels in fragments', () => {
  const pair = [rle(1, 2), rle(3, 4)] as const;

  test('of one frame belong together, however many there are', async () => {
    const [whole] = pair;
    for (const at of [10, 64, 66]) {
      const source = packed('5', 0, none, whole.subarray(0, at), whole.subarray(at));
      expect((await readSamples(source, header(), fail)).values, `${at}`).toEqual(Uint8Array.of(1, 2));
    }
  });

  test('of several frames are one each, or are told by the table of offsets', async () => {
    const frames = header({ frames: 2 });
    const second = Uint8Array.of(3, 4);
    expect((await readSamples(packed('5', 1, none, ...pair), frames, fail)).values).toEqual(second);
    const [first, last] = pair;
    const pieces = [first.subarray(0, 40), first.subarray(40), last];
    // Each fragment has a head of 8 bytes.
    const table = offsets(0, first.length + 16);
    expect((await readSamples(packed('5', 0, table, ...pieces), frames, fail)).values).toEqual(
      Uint8Array.of(1, 2),
    );
    expect((await readSamples(packed('5', 1, table, ...pieces), frames, fail)).values).toEqual(second);
    await expect(readSamples(packed('5', 1, none, ...pieces), frames, fail)).rejects.toThrow(
      'test: a.dcm has frames of several fragments and no offset table. Convert it.',
    );
  });

  test('that are missing or broken are damage, with the reason', async () => {
    const message = 'test: a.dcm is damaged: its pixels are missing. Copy or download it again.';
    await expect(readSamples(packed('5', 0), header(), fail)).rejects.toThrow(message);
    await expect(readSamples(packed('5', 0, none), header(), fail)).rejects.toThrow(message);
    await expect(readSamples(packed('5', 0, none, rle(1)), header(), fail)).rejects.toThrow(
      'test: a.dcm is damaged: its pixels cannot be unpacked (a segment ends early). Copy or download it again.',
    );
  });

  test('of a JPEG must be of the size that the header promises, before anything is unpacked', async () => {
    const data = new Uint8Array(8 * 8 * 4).fill(100);
    const jpeg = new Uint8Array(encode({ width: 8, height: 8, data }, 90).data);
    const colour = { width: 8, height: 8, samplesPerPixel: 3, photometric: 'YBR_FULL_422' } as const;
    const { values, isRgb } = await readSamples(packed('4.50', 0, none, jpeg), header(colour), fail);
    expect(values).toHaveLength(192);
    // JPEG has made RGB of it, half the width or not.
    expect(isRgb).toBe(true);
    for (const [syntax, reason] of [
      ['4.50', '8×8×3 samples inside'],
      ['4.70', 'lossless'],
      ['4.80', 'it is no JPEG-LS'],
      ['4.90', 'it is no JPEG 2000'],
    ] as const)
      await expect(
        readSamples(packed(syntax, 0, none, jpeg), header({ ...colour, height: 9 }), fail),
        syntax,
      ).rejects.toThrow(
        new RegExp(`^test: a\\.dcm is damaged: its pixels cannot be unpacked \\(.*${reason}`),
      );
  });
});

test('a way of packing that is unknown is named if it is one of DICOM, and not repeated if it is any text', async () => {
  const message = (syntax: string) =>
    readSamples({ ...native([1, 2]), syntax }, header(), fail).catch((error: unknown) => (error as Error).message); // prettier-ignore
  const remedy = 'Convert it to explicit VR little endian.';
  expect(await message(`${uid}.4.53`)).toBe(
    `test: a.dcm is packed in a way that cannot be read (${uid}.4.53). ${remedy}`,
  );
  for (const other of ['DOE^JANE', `${uid}.4.53 DOE`, `${uid}.${'1'.repeat(40)}`, 'constructor'])
    expect(await message(other), other).toBe(`test: a.dcm is packed in a way that cannot be read. ${remedy}`);
});
