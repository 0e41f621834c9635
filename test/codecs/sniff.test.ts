import { expect, test } from 'vitest';
import { sniff } from '../../src/codecs/sniff';

const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

test.each([
  ['a PNG picture', '\x89PNG\r\n\x1a\n'],
  ['a JPEG picture', '\xff\xd8\xff\xe0'],
  ['a GIF picture', 'GIF89a'],
  ['a BMP picture', 'BM\x36\x00'],
  ['a TIFF picture', 'II*\0\x08'],
  ['a TIFF picture', 'MM\0*\0'],
  ['a WebP picture', 'RIFF\x10\0\0\0WEBPVP8 '],
  ['an AVIF picture', '\0\0\0\x20ftypavif'],
  ['a HEIC picture', '\0\0\0\x18ftypheic'],
  ['a JPEG 2000 picture', '\0\0\0\x0cjP  \r\n'],
  ['a JPEG 2000 picture', '\xff\x4f\xff\x51\0'],
  ['a DICOM file', `${'\0'.repeat(128)}DICM\x02\0`],
  ['a DICOM file', '\x08\0\x05\0CS\x0a\0ISO_IR 100'],
  ['a DICOM file', '\x08\0\0\0\x04\0\0\0\x96\x01\0\0'],
  ['a NIfTI file', `${'\x5c\x01'.padEnd(344, '\0')}n+1\0`],
  ['a gzip archive', '\x1f\x8b\x08'],
  ['a zip archive', 'PK\x03\x04'],
  ['a PDF document', '%PDF-1.7'],
  ['text, not a picture', '<!doctype html>\n<title>404</title>'],
  ['of a format that is not known', '\x00\x01\x02\x03'],
])('%s is told by its first bytes', (words, head) => {
  expect(sniff(latin1(head)).words).toBe(words);
});

test('nothing at all is empty', () => {
  expect(sniff(new Uint8Array(0)).format).toBe('empty');
});
