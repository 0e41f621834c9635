/**
 * Runs a TypeScript file against the built library, as an app has it: `node scripts/run-built.mjs FILE [ARGS]`, after
 * `npm run build`. With tsx each thread would also load the loader and compile the sources.
 */
import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const [file, ...args] = process.argv.slice(2);
const root = fileURLToPath(new URL('..', import.meta.url));
// Inside the package, so that its own name is found by its exports.
const outfile = join(root, '.cache', `${basename(file, '.ts')}-${process.pid}.mjs`);
await build({
  entryPoints: [file],
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  packages: 'external',
  // Without the paths that lead to the sources.
  tsconfigRaw: {},
});
process.argv.splice(1, process.argv.length - 1, outfile, ...args);
process.on('exit', () => rmSync(outfile));
await import(pathToFileURL(outfile).href);
