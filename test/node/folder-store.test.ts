import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderStore } from 'hilum/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

describe('folderStore', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hilum-store-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('gives back what was written, in a folder that it makes', async () => {
    const store = folderStore(join(folder, 'runs', 'first'));
    expect(await store.list()).toEqual([]);
    await store.write('a', Uint8Array.of(1, 2, 3));
    await store.write('b', Uint8Array.of(4));
    expect((await store.list()).sort()).toEqual(['a', 'b']);
    expect([...(await store.read('a'))]).toEqual([1, 2, 3]);
    await store.remove('a');
    await store.remove('a');
    expect(await store.list()).toEqual(['b']);
  });

  it('lists nothing hidden, such as what a killed process left half written', async () => {
    await writeFile(join(folder, '.12ab.tmp'), 'half');
    expect(await folderStore(folder).list()).toEqual([]);
    await folderStore(folder).write('a', Uint8Array.of(1));
    expect((await readdir(folder)).sort()).toEqual(['.12ab.tmp', 'a']);
  });

  it('names the file or folder that it cannot use', async () => {
    const path = join(folder, 'file');
    await writeFile(path, '');
    await expect(folderStore(path).list()).rejects.toThrow(
      `folderStore: cannot list the directory ${path}: `,
    );
    await expect(folderStore(folder).read('none')).rejects.toThrow(
      `folderStore: cannot read ${join(folder, 'none')}: it does not exist. Check the path.`,
    );
    await expect(folderStore(path).write('a', Uint8Array.of(1))).rejects.toThrow(
      /^folderStore: cannot write /,
    );
  });
});
