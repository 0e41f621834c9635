import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { createImage } from 'hilum';
import { decodePng, encodePng } from 'hilum/codecs';
import { listImages, readImage, writeImage } from 'hilum/node';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writePng } from '../codecs/write-png';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hilum-files-'));
});
afterEach(() => rm(folder, { recursive: true }));

const image = createImage({ width: 3, height: 2, data: Uint8Array.of(0, 50, 100, 150, 200, 255) });

describe('listImages', () => {
  test('lists PNG and JPEG in the order of their characters, without hidden and other files', async () => {
    for (const name of [
      'b.png',
      'B.PNG',
      'a10.jpg',
      'a9.jpeg',
      '.hidden.png',
      '._a9.jpeg',
      'Thumbs.db',
      'png',
    ]) {
      await writeFile(join(folder, name), '');
    }
    await mkdir(join(folder, 'folder.png'));
    expect(await listImages(folder)).toEqual(
      ['B.PNG', 'a10.jpg', 'a9.jpeg', 'b.png'].map((name) => join(folder, name)),
    );
  });

  test('looks into folders only when asked to, and follows links to files', async () => {
    await mkdir(join(folder, 'inside', '.hidden'), { recursive: true });
    await writeFile(join(folder, 'inside', 'a.png'), '');
    await writeFile(join(folder, 'inside', '.hidden', 'b.png'), '');
    await symlink(join(folder, 'inside', 'a.png'), join(folder, 'link.png'));
    await symlink(join(folder, 'nowhere.png'), join(folder, 'broken.png'));
    await symlink(folder, join(folder, 'inside', 'loop'));
    expect(await listImages(folder)).toEqual([join(folder, 'link.png')]);
    expect(await listImages(folder, { recursive: true })).toEqual([
      join(folder, 'inside', 'a.png'),
      join(folder, 'link.png'),
    ]);
  });

  test('takes other endings, and gives an empty list for an empty folder', async () => {
    expect(await listImages(folder)).toEqual([]);
    await writeFile(join(folder, 'a.DCM'), '');
    expect(await listImages(folder, { extensions: ['.dcm'] })).toEqual([join(folder, 'a.DCM')]);
  });

  test('says that a folder does not exist, or is a file', async () => {
    const missing = join(folder, 'missing');
    await expect(listImages(missing)).rejects.toThrow(
      `listImages: cannot list the directory ${missing}: it does not exist. Check the path.`,
    );
    await writeFile(missing, '');
    await expect(listImages(missing)).rejects.toThrow(
      `listImages: ${missing} is a file, not a directory. Give the directory it lies in.`,
    );
  });
});

describe('readImage and writeImage', () => {
  test('what was written is read again, 8 and 16 bits, in a folder that did not exist', async () => {
    const deep = createImage({
      width: 1,
      height: 2,
      channels: 3,
      data: Uint16Array.of(0, 1, 2, 300, 40_000, 65_535),
    });
    for (const each of [image, deep]) {
      const path = join(folder, 'new', 'folder', `${each.depth}.png`);
      await writeImage(path, each);
      expect(await readImage(path)).toEqual({ ...each, source: path });
    }
    expect((await readdir(join(folder, 'new', 'folder'))).sort()).toEqual(['16.png', '8.png']);
  });

  test('zlib’s decompressor gives what the plain one gives', async () => {
    const samples = Array.from({ length: 60 * 40 }, (_, i) => (i * i) % 251);
    const file = writePng({ width: 60, height: 40, depth: 8, colorType: 0, samples, pieces: 3 });
    await writeFile(join(folder, 'a.png'), file);
    const path = join(folder, 'a.png');
    expect(await readImage(path)).toEqual(decodePng(file, { name: path }));
  });

  test('a bad file is named with its path, the reason and the remedy', async () => {
    const good = encodePng(image);
    const withRows = (rows: number) =>
      writePng({
        ...{ width: 9, height: 9, depth: 8, colorType: 0, samples: [] },
        compressed: deflateSync(Buffer.alloc(rows * 10)),
      });
    const cases: [name: string, bytes: Uint8Array | string, problem: RegExp][] = [
      ['empty.png', '', /^decodeImage: .*empty\.png is empty \(0 bytes\)\. Copy or download it again\.$/],
      ['text.png', 'once upon a time', /^decodeImage: .*text\.png is text, not a picture\. Check/],
      [
        'half.png',
        good.subarray(0, good.length >> 1),
        /^decodePng: .*half\.png is cut off after \d+ bytes\. Copy/,
      ],
      [
        'short.png',
        writePng({
          width: 3,
          height: 2,
          depth: 8,
          colorType: 0,
          samples: [],
          compressed: Buffer.from([120, 156, 3, 0]),
        }),
        /^decodePng: .*short\.png is damaged: its pixels cannot be unpacked/,
      ],
      ['few.png', withRows(8), /few\.png is damaged: its pixels cannot be unpacked \(80 of 90 bytes\)/],
      ['many.png', withRows(10), /many\.png is damaged: its pixels cannot be unpacked/],
    ];
    for (const [name, bytes, problem] of cases) {
      await writeFile(join(folder, name), bytes);
      await expect(readImage(join(folder, name)), name).rejects.toThrow(problem);
    }
  });

  test('a file that does not exist, or is a directory, is named', async () => {
    const path = join(folder, 'missing.png');
    await expect(readImage(path)).rejects.toThrow(
      `readImage: cannot read ${path}: it does not exist. Check the path.`,
    );
    await expect(readImage(folder)).rejects.toThrow(`readImage: cannot read ${folder}: it is a directory.`);
  });

  test('maxPixels reaches the decoder', async () => {
    await writeImage(join(folder, 'a.png'), image);
    await expect(readImage(join(folder, 'a.png'), { maxPixels: 5 })).rejects.toThrow(/promises 3×2 pixels/);
  });

  test('only .png is written', async () => {
    await expect(writeImage(join(folder, 'a.jpg'), image)).rejects.toThrow(
      `writeImage: a path must end in .png, got ${join(folder, 'a.jpg')}. Only PNG keeps masks and 16 bits as they are.`,
    );
    expect(await readdir(folder)).toEqual([]);
  });

  test('a place that cannot be written is named', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(writeImage(join(folder, 'file', 'a.png'), image)).rejects.toThrow(
      `writeImage: cannot write ${join(folder, 'file', 'a.png')}: a part of the path is a file, not a directory. Check the path.`,
    );
  });

  test.skipIf(!existsSync('/proc/self'))(
    'so is a place that the system does not let be written',
    async () => {
      await expect(writeImage('/proc/hilum/a.png', image)).rejects.toThrow(
        'writeImage: cannot write /proc/hilum/a.png: its directory cannot be made. Choose another path.',
      );
    },
  );
});
