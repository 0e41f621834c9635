import { describe, expect, test } from 'vitest';
import { failer } from '../../src/codecs/decode-args';
import { tags, type DicomElement } from '../../src/codecs/dicom-elements';
import { readDicomHeader } from '../../src/codecs/dicom-header';
import { text, word, type Bytes } from './dicom-bytes';

const fail = failer('test', 'a.dcm');
const elementOf = (bytes: Bytes, items: DicomElement['items'] = []): DicomElement => ({
  ...{ vr: '', bytes: Uint8Array.from(bytes), items, fragments: [] },
});
type Given = Partial<Record<keyof typeof tags, Bytes | DicomElement>>;
const elementsOf = (given: Given): Map<number, DicomElement> =>
  new Map(
    Object.entries(given).map(([name, value]) => [
      tags[name as keyof typeof tags],
      Array.isArray(value) ? elementOf(value) : value,
    ]),
  );

const plain: Given = {
  ...{ rows: word(9), columns: word(13), pixelData: [], photometric: text('MONOCHROME2') },
  ...{ bitsAllocated: word(16), bitsStored: word(12), highBit: word(11) },
};
const read = (given: Given, littleEndian = true) =>
  readDicomHeader({ elements: elementsOf({ ...plain, ...given }), syntax: '', littleEndian }, fail);

