import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createImage, pairByName, suffixNames } from 'hilum';
import { describeFiles, pictureOf, readPictures, writeImage } from 'hilum/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hilum-pictures-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('readPictures', () => {
  it('shows images with problems and some of the others, small, masks tinted', async () => {
    const names = Array.from({ length: 10 }, (_, i) => `${i}.png`);
    for (const [i, name] of names.entries()) {
      // Grey, the left half darker; 320 × 160 pixels.
      const data = Uint8Array.from({ length: 320 * 160 }, (_, at) => (at % 320 < 160 ? 100 : 200) + i);
      await writeImage(at(name), createImage({ width: 320, height: 160, data }));
    }
    const inside = Uint8Array.from({ length: 320 * 160 }, (_, at) => (at % 320 < 80 ? 255 : 0));
    await writeImage(at('5_m.png'), createImage({ width: 320, height: 160, data: inside }));
    const rows = names.map(at);
    const pairing = pairByName(rows, [at('5_m.png')], suffixNames('_m'));
    const description = await describeFiles(pairing);
    const few = await readPictures(description, pairing, { count: 1, problems: 2 });
    // Two without a mask, and the middle one.
    expect(few.map(({ name }) => name)).toEqual([at('0.png'), at('1.png'), at('5.png')]);
    const [plain, , tinted] = few.map(({ image }) => image);
    expect([tinted!.width, tinted!.height, tinted!.channels]).toEqual([160, 80, 3]);
    expect([...plain!.data.subarray(0, 3)]).toEqual([100, 100, 100]);
    // 0.65 · 105 + 0.35 · (40, 140, 255), cut off.
    expect([...tinted!.data.subarray(0, 3)]).toEqual([82, 117, 157]);
    expect([...tinted!.data.subarray(3 * 100, 3 * 100 + 3)]).toEqual([205, 205, 205]);
    expect(await readPictures(description, pairing)).toHaveLength(10);
    // By label: of each as many, from its middle.
    const labelled = await describeFiles(pairing, { label: (path) => (path < at('3') ? 'a' : 'b') });
    const chosen = await readPictures(labelled, pairing, { count: 2, problems: 0 });
    expect(chosen.map(({ name }) => name)).toEqual([at('1.png'), at('6.png')]);
  });
});

describe('pictureOf', () => {
  it('makes the same of an image that is in no file', () => {
    const image = createImage({ width: 320, height: 160, data: new Uint8Array(320 * 160).fill(100) });
    const mask = createImage({ width: 320, height: 160, data: new Uint8Array(320 * 160).fill(255) });
    const { name, image: picture } = pictureOf({ name: 'a', image, mask });
    expect([name, picture.width, picture.height, picture.channels]).toEqual(['a', 160, 80, 3]);
    expect([...picture.data.subarray(0, 3)]).toEqual([79, 114, 154]); // 0.65 · 100 + 0.35 · (40, 140, 255)
    expect(pictureOf({ name: 'a', image }).image.data[0]).toBe(100);
  });
});
