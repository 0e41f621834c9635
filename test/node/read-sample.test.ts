import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createImage, type Image } from 'hilum';
import { readSample, writeImage } from 'hilum/node';
import { beforeAll, describe, expect, it } from 'vitest';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hilum-'));
});

const row = (...values: number[]): Image =>
  createImage({ width: values.length, height: 1, data: Uint8Array.from(values) });

async function write(name: string, image: Image): Promise<string> {
  const path = join(folder, name);
  await writeImage(path, image);
  return path;
}

describe('readSample', () => {
  it('unites the masks and makes them binary', async () => {
    const image = await write('a.png', row(10, 20, 30));
    const masks = [await write('left.png', row(200, 100, 0)), await write('right.png', row(0, 0, 255))];
    const sample = await readSample({ image, masks });
    expect(sample.name).toBe(image);
    expect([...sample.image.data]).toEqual([10, 20, 30]);
    expect([...sample.mask.data]).toEqual([255, 0, 255]);
  });

  it('refuses a mask of another size, naming both files', async () => {
    const image = await write('b.png', row(1, 2, 3));
    const mask = await write('b_mask.png', row(255, 255));
    await expect(readSample({ image, masks: [mask] })).rejects.toThrow(
      `readSample: a mask must have the size of its image, got 2×1 (${mask}) for 3×1 (${image}).`,
    );
  });

  it('refuses a mask without any white', async () => {
    const image = await write('c.png', row(1, 2));
    const mask = await write('c_mask.png', row(0, 127));
    await expect(readSample({ image, masks: [mask] })).rejects.toThrow(
      `readSample: a mask must have some white in it, got none in c_mask.png (${image}).`,
    );
  });

  it('passes on what is wrong with a file', async () => {
    const image = join(folder, 'missing.png');
    await expect(readSample({ image, masks: [] })).rejects.toThrow(image);
  });
});
