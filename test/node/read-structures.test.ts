import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createImage, jsrtNames } from 'hilum';
import { findPairs, readStructures, writeImage } from 'hilum/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hilum-structures-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const grey = (...data: number[]) =>
  createImage({ width: data.length, height: 1, data: Uint8Array.from(data) });

describe('readStructures', () => {
  it('reads JSRT with the masks of SCR: a channel for each part, an empty one too', async () => {
    await writeImage(join(folder, 'images/JPCLN001.png'), grey(1, 2, 3));
    await writeImage(join(folder, 'masks/right lung/JPCLN001.png'), grey(0, 0, 200));
    await writeImage(join(folder, 'masks/heart/JPCLN001.png'), grey(0, 255, 255));
    await writeImage(join(folder, 'masks/left_lung/JPCLN001.png'), grey(0, 0, 0));
    const { pairs } = await findPairs(folder, { images: 'images', masks: 'masks', rule: jsrtNames });
    expect(pairs[0]?.parts).toEqual(['heart', 'left lung', 'right lung']);
    const { name, image, mask } = await readStructures(pairs[0]!);
    expect(name).toBe(join(folder, 'images/JPCLN001.png'));
    expect([...image.data]).toEqual([1, 2, 3]);
    expect(mask.channels).toBe(3);
    expect([...mask.data]).toEqual([0, 0, 0, 255, 0, 0, 255, 0, 255]);
  });

  it('names a mask of another size', async () => {
    const files = { image: join(folder, 'a.png'), masks: [join(folder, 'a_mask.png')] };
    await writeImage(files.image, grey(1, 2));
    await writeImage(files.masks[0]!, grey(1));
    await expect(readStructures(files)).rejects.toThrow(
      `readStructures: a mask must have the size of its image, got 1×1 (${files.masks[0]!}) for 2×1 (${files.image}).`,
    );
  });
});
