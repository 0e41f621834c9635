import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { build, type BuildOptions } from 'esbuild';
import type * as Codecs from 'hilum/codecs';
import type * as Keras from 'hilum/keras';
import { build as viteBuild, type Rolldown } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { dicomCases, dicomFile } from '../codecs/dicom-files';
import { kerasFile } from '../keras/reference';
import { buildIfStale } from './built-package';
import { root } from './source-files';

const optional = Object.keys(manifest.peerDependenciesMeta);
const required = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }).filter(
  (name) => !optional.includes(name),
);

let folder: string;

/** An app's folder with what npm would install there: the package, and links to `beside`. */
function makeApp(name: string, beside: readonly string[]): string {
  const app = join(folder, name);
  const modules = join(app, 'node_modules');
  mkdirSync(join(modules, 'hilum'), { recursive: true });
  cpSync(join(root, 'dist'), join(modules, 'hilum/dist'), { recursive: true });
  cpSync(join(root, 'package.json'), join(modules, 'hilum/package.json'));
  for (const each of beside) {
    mkdirSync(dirname(join(modules, each)), { recursive: true });
    symlinkSync(join(root, 'node_modules', each), join(modules, each), 'junction');
  }
  writeFileSync(join(app, 'package.json'), '{ "type": "module" }');
  for (const entry of ['codecs', 'keras'])
    writeFileSync(join(app, `${entry}.js`), `export * from 'hilum/${entry}';`);
  return app;
}

beforeAll(async () => {
  await buildIfStale();
  folder = mkdtempSync(join(tmpdir(), 'hilum-bundlers-'));
}, 240_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What esbuild makes of an entry for a page, as one script that leaves `app` behind. */
async function bundled(app: string, entry: string, more: BuildOptions = {}): Promise<string> {
  const { outputFiles, warnings } = await build({
    ...{ entryPoints: [join(app, `${entry}.js`)], absWorkingDir: app, outfile: 'out.js', write: false },
    ...{ bundle: true, format: 'iife', globalName: 'app', logLevel: 'silent' },
    // Without this the paths of tsconfig.json would lead to src instead of the package.
    tsconfigRaw: {},
    ...more,
  });
  expect(warnings).toEqual([]);
  return outputFiles![0]!.text;
}

async function bundledByVite(app: string, entry: string): Promise<string> {
  const made = (await viteBuild({
    ...{ root: app, configFile: false, logLevel: 'error' },
    build: {
      ...{ write: false, minify: false },
      lib: { entry: `${entry}.js`, formats: ['iife'], name: 'app', fileName: 'app' },
    },
  })) as Rolldown.RolldownOutput[];
  return made[0]!.output[0].code;
}

/** Runs a script in a browser as far as these packages ask: a window with a document, and no process. */
function inPage(script: string): unknown {
  const page: Record<string, unknown> = {
    ...{ atob, console, performance, setTimeout, TextDecoder, TextEncoder, WebAssembly },
    window: { document: {} },
  };
  runInContext(script, createContext(page), { filename: 'app.js' });
  return page['app'];
}

const messageOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'nothing was thrown',
    (error: unknown) => (error as Error).message,
  );

describe('an app without the optional packages', () => {
  it.each([
    ['esbuild, with nothing marked external', bundled],
    ['Vite', bundledByVite],
  ])('is bundled by %s, and a file that needs a package names it', async (bundler, bundle) => {
    const app = makeApp(`without, ${bundler}`, required);
    const { decodeDicom, decodePng, encodePng } = inPage(await bundle(app, 'codecs')) as typeof Codecs;
    const png = encodePng({ width: 2, height: 1, channels: 1, depth: 8, data: Uint8Array.of(3, 4) });
    expect([...decodePng(png).data]).toEqual([3, 4]);
    expect(await messageOf(decodeDicom(dicomFile('JPEG-LS, 12 bits')))).toBe(
      'decodeDicom: the image is JPEG-LS, which takes a package more. Install it: npm install @cornerstonejs/codec-charls.',
    );
    expect(await messageOf(decodeDicom(dicomFile('JPEG 2000, 16 bits')))).toBe(
      'decodeDicom: the image is JPEG 2000, which takes a package more. Install it: npm install @cornerstonejs/codec-openjpeg.',
    );
    const { readKerasFile } = inPage(await bundle(app, 'keras')) as typeof Keras;
    expect(await messageOf(readKerasFile(kerasFile('notop')))).toBe(
      'readKerasFile: HDF5 files take a package more. Install it: npm i h5wasm.',
    );
  });
});

describe('an app with the optional packages', () => {
  it('is bundled by esbuild for a page with fs and path outside, and decodes there', async () => {
    const app = makeApp('with', [...required, ...optional.filter((name) => name.includes('codec-'))]);
    // The packages ask for these where they run in Node.
    await expect(bundled(app, 'codecs')).rejects.toThrow('Could not resolve "fs"');
    const { decodeDicomValues } = inPage(
      await bundled(app, 'codecs', { external: ['fs', 'path'] }),
    ) as typeof Codecs;
    for (const name of ['JPEG-LS, 12 bits', 'JPEG 2000, 16 bits']) {
      const { data } = await decodeDicomValues(dicomFile(name));
      expect(Array.from(data), name).toEqual(dicomCases.find((each) => each.name === name)!.values);
    }
  });
});
