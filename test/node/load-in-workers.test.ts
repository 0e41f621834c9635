import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { loadInWorkers } from 'hilum/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let folder: string;
let seen: Record<string, unknown>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hilum-load-'));
  const app = fileURLToPath(new URL('load-in-workers-app.ts', import.meta.url));
  // Fails, too, where the app does not end by itself.
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', app, folder], {
    timeout: 100_000,
  });
  seen = JSON.parse(stdout.replaceAll(folder, '')) as typeof seen;
}, 110_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('loadInWorkers', () => {
  it('gives what readSample gives, or what the preparation makes of it at a size', () => {
    expect([seen.asRead, seen.prepared]).toEqual([true, true]);
  });

  it('feeds batches in their order, and a file that cannot be read costs its own sample only', () => {
    expect(seen.names).toEqual(['/0.png', '/1.png', '/2.png', '/3.png', '/4.png']);
    expect(seen.shape).toEqual([1, 16, 16, 1]);
    expect(seen.skipped).toEqual([expect.stringMatching(/^decodeImage: \/bad\.png /)]);
  });

  it('runs a load of the app, and goes on in another thread after one has died', () => {
    expect(seen.own).toBe('own /1.png');
    expect(seen.died).toMatch(/^loadInWorkers: the thread that worked on exit died: .*code: 3\./);
    expect(seen.afterDeath).toBe('own /2.png');
  });

  it('augments in a thread to the bit as in the process', () => {
    expect(seen.augmented).toBe(true);
  });

  it('says why a module gives no load', () => {
    expect(seen.nowhere).toMatch(
      /^loadInWorkers: module must be one that can be imported, got .*nowhere\.mjs: /,
    );
    expect(seen.empty).toMatch(
      /^loadInWorkers: module must export a function load, got number in .*empty\.mjs\.$/,
    );
  });

  it('says that it was closed', () => {
    expect(seen.afterClose).toBe('loadInWorkers: load must be called before close, got /0.png after it.');
    expect(seen.closedMeanwhile).toBe('loadInWorkers: closed while /4.png was loaded.');
    expect(seen.closedUntaken).toBe('loadInWorkers: closed while /1.png was loaded.');
  });

  it('refuses what it cannot do when it is called', () => {
    expect(() => loadInWorkers({ workers: 0 })).toThrow(
      'loadInWorkers: workers must be an integer of at least 1, got 0.',
    );
    expect(() => loadInWorkers({ size: { width: 0, height: 8 } })).toThrow(
      'loadInWorkers: size.width must be an integer of at least 1, got 0.',
    );
    expect(() => loadInWorkers({ size: { width: 8, height: 8 }, module: 'x.mjs' })).toThrow(
      'loadInWorkers: size and module must not both be given.',
    );
  });
});
