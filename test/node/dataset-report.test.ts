import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chestPhantom, createImage, describeDataset } from 'hilum';
import { datasetHtml, writeDatasetReport } from 'hilum/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textOf } from './page-text';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hilum-dataset-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const evil = 'x/<script>alert("1")</script>.png';
const picture = createImage({ width: 2, height: 2, channels: 3, data: new Uint8Array(12) });
const phantom = { ...chestPhantom({ seed: 1, size: 64 }), name: evil };
const blank = {
  name: 'blank.png',
  image: phantom.image,
  mask: createImage({ width: 64, height: 64, data: new Uint8Array(4096) }),
};

describe('datasetHtml', () => {
  it('tells counts, problems, contents and shows the pictures, errors first', async () => {
    const description = await describeDataset([phantom, blank]);
    const pictures = [phantom, blank].map(({ name }) => ({ name, image: picture }));
    const page = datasetHtml({ title: 'Mine & yours', subtitle: 'Two images.', description, pictures });
    const headings = [...page.matchAll(/<h[123]>([^<]*)</g)].map((match) => match[1]);
    expect(headings).toEqual([
      'Mine &#38; yours',
      'Problems',
      'Error: mask empty (1)',
      'Warning: duplicate (1)',
      'What is in it',
      'Contact sheet',
    ]);
    expect(textOf(page)).toContain('images 2 masks 2 errors 1 warnings 1');
    expect(textOf(page)).toContain('Nothing in the mask is above 127; its largest value is 0.');
    // One of the empty mask, two of the duplicates, two of the sheet.
    expect(page.match(/<img /g)).toHaveLength(5);
    expect(page.match(/<details open>/g)).toHaveLength(1);
  });

  it('escapes names, and asks the network for nothing', async () => {
    const description = await describeDataset([phantom, blank]);
    const page = datasetHtml({
      title: evil,
      subtitle: evil,
      description,
      pictures: [{ name: evil, image: picture }],
    });
    expect(page).not.toContain('<script');
    expect(page).not.toContain('"1"');
    expect(page).not.toMatch(/(src|href)="(?!data:)/);
    expect(page).not.toContain('url(');
  });

  it('says that nothing is wrong, and cuts long lists', async () => {
    expect(textOf(datasetHtml({ title: 'a', description: await describeDataset([phantom]) }))).toContain(
      'Problems None was found.',
    );
    const masksWithoutImage = Array.from({ length: 250 }, (_, i) => `${i}.png`);
    const page = datasetHtml({
      title: 'a',
      description: await describeDataset([], { pairing: { masksWithoutImage } }),
    });
    expect(textOf(page)).toContain('and 50 more');
  });
});

describe('labels on the page', () => {
  it('stand by source, with intensities, and divide the contact sheet', async () => {
    const items = ['MCUCXR_0001_0.png', 'CHNCXR_0002_1.png', 'CHNCXR_0003_1.png'].map((name, seed) => ({
      ...chestPhantom({ seed, size: 64 }),
      name,
    }));
    const pictures = items.map(({ name }) => ({ name, image: picture }));
    const page = datasetHtml({ title: 'a', description: await describeDataset(items), pictures });
    const headings = [...page.matchAll(/<h[23]>([^<]*)</g)].map((match) => match[1]);
    expect(headings).toEqual([
      'Problems',
      'What is in it',
      'Labels',
      'Intensities',
      'Contact sheet',
      'Label 0',
      'Label 1',
    ]);
    expect(page.indexOf('MCUCXR_0001_0.png</figcaption>')).toBeLessThan(page.indexOf('Label 1</h3>'));
    expect(page.match(/<img /g)).toHaveLength(3);
  });
});

describe('writeDatasetReport', () => {
  it('writes the page, folders and all', async () => {
    const report = { title: 'a', description: await describeDataset([]) };
    const path = join(folder, 'new/page.html');
    await writeDatasetReport(path, report);
    expect(await readFile(path, 'utf8')).toBe(datasetHtml(report));
  });
});
