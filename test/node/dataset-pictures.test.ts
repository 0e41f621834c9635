import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createImage, pairByName, suffixNames } from 'hilum';
import { describeFiles, readPictures, writeImage } from 'hilum/node';
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
  });
});