describe('readDicomHeader', () => {
  test('takes what is left out to be what it nearly always is', () => {
    expect(read({})).toEqual({
      ...{ width: 13, height: 9, samplesPerPixel: 1, photometric: 'MONOCHROME2', planar: false, frames: 1 },
      ...{ bitsAllocated: 16, bitsStored: 12, shift: 0, signed: false, padding: undefined },
      ...{
        rescale: { slope: 1, intercept: 0 },
        modalityLut: undefined,
        voiLut: undefined,
        window: undefined,
      },
      ...{ spacing: undefined, laterality: undefined, viewPosition: undefined },
    });
  });

  test('reads numbers, text and spaces around them as they are written', () => {
    const header = read({
      ...{
        frames: text(' 3 '),
        rescaleSlope: text('2.5'),
        rescaleIntercept: text('-1.024E3'),
        signed: word(1),
      },
      ...{ highBit: word(13), padding: word(0xf830), paddingLimit: word(0xf800) },
      ...{ windowCenter: text('40\\400'), windowWidth: text('80\\2000 '), voiFunction: text('SIGMOID') },
      ...{ pixelSpacing: text('0.14\\0.15'), laterality: text('R '), viewPosition: text('PA') },
    });
    expect(header).toMatchObject({
      ...{ frames: 3, rescale: { slope: 2.5, intercept: -1024 }, signed: true, shift: 2 },
      // −2000 and −2048 as words of 16 bits, the smaller first.
      padding: [-2048, -2000],
      window: { center: 40, width: 80, shape: 'SIGMOID' },
      ...{ spacing: [0.14, 0.15], laterality: 'R', viewPosition: 'PA' },
    });
    expect(read({ rows: [0, 9], columns: [0, 13], bitsAllocated: [0, 16], bitsStored: [0, 12], highBit: [0, 11] }, false)) // prettier-ignore
      .toMatchObject({ width: 13, height: 9, bitsStored: 12 });
  });

  test('takes the side of the image before that of the series, and no other words', () => {
    expect(read({ laterality: text('R'), imageLaterality: text('L') }).laterality).toBe('L');
    expect(read({ laterality: text('DOE^JANE') }).laterality).toBeUndefined();
    expect(read({ viewPosition: text('JANE 1980') }).viewPosition).toBeUndefined();
    expect(
      read({ voiFunction: text('DOE'), windowCenter: text('1'), windowWidth: text('2') }).window,
    ).toEqual({
      ...{ center: 1, width: 2, shape: undefined },
    });
  });

  test('reads the first table of a sequence, of bytes or of words, with 0 for 65,536 entries', () => {
    const table = (descriptor: Bytes, data: Bytes) =>
      elementOf([], [elementsOf({ lutDescriptor: descriptor, lutData: data })]);
    expect(read({ modalityLut: table(word(3, 5, 16), word(7, 8, 9)) }).modalityLut).toEqual({
      ...{ first: 5, bits: 16, entries: Uint16Array.of(7, 8, 9) },
    });
    expect(read({ voiLut: table(word(3, 5, 8), [7, 8, 9, 0]) }).voiLut!.entries).toEqual(
      Uint16Array.of(7, 8, 9),
    );
    expect(read({ voiLut: table(word(2, 0, 8), word(7, 8)) }).voiLut!.entries).toEqual(Uint16Array.of(7, 8));
    const whole = read({ voiLut: table(word(0, 0xfff0, 16), new Array<number>(131_072).fill(1)) });
    expect([whole.voiLut!.entries.length, whole.voiLut!.first]).toEqual([65_536, 65_520]);
    const signed = read({ signed: word(1), voiLut: table(word(1, 0xfff0, 16), word(1)) });
    expect(signed.voiLut!.first).toBe(-16);
  });

  describe('a file that cannot be a picture is refused in a sentence', () => {
    const damaged = 'Copy or download it again.';
    test.each<[string, Given, string]>([
      ['palettes', { photometric: text('PALETTE COLOR') }, 'has colours of a kind that cannot be read (a palette perhaps). Convert it to MONOCHROME2 or RGB.'], // prettier-ignore
      ['3 values of grey', { samplesPerPixel: word(3) }, `is damaged: 3 values a pixel do not fit its colours. ${damaged}`], // prettier-ignore
      [
        '1 value of colour',
        { photometric: text('RGB'), bitsAllocated: word(8) },
        'is damaged: 1 values a pixel',
      ],
      ['32 bits', { bitsAllocated: word(32) }, 'has 32 bits a value; grey of 8 and 16 and colour of 8 can be read. Convert it to one of them.'], // prettier-ignore
      ['colour of 16 bits', { photometric: text('RGB'), samplesPerPixel: word(3) }, 'has 16 bits a value'],
      ['17 bits in 16', { bitsStored: word(17), highBit: word(16) }, `is damaged: 17 bits do not fit into 16. ${damaged}`], // prettier-ignore
      ['0 bits', { bitsStored: word(0) }, 'is damaged: 0 bits do not fit'],
      ['bits above the top', { highBit: word(16) }, 'is damaged: 12 bits do not fit'],
      ['bits below 0', { highBit: word(3) }, 'is damaged: 12 bits do not fit'],
      ['half a table', { voiLut: elementOf([], [elementsOf({ lutDescriptor: word(3, 0, 16), lutData: word(1, 2) })]) }, `is damaged: its lookup table is not whole. ${damaged}`], // prettier-ignore
      [
        'an empty table',
        { modalityLut: elementOf([], [new Map()]) },
        'is damaged: its lookup table is not whole',
      ],
    ])('%s', (_, given, message) => {
      expect(() => read(given)).toThrow(`test: a.dcm ${message}`);
    });

    test('none at all', () => {
      for (const lacking of ['rows', 'columns', 'pixelData'] as const) {
        const rest = Object.fromEntries(Object.entries(plain).filter(([name]) => name !== lacking));
        const file = { elements: elementsOf(rest), syntax: '', littleEndian: true };
        expect(() => readDicomHeader(file, fail), lacking).toThrow(
          'test: a.dcm holds no picture (a report, or a directory perhaps). Leave it out.',
        );
      }
    });

    test('text where a number belongs is told by its tag and not repeated', () => {
      for (const [name, tag] of [
        ['rescaleSlope', '(0028,1053)'],
        ['windowCenter', '(0028,1050)'],
        ['pixelSpacing', '(0028,0030)'],
        ['frames', '(0028,0008)'],
      ] as const)
        expect(() => read({ windowWidth: text('1'), [name]: text('DOE^JANE') }), name).toThrow(
          `test: a.dcm is damaged: element ${tag} is not a number. ${damaged}`,
        );
    });
  });
});
