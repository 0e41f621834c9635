import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createImage, datasetTable, pairByName, suffixNames } from 'hilum';
import {
  cacheDataset,
  datasetHtml,
  describeFiles,
  readImage,
  readPictures,
  readSample,
  writeImage,
} from 'hilum/node';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { dicomFile, height, width } from '../codecs/dicom-files';

/** What test/reference/dicom.py wrote into the headers: name, number, birth date, hospital, comment. */
const patient = /MARKED|PATIENT|1901|HOSPITAL/i;
const names = ['explicit little endian, 12 bits', 'JPEG-LS, 12 bits', 'a VOI LUT of 16 bits', 'MONOCHROME1'];

let folder: string;
const at = (...path: string[]): string => join(folder, ...path);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hilum-headers-'));
  const mask = createImage({
    ...{ width, height },
    data: Uint8Array.from({ length: width * height }, (_, i) => (i % width > 3 && i % width < 8 ? 255 : 0)),
  });
  for (const [i, name] of names.entries()) {
    await writeFile(at(`${i}.dcm`), dicomFile(name));
    await writeImage(at(`${i}_mask.png`), mask);
  }
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const allOf = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => (ArrayBuffer.isView(each) ? undefined : each));
const pairing = () =>
  pairByName(
    names.map((_, i) => at(`${i}.dcm`)),
    names.map((_, i) => at(`${i}_mask.png`)),
    suffixNames('_mask'),
  );

it('nothing of a DICOM header about the patient gets into images, pages, tables, caches or the console', async () => {
  const spies = [
    ...(['log', 'info', 'warn', 'error', 'debug'] as const).map((name) => vi.spyOn(console, name)),
    ...[process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write')),
  ];
  const said: unknown[] = [];
  for (const [i] of names.entries()) {
    expect(await readFile(at(`${i}.dcm`), 'latin1')).toMatch(patient);
    const image = await readImage(at(`${i}.dcm`));
    said.push(allOf(image));
    await writeImage(at(`${i}.png`), image);
    said.push(await readFile(at(`${i}.png`), 'latin1'));
  }

  // One that is cut off, and one whose header is broken by text: both are told as problems.
  const whole = dicomFile(names[0]!);
  await writeFile(at('cut.dcm'), whole.subarray(0, whole.length - 20));
  const broken = whole.slice();
  broken.set(Buffer.from('MARKED^PATIENT'), Buffer.from(whole).indexOf('MONOCHROME2'));
  await writeFile(at('broken.dcm'), broken);
  const all = pairing();
  const description = await describeFiles({
    ...all,
    imagesWithoutMask: [...all.imagesWithoutMask, at('cut.dcm'), at('broken.dcm')],
  });
  expect(description.images).toBe(names.length);
  expect(description.problems.filter(({ kind }) => kind === 'unreadable')).toHaveLength(2);
  const pictures = await readPictures(description, all);
  said.push(
    allOf(description),
    datasetTable(description),
    datasetHtml({ title: 'a', description, pictures }),
  );
  for (const name of ['cut.dcm', 'broken.dcm'])
    said.push(
      await readImage(at(name)).then(
        () => 'nothing was thrown: PATIENT',
        (error: unknown) => `${(error as Error).stack}${String((error as Error).cause)}`,
      ),
    );

  const load = cacheDataset({ folder: at('cache'), settings: {}, load: readSample });
  for (const pair of all.pairs) said.push(allOf(await load(pair)));
  const cached = await readdir(at('cache'));
  expect(cached).toHaveLength(names.length);
  for (const name of cached) said.push(name, await readFile(at('cache', name), 'latin1'));

  said.push(...spies.map((spy) => allOf(spy.mock.calls.map((call) => call.map(String)))));
  vi.restoreAllMocks();
  for (const each of said) expect(each).not.toMatch(patient);
});
