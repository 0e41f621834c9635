import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { readImages, readSamples } from 'hilum/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let folder: string;
let seen: Record<'images' | 'samples', unknown>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hilum-read-many-'));
  const app = fileURLToPath(new URL('read-many-app.ts', import.meta.url));
  // Fails, too, where the app does not end by itself.
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', app, folder], {
    timeout: 60_000,
  });
  seen = JSON.parse(stdout) as typeof seen;
}, 70_000);

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('readImages', () => {
  it('gives what readImage gives, 16 bits included, in the order of the paths, and goes on after a bad file', () => {
    expect(seen.images).toEqual([
      ['none.png', 'readImage: cannot read /none.png: it does not exist. Check the path.'],
      ['a.png', true],
      ['b.png', true],
      ['deep.png', true],
      ['bad.png', expect.stringMatching(/^decodeImage: \/bad\.png /)],
    ]);
  });

  it('refuses a wrong number of threads when it is called', () => {
    expect(() => readImages([], { workers: 0 })).toThrow(
      'readImages: workers must be an integer of at least 1, got 0.',
    );
  });
});

describe('readSamples', () => {
  it('gives what readSample gives, in the order of the pairs, and goes on after a pair that does not fit', () => {
    expect(seen.samples).toEqual([
      ['a.png', true],
      ['b.png', true],
      ['deep.png', true],
      ['a.png', 'RangeError'],
    ]);
  });

  it('refuses a wrong number of threads when it is called', () => {
    expect(() => readSamples([], { workers: 1.5 })).toThrow(
      'readSamples: workers must be an integer of at least 1, got 1.5.',
    );
  });
});
