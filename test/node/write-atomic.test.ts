import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeAtomic } from '../../src/node/write-atomic';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hilum-write-atomic-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('text, bytes and pieces of bytes arrive, folders are made, nothing is left beside', async () => {
  await writeAtomic('test', join(folder, 'a', 'b', 'text.txt'), 'ä');
  await writeAtomic('test', join(folder, 'a', 'bytes.bin'), Uint8Array.of(1, 2));
  await writeAtomic('test', join(folder, 'a', 'pieces.bin'), [
    Uint8Array.of(1),
    Uint8Array.of(),
    Uint8Array.of(2, 3),
  ]);
  expect(await readFile(join(folder, 'a', 'b', 'text.txt'), 'utf8')).toBe('ä');
  expect([...(await readFile(join(folder, 'a', 'pieces.bin')))]).toEqual([1, 2, 3]);
  expect((await readdir(join(folder, 'a'))).sort()).toEqual(['b', 'bytes.bin', 'pieces.bin']);
});

test('an existing file is replaced', async () => {
  const path = join(folder, 'a.txt');
  await writeAtomic('test', path, 'a longer text');
  await writeAtomic('test', path, 'short');
  expect(await readFile(path, 'utf8')).toBe('short');
});

test('when writing fails halfway the old file stays and nothing is left beside it', async () => {
  const path = join(folder, 'a.txt');
  await writeFile(path, 'old');
  const notBytes = [Uint8Array.of(1), 42 as unknown as Uint8Array];
  await expect(writeAtomic('test', path, notBytes)).rejects.toThrow(`test: cannot write ${path}`);
  expect(await readFile(path, 'utf8')).toBe('old');
  expect(await readdir(folder)).toEqual(['a.txt']);
});

test('a directory in the place of the file is told, and nothing is left beside it', async () => {
  await mkdir(join(folder, 'taken'));
  await expect(writeAtomic('test', join(folder, 'taken'), 'x')).rejects.toThrow(
    /cannot write .*taken: it is a directory/,
  );
  expect(await readdir(folder)).toEqual(['taken']);
});

test('a path through a file is told with the remedy', async () => {
  await writeFile(join(folder, 'file'), '');
  await expect(writeAtomic('test', join(folder, 'file', 'x', 'y.txt'), 'x')).rejects.toThrow(
    `test: cannot write ${join(folder, 'file', 'x', 'y.txt')}: a part of the path is a file, not a directory. Check the path.`,
  );
});
