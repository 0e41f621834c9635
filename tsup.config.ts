import type { Plugin } from 'esbuild';
import { defineConfig } from 'tsup';

/**
 * One file in dist for each in src: a relative import stays an import, and gets the extension that Node asks for.
 * So a bundler drops whole files that an app does not use, and what two entries share exists once.
 */
const keepModules: Plugin = {
  name: 'keep-modules',
  setup(build) {
    const extension = build.initialOptions.format === 'cjs' ? '.cjs' : '.js';
    build.onResolve({ filter: /^\./ }, ({ path, kind }) =>
      kind === 'entry-point' ? undefined : { path: `${path}${extension}`, external: true },
    );
  },
};

export default defineConfig({
  entry: ['src/**/*.ts'],
  format: ['esm', 'cjs'],
  target: 'es2022',
  platform: 'neutral',
  external: [/^node:/],
  removeNodeProtocol: false,
  esbuildPlugins: [keepModules],
  // CommonJS has no import.meta; src/node/worker-pool.ts asks for __filename there.
  esbuildOptions: (options) => {
    options.logOverride = { 'empty-import-meta': 'silent' };
  },
  splitting: false,
  sourcemap: true,
  clean: true,
  dts: {
    entry: {
      index: 'src/index.ts',
      'codecs/index': 'src/codecs/index.ts',
      'keras/index': 'src/keras/index.ts',
      'node/index': 'src/node/index.ts',
      'wasm/index': 'src/wasm/index.ts',
    },
    // tsup passes baseUrl to its declaration build, which TypeScript 6 calls deprecated.
    compilerOptions: { ignoreDeprecations: '6.0' },
  },
});
