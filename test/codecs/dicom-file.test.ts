import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { failer } from '../../src/codecs/decode-args';
import { tags } from '../../src/codecs/dicom-elements';
import { isDicom, readDicomFile } from '../../src/codecs/dicom-file';
import { implicit, short, text, wide, word, type Bytes } from './dicom-bytes';

const fail = failer('test', 'a.dcm');
const read = (bytes: Bytes, maxPixels = 100) => readDicomFile(Uint8Array.from(bytes), maxPixels, fail);

const preamble = [...new Array<number>(128).fill(0), ...text('DICM')];
/** A UID is padded with a zero, unlike other texts. */
const uid = (value: string): Bytes => [...text(value.padEnd(value.length + (value.length % 2), '\0'))];
const syntaxOf = (value: string): Bytes => short(tags.transferSyntax, 'UI', uid(value));
const rows = short(tags.rows, 'US', word(9));
const bigRows = [0, 0x28, 0, 0x10, ...text('US'), 0, 2, 0, 9];
const implicitRows = implicit(tags.rows, word(9));

describe('isDicom', () => {
  test.each<[string, Bytes]>([
    ['with the letters after the preamble', preamble],
    ['that begins with its file group', syntaxOf('1.2.840.10008.1.2.1')],
    ['of explicit VR without preamble', short(0x0008_0016, 'UI', uid('1.2'))],
    ['of implicit VR without preamble', implicit(0x0008_0016, uid('1.2'))],
  ])('is true of a file %s', (_, bytes) => {
    expect(isDicom(Uint8Array.from(bytes))).toBe(true);
  });

  test.each<[string, Bytes]>([
    ['nothing', []],
    ['a PNG', [0x89, ...text('PNG\r\n\x1a\n'), 0, 0, 0, 13]],
    ['a JPEG', [0xff, 0xd8, 0xff, 0xe0, 0, 16, ...text('JFIF')]],
    ['text', text('a text that is long enough')],
    ['DICM where it does not belong', text('DICM and more')],
    ['another group', implicit(tags.rows, word(9))],
  ])('is false of %s', (_, bytes) => {
    expect(isDicom(Uint8Array.from(bytes))).toBe(false);
  });
});

describe('readDicomFile', () => {
  test.each<[string, Bytes, string, boolean]>([
    ['explicit little endian', [...syntaxOf('1.2.840.10008.1.2.1'), ...rows], '1.2.840.10008.1.2.1', true],
    [
      'implicit little endian',
      [...syntaxOf('1.2.840.10008.1.2'), ...implicitRows],
      '1.2.840.10008.1.2',
      true,
    ],
    ['big endian', [...syntaxOf('1.2.840.10008.1.2.2'), ...bigRows], '1.2.840.10008.1.2.2', false],
    // All that is packed is explicit and little endian around it.
    ['RLE', [...syntaxOf('1.2.840.10008.1.2.5'), ...rows], '1.2.840.10008.1.2.5', true],
  ])('reads %s by the transfer syntax of the file', (_, body, syntax, littleEndian) => {
    const file = read([...preamble, ...body]);
    expect(file).toMatchObject({ syntax, littleEndian });
    expect(file.elements.get(tags.rows)!.bytes).toHaveLength(2);
    // It ends with the file group: what is in there is no element of the picture.
    expect(file.elements.has(tags.transferSyntax)).toBe(false);
  });

  test.each<[string, Bytes, string]>([
    ['explicit', [...short(0x0008_0016, 'UI', uid('1.2')), ...rows], '1.2.840.10008.1.2.1'],
    ['implicit', [...implicit(0x0008_0016, uid('1.2')), ...implicitRows], '1.2.840.10008.1.2'],
  ])(
    'sees from its letters that a file without a syntax is %s, with a preamble or without',
    (_, body, syntax) => {
      for (const bytes of [body, [...preamble, ...body]])
        expect(read(bytes)).toMatchObject({ syntax, littleEndian: true });
    },
  );

  test('unpacks a deflated file, to as much as maxPixels allows', () => {
    const deflated = (body: Bytes): Bytes => [
      ...preamble,
      ...syntaxOf('1.2.840.10008.1.2.1.99'),
      ...deflateRawSync(Uint8Array.from(body)),
    ];
    const file = read(deflated(rows));
    expect(file.elements.get(tags.rows)!.bytes).toEqual(Uint8Array.of(9, 0));
    // What is read afterwards is as if it had never been packed.
    expect(file.syntax).toBe('1.2.840.10008.1.2.1');
    expect(() => read(deflated(rows).slice(0, -2))).toThrow(
      'test: a.dcm is damaged: its elements cannot be unpacked. Copy or download it again.',
    );

    // 16 MiB are allowed to come before the pixels; 20 MB of zeros are 20 kB packed.
    const bomb = deflated([...rows]);
    const zeros = deflateRawSync(new Uint8Array(20_000_000));
    const packed = Uint8Array.from([
      ...bomb.slice(0, -deflateRawSync(Uint8Array.from(rows)).length),
      ...zeros,
    ]);
    expect(packed.length).toBeLessThan(25_000);
    expect(() => readDicomFile(packed, 1_000_000, fail)).toThrow(
      'test: a.dcm unpacks to more than 18777216 bytes. Raise maxPixels if you trust the file.',
    );
    // Allowed, it is looked at, and is no DICOM inside.
    expect(() => readDicomFile(packed, 10_000_000, fail)).toThrow('is damaged at byte 0');
  });

  test('says what is wrong with a file that is none', () => {
    expect(() => read([])).toThrow('test: a.dcm is empty (0 bytes). Copy or download it again.');
    expect(() => read(text('<html></html>'))).toThrow(
      'test: a.dcm is not a DICOM file. Check how the file was made.',
    );
    const group = wide(0x0002_0001, 'OB', [0, 1]);
    expect(() => read([...preamble, ...group.slice(0, -1)])).toThrow(/is cut off after \d+ bytes/);
  });
});
