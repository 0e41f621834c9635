import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Metafile, type Plugin } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildIfStale } from './built-package';
import manifest from '../../package.json' with { type: 'json' };
import { root } from './source-files';

// What stays outside: the peers, and what the other entries depend on.
const peers = ['@tensorflow/tfjs-core', '@tensorflow/tfjs-layers'];

// Decoders that an app installs for rare files: they ask for fs and path, so a page leaves them outside or shims those.
const optionalCodecs = Object.keys(manifest.peerDependencies).filter(
  (name) => name.includes('/codec-') || name === 'h5wasm',
);

/** What a bundler makes of `source`, an app's module that imports the built package; the peers stay outside. */
async function bundle(
  source: string,
  plugins: Plugin[] = [],
): Promise<{ code: string; gzip: number; imports: string[] }> {
  const result = await build({
    stdin: { contents: source, resolveDir: root, sourcefile: 'app.js' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    external: [...peers, ...Object.keys(manifest.dependencies), ...optionalCodecs, 'node:*'],
    plugins,
    // Without this the paths of tsconfig.json would lead to src instead of the package.
    tsconfigRaw: {},
    write: false,
    metafile: true,
    outfile: 'app.min.js',
    logLevel: 'silent',
  });
  const code = result.outputFiles[0]!.text;
  const own = withoutImports(code);
  return { code, gzip: gzipSync(own, { level: 9 }).length, imports: importsOf(result.metafile) };
}

/** An app bundles the peers too and ends without import lines: they are not counted. */
function withoutImports(code: string): string {
  return code.replaceAll(/import\b[^;]*?"[^"]+";/g, '');
}

function importsOf(metafile: Metafile): string[] {
  return [...new Set(metafile.outputs['app.min.js']!.imports.map(({ path }) => path))].sort();
}

/** Hides `sideEffects: false` from the bundler. */
const keepEverything: Plugin = {
  name: 'keep-everything',
  setup(build) {
    build.onResolve({ filter: /^(hilum$|\.)/ }, ({ path, resolveDir }) => ({
      path: path === 'hilum' ? join(root, 'dist/index.js') : join(resolveDir, path),
      sideEffects: true,
    }));
  },
};

/** 1 kB is 1,000 bytes, as bundlers count. */
const kB = 1_000;

beforeAll(buildIfStale, 240_000);

describe('the bundle of an app that imports hilum (minified, gzip, peers outside)', () => {
  // Nobody ships all of it: this grows with the catalogue, and is here so that it grows knowingly. What an app pays is below.
  it('is at most 78 kB with all of it', async () => {
    const { gzip } = await bundle("export * from 'hilum';");
    console.info(`bundle size: all of hilum ${gzip} B`);
    expect(gzip).toBeLessThanOrEqual(78 * kB);
  });

  it.each([
    ['unet', 2],
    ['train', 5],
    ['segment', 5],
    ['evaluate', 4],
    ['chestPhantom', 5],
    ['vgg16', 1.5],
    ['classificationReport', 2],
    ['evaluateClassifier', 7.5],
    ['foldBatchNorm', 2.5],
    ['warpAffine', 2],
  ])('brings with %s alone at most %s kB', async (name, limit) => {
    const { gzip } = await bundle(`export { ${name} } from 'hilum';`);
    console.info(`bundle size: ${name} alone ${gzip} B`);
    expect(gzip).toBeLessThanOrEqual(limit * kB);
  });

  it('is at most 1 kB with diceLoss alone, and brings no layers', async () => {
    const { gzip, imports } = await bundle("export { diceLoss } from 'hilum';");
    console.info(`bundle size: diceLoss alone ${gzip} B`);
    expect(gzip).toBeLessThanOrEqual(1 * kB);
    expect(imports).toEqual(['@tensorflow/tfjs-core']);
  });

  it('is empty when nothing of it is used: no file of the package has side effects', async () => {
    for (const entry of ['hilum', 'hilum/codecs', 'hilum/keras', 'hilum/node', 'hilum/wasm'])
      expect((await bundle(`import '${entry}';`)).code.trim(), entry).toBe('');
  });

  it('is empty even where a bundler does not read sideEffects: no module does anything when imported', async () => {
    const { code } = await bundle("import 'hilum';", [keepEverything]);
    // What stays of a package outside is its import, which may do something of its own.
    expect(withoutImports(code).trim()).toBe('');
  });
});

describe('what the root entry imports', () => {
  it('is the two peers and nothing else: no node: module, no backend, no codec', async () => {
    expect((await bundle("export * from 'hilum';")).imports).toEqual(peers);
  });

  it('does not bring a copy of TensorFlow.js into any entry', async () => {
    for (const entry of ['index', 'codecs/index', 'keras/index', 'node/index', 'wasm/index']) {
      const result = await build({
        entryPoints: [`dist/${entry}.js`],
        absWorkingDir: root,
        bundle: true,
        packages: 'external',
        tsconfigRaw: {},
        format: 'esm',
        platform: 'node',
        write: false,
        metafile: true,
      });
      const inputs = Object.keys(result.metafile.inputs);
      expect(inputs.filter((path) => !path.startsWith('dist/'))).toEqual([]);
      // 1.36 MB is what a bundled tfjs weighs; no entry of ours comes near.
      expect(result.outputFiles[0]!.contents.length, entry).toBeLessThan(400_000);
    }
  });
});
