import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string): string => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^hilum$/, replacement: source('index.ts') },
      { find: /^hilum\/(codecs|keras|node|wasm)$/, replacement: source('$1/index.ts') },
    ],
  },
  test: {
    // Several times what the slowest takes: a busy machine fails no test.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['test/**/*.test.ts'],
          // Those run in a page: see vitest.browser.config.ts.
          exclude: ['test/browser/**'],
        },
      },
      {
        // Engines without relaxed SIMD run the other build of the kernels.
        extends: true,
        test: {
          name: 'plain SIMD',
          include: ['test/wasm/*.test.ts'],
          exclude: ['start', 'kernels.generated', 'relaxed-simd', 'channels', 'conv-geometry'].map(
            (name) => `test/wasm/${name}.test.ts`,
          ),
          setupFiles: ['test/wasm/plain-simd.ts'],
        },
      },
    ],
  },
});
