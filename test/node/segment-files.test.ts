import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { segmentFiles } from 'hilum/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let folder: string;
let seen: Record<string, unknown>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hilum-segment-files-'));
  const app = fileURLToPath(new URL('segment-files-app.ts', import.meta.url));
  // Fails, too, where the app does not end by itself.
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', app, folder], {
    timeout: 120_000,
  });
  seen = JSON.parse(stdout.trim().split('\n').at(-1)!) as Record<string, unknown>;
}, 130_000);

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Equal in every value to what `segment` gives in the app itself. */
const equal = (side: number): object => ({
  path: `${side}.png`,
  size: [side, side],
  image: 0,
  mask: 0,
  probabilities: 0,
});

describe('segmentFiles', () => {
  it('gives what segment gives, in the order of the paths, and goes on after a bad file', () => {
    expect(seen['order']).toEqual([
      {
        path: 'nowhere.png',
        error: 'readImage: cannot read /nowhere.png: it does not exist. Check the path.',
      },
      ...[33, 64, 40, 48].map(equal),
      { path: 'bad.png', error: expect.stringMatching(/^decodeImage: \/bad\.png /) as string },
    ]);
  });

  it('passes size and threshold on', () => {
    expect(seen['options']).toEqual([33, 64, 40, 48].map(equal));
  });

  it('works on the backend of its setup, with the functions that it exports', () => {
    expect(seen['setup']).toEqual([33, 64, 40, 48].map(equal));
  });

  it('goes on in another thread after WebAssembly broke down in one: its heap is not to be trusted', () => {
    const died = {
      path: '64.png',
      error: expect.stringMatching(
        /^segmentFiles: the thread that worked on \/64\.png died: memory /,
      ) as string,
    };
    expect(seen['trap']).toEqual([equal(33), died, equal(40), equal(48)]);
  });

  it('may be left early', () => {
    expect(seen['left']).toBe('none');
  });

  it('ends with a clear error where no thread can start', () => {
    expect(seen['noModel']).toMatch(/^fileSystem: .*\/no-model/);
    expect(seen['noBackend']).toMatch(
      /^segmentFiles: setup must import a backend that starts in a thread, got none from file:.*\. Import one there/,
    );
    expect(seen['exit']).toMatch(
      /^segmentFiles: the thread that worked on \/33\.png died: .*code: 7\. .* mend the setup\.$/,
    );
    expect(seen['noSetup']).toMatch(/Cannot find module '\/none\.js'/);
  });

  it('refuses wrong numbers when it is called, before anything starts', () => {
    expect(() => segmentFiles('model', [], { workers: 0 })).toThrow(
      'segmentFiles: workers must be an integer of at least 1, got 0.',
    );
    expect(() => segmentFiles('model', [], { threshold: 2 })).toThrow(RangeError);
    expect(() => segmentFiles('model', [], { size: { width: 0, height: 1 } })).toThrow(
      'segmentFiles: size.width must be an integer of at least 1, got 0.',
    );
  });
});
