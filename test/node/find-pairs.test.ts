import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { sameNames } from 'hilum';
import { findPairs } from 'hilum/node';
import { describe, expect, it } from 'vitest';

/** A folder with empty files of these names. */
async function folderOf(...paths: string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hilum-'));
  for (const path of paths) {
    await mkdir(join(folder, dirname(path)), { recursive: true });
    await writeFile(join(folder, path), '');
  }
  return folder;
}

describe('findPairs', () => {
  it('pairs the merged collection and tells what is left over', async () => {
    const folder = await folderOf(
      'CXR_png/CHNCXR_0001_0.png',
      'CXR_png/CHNCXR_0002_0.png',
      'CXR_png/MCUCXR_0001_0.png',
      'masks/CHNCXR_0001_0_mask.png',
      'masks/CHNCXR_0009_0_mask.png',
      'masks/MCUCXR_0001_0.png',
    );
    const { pairs, imagesWithoutMask, masksWithoutImage } = await findPairs(folder);
    expect(pairs.map(({ image, masks }) => [image, ...masks].map((path) => basename(path)))).toEqual([
      ['CHNCXR_0001_0.png', 'CHNCXR_0001_0_mask.png'],
      ['MCUCXR_0001_0.png', 'MCUCXR_0001_0.png'],
    ]);
    expect(imagesWithoutMask).toEqual([join(folder, 'CXR_png/CHNCXR_0002_0.png')]);
    expect(masksWithoutImage).toEqual([join(folder, 'masks/CHNCXR_0009_0_mask.png')]);
  });

  it('unites the two lungs of the Montgomery release', async () => {
    const name = 'MCUCXR_0001_0.png';
    const folder = await folderOf(
      `CXR_png/${name}`,
      `ManualMask/leftMask/${name}`,
      `ManualMask/rightMask/${name}`,
    );
    expect((await findPairs(folder)).pairs[0]?.masks).toEqual([
      join(folder, 'ManualMask/leftMask', name),
      join(folder, 'ManualMask/rightMask', name),
    ]);
  });

  it('takes folders and a rule of your own', async () => {
    const folder = await folderOf('x/a.jpg', 'y/a.png');
    const { pairs } = await findPairs(folder, { images: 'x', masks: 'y', rule: sameNames });
    expect(pairs).toHaveLength(1);
  });

  it('says what it looked for where it finds no collection', async () => {
    const folder = await folderOf('pictures/a.png');
    await expect(findPairs(folder)).rejects.toThrow(
      `findPairs: ${folder} must hold CXR_png/ and masks/, or CXR_png/ and ManualMask/, got neither.`,
    );
    await expect(findPairs(join(folder, 'no'))).rejects.toThrow(
      `findPairs: ${join(folder, 'no')} is not a directory.`,
    );
  });
});
