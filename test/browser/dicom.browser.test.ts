import { decodeDicom, decodeDicomValues, decodeImage } from 'hilum/codecs';
import { describe, expect, it } from 'vitest';
import { dicomCases, dicomFile, height, width } from '../codecs/dicom-files';

const caseOf = (name: string) => dicomCases.find((each) => each.name === name)!;

// Expected: pydicom 2.3 and dcmtk 3.6, by test/reference/dicom.py.
describe('a DICOM file in a page', () => {
  it.each([
    'explicit little endian, 12 bits',
    'implicit little endian, 12 bits',
    'big endian, 12 bits',
    'deflated, 12 bits',
    'RLE, 12 bits',
    'RLE, RGB',
    'JPEG lossless by predictor 1, 12 bits',
    'JPEG lossless, 16 bits by a point transform of 2',
    // By WebAssembly in Node, by plain JavaScript here.
    'JPEG-LS, 12 bits',
    'JPEG-LS, RGB',
    'JPEG 2000, 16 bits',
    'JPEG 2000, colour',
  ])('of %s has the values that pydicom and dcmtk read', async (name) => {
    const image = await decodeDicomValues(dicomFile(name));
    expect(image).toMatchObject({ width, height });
    expect(Array.from(image.data)).toEqual(caseOf(name).values);
  });

  it.each([
    // The inverse transform of baseline JPEG may be rounded in two ways, and colours mixed in more.
    ['JPEG baseline, grey', 1],
    ['JPEG baseline, colour', 3],
  ])('of %s has the values that dcmtk reads, but for %i', async (name, tolerance) => {
    const { data } = await decodeDicomValues(dicomFile(name));
    const apart = caseOf(name).values.map((value, i) => Math.abs(value - data[i]!));
    expect(data).toHaveLength(apart.length);
    expect(Math.max(...apart)).toBeLessThanOrEqual(tolerance);
  });

  it('is shown as pydicom shows it, from an upload as well', async () => {
    const name = 'the first of two windows, MONOCHROME1';
    const upload = new File([dicomFile(name).slice().buffer], 'chest.dcm');
    const image = await decodeImage(new Uint8Array(await upload.arrayBuffer()), { name: upload.name });
    expect(image).toEqual(await decodeDicom(dicomFile(name), { name: 'chest.dcm' }));
    // The reference has seven digits; rounding to whole numbers gives half a step more.
    const apart = caseOf(name).shown!.map((value, i) => Math.abs(value * 65_535 - image.data[i]!));
    expect(Math.max(...apart)).toBeLessThan(0.51);
  });
});
