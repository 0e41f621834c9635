import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createImage } from 'hilum';
import { reportHtml, writeReport, type SegmentationReport } from 'hilum/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textOf } from './page-text';
import { unbalanced } from './unbalanced';

const empty: SegmentationReport = {
  title: 'Lungs',
  settings: {},
  counts: {},
  history: {},
  scores: [],
  examples: [],
  skipped: [],
  imagesWithoutMask: [],
  masksWithoutImage: [],
};

const dark = createImage({ width: 2, height: 2, channels: 3, data: new Uint8Array(12).fill(7) });
const numbered = (count: number): { name: string; dice: number; iou: number; image: typeof dark }[] =>
  Array.from({ length: count }, (_, at) => ({
    name: `image-${at}.png`,
    dice: (at + 1) / (count + 1),
    iou: at / (2 * count),
    image: dark,
  }));

const full: SegmentationReport = {
  title: 'Lungs of two hospitals',
  subtitle: 'A run of three epochs.',
  settings: { model: 'resunet', size: 64, augmented: true },
  counts: { images: 12, 'held-out images': 3 },
  history: {
    loss: [0.8, 0.5, 0.25],
    dice: [0.2, 0.5, 0.75],
    val_loss: [0.7, 0.4, 0.45],
    val_dice: [0.3, 0.65, 0.6],
    learningRate: [0.001, 0.001, 0.0005],
  },
  scores: [
    { name: 'a.png', source: 'Shenzhen', dice: 0.9, iou: 0.82 },
    { name: 'b.png', source: 'Montgomery', dice: 0.7, iou: 0.54 },
    { name: 'c.png', source: 'Shenzhen', dice: 0.95, iou: 0.905 },
  ],
  examples: [{ name: 'a.png', dice: 0.9, image: dark }],
  skipped: [{ file: 'broken.png', reason: 'the file is cut off' }],
  imagesWithoutMask: ['lonely.png'],
  masksWithoutImage: ['lost_mask.png'],
};

describe('reportHtml', () => {
  it('tells scores, training, overlays and the run, in this order', () => {
    const headings = [...reportHtml(full).matchAll(/<h[12]>([^<]*)</g)].map((match) => match[1]);
    expect(headings).toEqual([
      'Lungs of two hospitals',
      'Scores on the held-out part',
      'Training',
      'Overlays',
      'What was run',
    ]);
  });

  it('stays small with 500 images', () => {
    const page = reportHtml({ ...empty, scores: numbered(500), examples: numbered(500) });
    expect(page.match(/<th scope="row">image-/g)).toHaveLength(500);
    expect(page.match(/<img\s/g)).toHaveLength(24);
    expect(page.length).toBeLessThan(300_000);
  });

  it('needs nothing but itself: no address, no script, no file', () => {
    const page = reportHtml(full);
    expect(page.replaceAll('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(
      /https?:|\/\/|url\(|@import/i,
    );
    expect(page).not.toMatch(/<(script|link|iframe|object)|\son[a-z]+=/i);
    const sources = [...page.matchAll(/\b(?:src|href)="([^"]*)"/g)].map((match) => match[1]!);
    expect(sources).toHaveLength(1);
    expect(sources[0]).toMatch(/^data:image\/png;base64,[A-Za-z0-9+/=]+$/);
  });

  it('escapes every text it is given', () => {
    const evil = `<script>alert("1 & '2'")</script>`;
    const page = reportHtml({
      title: evil,
      subtitle: evil,
      settings: { [evil]: evil },
      counts: { [evil]: 1 },
      history: { [evil]: [1, 2] },
      scores: [{ name: evil, source: evil, dice: 0.5, iou: 0.5 }],
      examples: [{ name: evil, dice: 0.5, image: dark }],
      examplesNote: evil,
      skipped: [{ file: evil, reason: evil }],
      imagesWithoutMask: [evil],
      masksWithoutImage: [evil],
    });
    expect(page).not.toContain('<script');
    expect(page).not.toContain('alert("');
    expect(page.split('&#60;script&#62;alert(&#34;1 &#38;').length - 1).toBeGreaterThanOrEqual(14);
  });

  it('copes with a single image and a single epoch', () => {
    const page = reportHtml({
      ...empty,
      history: { loss: [0.5] },
      scores: [{ name: 'a.png', dice: 1, iou: 1 }],
      examples: [{ name: 'a.png', dice: 1, image: dark }],
    });
    expect(page).not.toMatch(/NaN|Infinity|undefined/);
    expect(textOf(page)).toContain('Dice of the only held-out image: 1.000.');
  });

  it('says so when no image was held out, and leaves out what there is nothing to tell of', () => {
    const text = textOf(reportHtml(empty));
    expect(text).toContain('No image was held out, so there are no scores.');
    expect(text).not.toMatch(/Training|Overlays|NaN|undefined/);
  });

  it('is a whole document in which every element is closed', () => {
    for (const report of [empty, full]) {
      const page = reportHtml(report);
      expect(page).toMatch(/^<!doctype html>\s*<html lang="en">/);
      expect(page).toContain('<meta charset="utf-8"');
      expect(page).toContain('name="viewport"');
      expect(unbalanced(page)).toEqual([]);
    }
  });

  it('names every picture and every column for those who do not see them', () => {
    const page = reportHtml(full);
    expect(page.match(/<img\s/g)).toHaveLength(page.match(/<img\s[^>]*alt="[^"]+"/g)!.length);
    expect(page.match(/<svg\s/g)).toHaveLength(page.match(/<svg\s[^>]*aria-label="[^"]+"/g)!.length);
    expect(page.match(/<th\s/g)).toHaveLength(page.match(/<th\s+scope="(row|col|colgroup)"/g)!.length);
  });

  it('gives the same text for the same report', () => {
    expect(reportHtml(full)).toBe(reportHtml(full));
  });
});

describe('writeReport', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hilum-report-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('writes the page, makes missing folders, and leaves nothing beside it', async () => {
    const path = join(folder, 'new', 'report.html');
    await writeReport(path, full);
    expect(await readFile(path, 'utf8')).toBe(reportHtml(full));
    expect(await readdir(join(folder, 'new'))).toEqual(['report.html']);
  });

  it('names the file when it cannot be written', async () => {
    await writeFile(join(folder, 'file'), '');
    const path = join(folder, 'file', 'report.html');
    await expect(writeReport(path, empty)).rejects.toThrow(`writeReport: cannot write ${path}: `);
  });
});
