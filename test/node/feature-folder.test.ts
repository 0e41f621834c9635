import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { featureFolder } from 'hilum/node';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { length, valueOf } from './features-of';

describe('featureFolder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hilum-features-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('gives back what was put, also to another process, in a folder that it makes', async () => {
    const path = join(folder, 'deep', 'features');
    expect(await featureFolder(path).get('a-1')).toBeUndefined();
    const values = Float32Array.of(1.5, -2, 1e-30);
    await featureFolder(path).put('a-1', values);
    expect(await featureFolder(path).get('a-1')).toEqual(values);
    expect(await featureFolder(path).get('a-2')).toBeUndefined();
    expect(await readdir(path)).toEqual(['a-1.safetensors']);
  });

  it('takes a file that is cut off, damaged or of another kind for none, and writes it anew', async () => {
    const store = featureFolder(folder);
    await store.put('a', Float32Array.of(1, 2, 3));
    const file = join(folder, 'a.safetensors');
    const whole = await readFile(file);
    for (const broken of [
      whole.subarray(0, -1),
      whole.subarray(0, 5),
      Buffer.from('no features'),
      Buffer.alloc(0),
    ]) {
      await writeFile(file, broken);
      expect(await store.get('a')).toBeUndefined();
    }
    await store.put('a', Float32Array.of(4));
    expect(await store.get('a')).toEqual(Float32Array.of(4));
  });

  it('holds one whole row when many write it at once', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => new Float32Array(5000).fill(i));
    await Promise.all(rows.map((row) => featureFolder(folder).put('same', row)));
    const row = await featureFolder(folder).get('same');
    expect(row).toEqual(new Float32Array(5000).fill(row![0]!));
    expect(await readdir(folder)).toEqual(['same.safetensors']);
  });

  it('loses nothing of two processes that write the same, one of them killed while it writes', async () => {
    const script = fileURLToPath(new URL('put-forever.ts', import.meta.url));
    const start = (rounds: number) => {
      const child = spawn(process.execPath, ['--import', 'tsx', script, folder, `${rounds}`]);
      onTestFinished(() => void child.kill('SIGKILL'));
      let text = '';
      child.stdout.on('data', (piece: Buffer) => (text += piece.toString()));
      return { child, closed: once(child, 'close'), keys: () => text.split('\n').slice(0, -1) };
    };
    const names = () => readdir(folder);
    const victim = start(1e9);
    const survivor = start(20);
    const ended = Promise.all([survivor.closed, victim.closed]);
    while (survivor.child.exitCode === null) {
      // Whatever a process said it had put is there, and whole, also while both write it anew.
      for (const key of new Set([...survivor.keys(), ...victim.keys()])) {
        const row = await featureFolder(folder).get(key);
        expect(row?.length, key).toBe(length);
        expect(
          row!.every((value) => value === valueOf(key)),
          key,
        ).toBe(true);
      }
      const writing = (await names()).some((name) => name.endsWith('.tmp'));
      if (writing && survivor.keys().length > 4 && victim.keys().length > 4) victim.child.kill('SIGKILL');
      await setTimeout(1);
    }
    victim.child.kill('SIGKILL');
    await ended;
    expect(victim.keys().length).toBeGreaterThan(4);
    expect(survivor.child.exitCode).toBe(0);
    expect(survivor.keys()).toHaveLength(20);
    // What the killed one had begun lies hidden beside, under no key.
    expect((await names()).filter((name) => name.endsWith('.tmp')).length).toBeLessThanOrEqual(1);
    const shown = (await names()).filter((name) => !name.startsWith('.'));
    expect(shown.sort()).toEqual([0, 1, 2, 3].map((i) => `image-${i}.safetensors`));
  });

  it('names the folder that it cannot use', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    await expect(featureFolder(file).put('a', Float32Array.of(1))).rejects.toThrow(
      /^featureFolder: cannot write /,
    );
    await expect(featureFolder(file).get('a')).rejects.toThrow(/^featureFolder: cannot read /);
  });
});
