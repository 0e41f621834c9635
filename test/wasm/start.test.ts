import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import { build } from 'esbuild';
import { uninstallWasmKernels } from 'hilum/wasm';
import { describe, expect, it } from 'vitest';
import { startWasm } from '../../src/wasm/start';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('startWasm', () => {
  it('selects the backend, and installs the kernels', async () => {
    await startWasm();
    expect(tf.getBackend()).toBe('wasm');
    expect(tf.getKernel('Conv2DBackpropFilter', 'wasm')).toBeDefined();
    uninstallWasmKernels();
  });

  it.each(['esm', 'cjs'] as const)(
    'names the package to install where it is missing (%s)',
    async (format) => {
      const folder = mkdtempSync(join(tmpdir(), 'hilum-start-'));
      try {
        mkdirSync(join(folder, 'node_modules/@tensorflow'), { recursive: true });
        const core = 'node_modules/@tensorflow/tfjs-core';
        symlinkSync(join(root, core), join(folder, core), 'junction');
        const app = join(folder, format === 'esm' ? 'app.mjs' : 'app.cjs');
        await build({
          stdin: {
            contents: `import { startWasm } from './src/wasm/start';
            startWasm().catch((error) => console.log(error.message));`,
            resolveDir: root,
          },
          bundle: true,
          packages: 'external',
          platform: 'node',
          format,
          outfile: app,
        });
        const { stdout } = await promisify(execFile)(process.execPath, [app]);
        expect(stdout.trim()).toBe(
          'startWasm: the WASM backend must be installed, got no package @tensorflow/tfjs-backend-wasm. ' +
            'Run npm install @tensorflow/tfjs-backend-wasm, or name a setup that selects another backend.',
        );
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
});
