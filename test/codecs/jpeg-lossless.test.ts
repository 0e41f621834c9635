import { expect, test } from 'vitest';
import { unpackLosslessJpeg } from '../../src/codecs/jpeg-lossless';
import { dicomCases, height, width } from './dicom-files';

// Values of every predictor are compared with dcmtk in decode-dicom.test.ts.
const { bytes, values } = dicomCases.find(({ name }) => name === 'JPEG lossless, first order')!;
const start = Buffer.from(bytes).lastIndexOf(Buffer.from([0xff, 0xd8]));
const jpeg = bytes.subarray(start, bytes.length - 8);
const size = { width, height, samples: 1 };

test('the stream inside gives the values of the file', () => {
  expect([...unpackLosslessJpeg(jpeg, size)]).toEqual(values);
});

test('cut off anywhere before its last codes, it is refused', () => {
  for (let length = 0; length < jpeg.length - 8; length++)
    expect(() => unpackLosslessJpeg(jpeg.subarray(0, length), size), String(length)).toThrow();
});

test('another size than the header promises is refused before memory is taken', () => {
  expect(() => unpackLosslessJpeg(jpeg, { ...size, width: 65_535 })).toThrow('13×9×1 samples inside');
  expect(() => unpackLosslessJpeg(jpeg, { ...size, samples: 3 })).toThrow('13×9×1 samples inside');
});
