import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type * as Codecs from 'hilum/codecs';
import type * as Files from 'hilum/node';
import type * as Hilum from 'hilum';

/** The library as a bundler makes it of the sources: loaded by tsx they run slower. */
export async function bundled(): Promise<{
  hilum: typeof Hilum;
  codecs: typeof Codecs;
  files: typeof Files;
}> {
  const path = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));
  // Inside the repository, so that the peers resolve.
  const outdir = path(`.cache/bench-${process.pid}`);
  await build({
    entryPoints: ['src/index.ts', 'src/codecs/index.ts', 'src/node/index.ts'].map(path),
    ...{ outdir, outbase: path('src'), outExtension: { '.js': '.mjs' } },
    ...{ bundle: true, splitting: true, format: 'esm', platform: 'node', packages: 'external' },
  });
  const load = <Entry>(name: string): Promise<Entry> =>
    import(pathToFileURL(join(outdir, name)).href) as Promise<Entry>;
  try {
    return {
      hilum: await load('index.mjs'),
      codecs: await load('codecs/index.mjs'),
      files: await load('node/index.mjs'),
    };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
