import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    codecs: 'src/codecs/index.ts',
    node: 'src/node/index.ts',
    wasm: 'src/wasm/index.ts',
  },
  format: ['esm', 'cjs'],
  target: 'es2022',
  platform: 'neutral',
  external: [/^node:/],
  // What two entries share exists once, so an instanceof or a symbol never meets its twin.
  splitting: true,
  treeshake: true,
  sourcemap: true,
  clean: true,
  metafile: true,
  // tsup passes baseUrl to its declaration build, which TypeScript 6 calls deprecated.
  dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
});
