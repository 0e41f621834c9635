import { fileURLToPath } from 'node:url';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { isolation, launchOptions, tfjsPackages } from './test/browser/chromium';
import { suitesOfBackends } from './test/browser/suites';

// Run by scripts/test-browser.mjs, which finds the browser.

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

const dicomCodecs = ['charls', 'openjpeg'].flatMap((name) =>
  ['decode', 'decodewasmjs'].map((build) => `@cornerstonejs/codec-${name}/${build}`),
);

const alias = [
  { find: /^hilum$/, replacement: path('src/index.ts') },
  { find: /^hilum\/(codecs|keras|wasm)$/, replacement: path('src/$1/index.ts') },
];

function project(
  name: string,
  include: string[],
  headers: Record<string, string> = {},
): TestProjectInlineConfiguration {
  return {
    server: { headers },
    resolve: {
      alias: [
        ...alias,
        // The suites that Node runs on cpu and wasm run here on what a page has.
        { find: /^(\.\.?\/)+backends$/, replacement: path('test/browser/backends.ts') },
      ],
    },
    optimizeDeps: { include: [...tfjsPackages, ...dicomCodecs, 'fast-check', 'fflate', 'h5wasm', 'jpeg-js'] },
    test: {
      name,
      include,
      testTimeout: 60_000,
      hookTimeout: 60_000,
      // One page after the other: SwiftShader loses its contexts when several work at once. And all files in one page,
      // because each would compile its shaders anew.
      fileParallelism: false,
      isolate: false,
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider: playwright({ launchOptions }),
        instances: [{ browser: 'chromium' }],
      },
    },
  };
}

export default defineConfig({
  resolve: { alias },
  test: {
    globalSetup: [path('test/browser/node-answers.ts')],
    projects: [
      project('page', ['test/browser/*.browser.test.ts', ...suitesOfBackends()]),
      // tfjs starts its threaded build in pages that are isolated by these headers.
      project('isolated', ['test/browser/isolated/*.browser.test.ts'], isolation),
    ],
  },
});
