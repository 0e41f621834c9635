import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chestPhantom, prepareImage, prepareMask, type Sample } from 'hilum';
import { cacheDataset, readSample, writeImage, type SampleFiles } from 'hilum/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pairsOf } from './cached-pairs';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hilum-cache-'));
  for (const [i, { image, masks }] of pairsOf(folder).entries()) {
    const phantom = chestPhantom({ seed: i, size: 96 });
    await writeImage(image, phantom.image);
    await writeImage(masks[0]!, phantom.mask);
  }
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A cache that counts how often it had to read. */
function counting(settings: unknown = { side: 32 }) {
  const counted = { reads: 0 };
  const load = cacheDataset({
    folder: join(folder, 'cache'),
    settings,
    load: async (files: SampleFiles): Promise<Sample> => {
      counted.reads++;
      const { name, image, mask } = await readSample(files);
      const size = { width: 32, height: 32 };
      return { name, image: prepareImage(image, size), mask: prepareMask(mask, size) };
    },
  });
  return { counted, load };
}
const entries = () => readdir(join(folder, 'cache'));

describe('cacheDataset', () => {
  it('reads and prepares once, in this run and in the next, and gives the same each time', async () => {
    const [pair] = pairsOf(folder);
    const { image, mask } = await readSample(pair!);
    const size = { width: 32, height: 32 };
    const expected = { name: pair!.image, image: prepareImage(image, size), mask: prepareMask(mask, size) };
    for (const reads of [1, 0]) {
      const { counted, load } = counting();
      expect(await load(pair!)).toEqual(expected);
      expect(await load(pair!)).toEqual(expected);
      expect(counted.reads).toBe(reads);
    }
  });

  it('makes another sample where a file, the settings or what belongs to a pair changes', async () => {
    const [first, second] = pairsOf(folder) as SampleFiles[] as [SampleFiles, SampleFiles];
    await counting().load(first);
    const reads = async (settings: unknown, files: SampleFiles): Promise<number> => {
      const { counted, load } = counting(settings);
      await load(files);
      return counted.reads;
    };
    expect(await reads({ side: 32 }, first)).toBe(0);
    expect(await reads({ side: 64 }, first)).toBe(1);
    expect(await reads({ side: 32 }, { ...first, masks: second.masks })).toBe(1);
    expect(await reads({ side: 32 }, { ...first, ...{ parts: ['left'] } })).toBe(1);
    expect(await reads({ side: 32 }, { ...first, ...{ name: 'another name' } })).toBe(0);
    await rename(second.image, first.image);
    expect(await reads({ side: 32 }, first)).toBe(1);
  });

  it('names a sample by the path it has now', async () => {
    const [pair] = pairsOf(folder);
    await counting().load(pair!);
    const image = join(folder, 'renamed.png');
    await rename(pair!.image, image);
    const { counted, load } = counting();
    expect((await load({ ...pair!, image })).name).toBe(image);
    expect(counted.reads).toBe(0);
  });

  it.each([
    ['is cut off', (bytes: Uint8Array) => bytes.subarray(0, bytes.length >> 1)],
    ['is empty', () => new Uint8Array(0)],
    ['has a wrong byte', (bytes: Uint8Array) => Uint8Array.from(bytes, (x, i) => (i === 900 ? x ^ 1 : x))],
  ])('makes a file again that %s', async (_, damage) => {
    const [pair] = pairsOf(folder);
    const expected = await counting().load(pair!);
    const [name] = await entries();
    const path = join(folder, 'cache', name!);
    const whole = await readFile(path);
    await writeFile(path, damage(whole));
    const { counted, load } = counting();
    expect(await load(pair!)).toEqual(expected);
    expect(counted.reads).toBe(1);
    expect(Buffer.compare(await readFile(path), whole)).toBe(0);
  });

  it('keeps nothing of a file that is replaced while it is read', async () => {
    const [first, second] = pairsOf(folder) as SampleFiles[] as [SampleFiles, SampleFiles];
    const load = cacheDataset({
      folder: join(folder, 'cache'),
      settings: {},
      load: async (files: SampleFiles) => {
        const sample = await readSample(files);
        await rename(second.image, first.image);
        return sample;
      },
    });
    await load(first);
    await expect(stat(join(folder, 'cache'))).rejects.toThrow('ENOENT');
  });

  it('says what it cannot read or write, and what is no JSON', async () => {
    const [pair] = pairsOf(folder);
    const image = join(folder, 'none.png');
    await expect(counting().load({ ...pair!, image })).rejects.toThrow(
      `cacheDataset: cannot read ${image}: it does not exist. Check the path.`,
    );
    const load = cacheDataset({ folder: pair!.image, settings: {}, load: readSample });
    await expect(load(pair!)).rejects.toThrow(/^cacheDataset: cannot read .*1\.png/);
    expect(() => counting(() => 1)).toThrow(
      'cacheDataset: settings must be JSON, got function. Give {} if load depends on nothing.',
    );
  });

  it('may be used by two processes at once, one of which is killed', { timeout: 120_000 }, async () => {
    const script = fileURLToPath(new URL('cache-forever.ts', import.meta.url));
    const start = (rounds: number) => {
      const child = spawn(process.execPath, ['--import', 'tsx', script, folder, `${rounds}`]);
      let text = '';
      child.stdout.on('data', (piece: Buffer) => (text += piece.toString()));
      return { child, closed: once(child, 'close'), lines: () => text.trim().split('\n') };
    };
    const [survivor, victim] = [start(12), start(1e9)];
    await once(victim.child.stdout, 'data');
    victim.child.kill('SIGKILL');
    await Promise.all([survivor.closed, victim.closed]);
    expect(victim.child.signalCode).toBe('SIGKILL');
    expect(survivor.child.exitCode).toBe(0);
    // All rounds of both read the same, whoever wrote it.
    expect(survivor.lines()).toHaveLength(12);
    expect(new Set([...survivor.lines(), ...victim.lines()]).size).toBe(1);
    const third = start(12);
    await third.closed;
    expect(third.lines()).toEqual(survivor.lines());
  });
});
