import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

describe('kernels.generated', () => {
  it('is what assembly/ compiles to', async () => {
    const { stderr } = await promisify(execFile)(process.execPath, ['scripts/build-wasm.mjs', '--check']);
    expect(stderr).toBe('');
  });
});
