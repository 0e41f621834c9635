import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeText } from 'hilum/node';
import { describe, expect, it } from 'vitest';

describe('writeText', () => {
  it('makes the folders that are missing, and leaves nothing beside the file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hilum-'));
    const path = join(folder, 'a', 'b', 'text.txt');
    await writeText(path, 'à b');
    await writeText(path, 'ç');
    expect(await readFile(path, 'utf8')).toBe('ç');
    expect(await readdir(join(folder, 'a', 'b'))).toEqual(['text.txt']);
  });

  it('names the file that cannot be written', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hilum-'));
    await writeFile(join(folder, 'file'), '');
    const path = join(folder, 'file', 'text.txt');
    await expect(writeText(path, 'a')).rejects.toThrow(path);
  });
});
