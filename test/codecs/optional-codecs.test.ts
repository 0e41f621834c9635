import { decodeDicom } from 'hilum/codecs';
import { expect, test, vi } from 'vitest';
import { dicomFile } from './dicom-files';

vi.mock('@cornerstonejs/codec-charls/decodewasmjs', () => {
  throw new Error('Cannot find package');
});

test('a package that is missing is named, with what to type', async () => {
  await expect(decodeDicom(dicomFile('JPEG-LS, 12 bits'), { name: 'a.dcm' })).rejects.toThrow(
    'decodeDicom: a.dcm is JPEG-LS, which takes a package more. Install it: npm install @cornerstonejs/codec-charls.',
  );
});

test('what is broken inside does not spoil the files after it, and nothing is written to the console', async () => {
  const log = vi.spyOn(console, 'log');
  const warn = vi.spyOn(console, 'warn');
  const good = dicomFile('JPEG 2000, 16 bits');
  const broken = good.slice();
  const start = Buffer.from(broken).indexOf(Buffer.from([0xff, 0x4f, 0xff, 0x51]));
  broken.fill(0, start + 60);
  // The end of the pixel data stays where it is.
  broken.set(good.subarray(-8), good.length - 8);
  const { data } = await decodeDicom(good);
  await decodeDicom(broken).catch(() => undefined);
  expect((await decodeDicom(good)).data).toEqual(data);
  expect(log).not.toHaveBeenCalled();
  expect(warn).not.toHaveBeenCalled();
});
