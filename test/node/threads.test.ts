import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { deathOf, moduleUrl, startThreads, workerModule } from '../../src/node/threads';

describe('startThreads', () => {
  it('starts as many as it is told, each with the data, and they end when they are told to', async () => {
    const begun = new Int32Array(new SharedArrayBuffer(4));
    const module = fileURLToPath(new URL('pool-worker.mjs', import.meta.url));
    const pool = await startThreads({ module, threads: 2, data: { begun: begun.buffer } });
    expect(pool.threads).toHaveLength(2);
    expect(await pool.run({ value: 3 })).toEqual({ value: { value: 3 } });
    expect(begun[0]).toBe(1);
    await pool.destroy();
    expect(pool.threads).toHaveLength(0);
  });
});

describe('workerModule', () => {
  it.each(['segment-worker', 'read-image-worker', 'load-worker'])('finds %s', (name) => {
    expect(existsSync(workerModule(name))).toBe(true);
  });
});

describe('moduleUrl', () => {
  it('makes a URL of a path, and leaves one as it is, a text too', () => {
    const url = pathToFileURL(resolve('a b/load.mjs'));
    expect(moduleUrl('a b/load.mjs')).toBe(url.href);
    expect(moduleUrl(url)).toBe(url.href);
    expect(moduleUrl(url.href)).toBe(url.href);
  });
});

describe('deathOf', () => {
  it('names who worked on what, why it ended and what to do, and keeps the cause', () => {
    const cause = new Error('out of luck');
    const error = deathOf('readImages', 'a.png', cause);
    expect(error.message).toBe(
      'readImages: the thread that worked on a.png died: out of luck. ' +
        'If it ran out of memory, use fewer workers or smaller images; if its setup ends the process, mend the setup.',
    );
    expect(error.cause).toBe(cause);
    expect(deathOf('readImages', 'a.png', 'quit').message).toContain('died: quit. ');
  });
});
