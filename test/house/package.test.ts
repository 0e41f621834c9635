import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { createContext, runInContext } from 'node:vm';
import { encode } from 'jpeg-js';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import ts from 'typescript';
import { build as viteBuild, type Rolldown } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { buildIfStale } from './built-package';
import { root } from './source-files';

const run = promisify(execFile);
const entries = ['hilum', 'hilum/codecs', 'hilum/keras', 'hilum/node', 'hilum/wasm'];

let folder: string;
let tarball: string;
let packed: string[];

// A folder with the tarball unpacked where npm would put it, and links to what npm would install beside it: the
// declared dependencies and peers, nothing else. So an undeclared dependency fails here, without a network.
beforeAll(async () => {
  await buildIfStale();
  folder = mkdtempSync(join(tmpdir(), 'hilum-package-'));
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: root });
  const [report] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  tarball = join(folder, report.filename);
  packed = report.files.map(({ path }) => path);

  await run('tar', ['-xzf', tarball, '-C', folder]);
  const modules = join(folder, 'node_modules');
  mkdirSync(modules);
  cpSync(join(folder, 'package'), join(modules, 'hilum'), { recursive: true });
  const beside = [
    ...Object.keys(manifest.dependencies),
    ...Object.keys(manifest.peerDependencies),
    '@tensorflow/tfjs-backend-cpu',
  ];
  for (const name of beside) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), join(modules, name), 'junction');
  }
}, 180_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the packed package', () => {
  it('holds code, declarations, maps, licence and readme, and nothing else', () => {
    const expected =
      /^(package\.json|README\.md|LICENSE|dist\/[\w./-]+\.(js|cjs|d\.ts|d\.cts|js\.map|cjs\.map))$/;
    expect(packed.filter((path) => !expected.test(path))).toEqual([]);
    expect(packed).toContain('README.md');
  });

  it('has source maps that carry their sources, so that a debugger needs no other file', () => {
    const maps = packed.filter((path) => path.endsWith('.map'));
    const incomplete = maps.filter((path) => {
      const map = JSON.parse(readFileSync(join(folder, 'package', path), 'utf8')) as {
        sources: string[];
        sourcesContent?: (string | null)[];
      };
      return map.sources.some((_, i) => typeof map.sourcesContent?.[i] !== 'string');
    });
    expect(maps).not.toEqual([]);
    expect(incomplete).toEqual([]);
  });

  it('keeps TensorFlow.js a peer: not a dependency and not inside', () => {
    const optional = Object.keys(manifest.peerDependenciesMeta);
    const required = Object.keys(manifest.peerDependencies).filter((name) => !optional.includes(name));
    expect(required.sort()).toEqual(['@tensorflow/tfjs-core', '@tensorflow/tfjs-layers']);
    expect(optional).toEqual([
      '@cornerstonejs/codec-charls',
      '@cornerstonejs/codec-openjpeg',
      '@tensorflow/tfjs-backend-wasm',
      'h5wasm',
    ]);
    expect(Object.keys(manifest.dependencies).filter((name) => name.startsWith('@tensorflow/'))).toEqual([]);
    const inside = packed
      .filter((path) => /\.c?js$/.test(path))
      .filter((path) =>
        readFileSync(join(folder, 'package', path), 'utf8').includes('ENGINE.registerTensor'),
      );
    expect(inside).toEqual([]);
  });

  it('passes publint', async () => {
    const bytes = readFileSync(tarball);
    const data = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    const { messages } = await publint({ pack: { tarball: data }, strict: true });
    expect(messages.map((message) => formatMessage(message, manifest, { color: false }))).toEqual([]);
  });

  it('gives right types to every resolver (attw)', async () => {
    const attw = join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js');
    const args = [attw, tarball, '--profile', 'node16', '--no-color', '--no-emoji', '--format', 'ascii'];
    const { stdout, code } = await run(process.execPath, args).then(
      (result) => ({ ...result, code: 0 }),
      (error: unknown) => error as { stdout: string; code: number },
    );
    expect(code, stdout).toBe(0);
  });
});

const jpeg = encode({ width: 8, height: 8, data: new Uint8Array(256).fill(128) }).data.toString('base64');

/** What each app does with the library; it ends with one line of JSON. */
const appBody = `
  async function app(tf, tfl, hilum, codecs) {
    await tf.setBackend('cpu');
    const before = tf.memory().numTensors;
    const model = hilum.unet({ inputShape: [16, 16, 1], filters: [2, 4] });
    const weights = tf.memory().numTensors - before;
    const truth = tf.ones([1, 16, 16, 1]);
    const loss = hilum.diceLoss()(truth, truth);
    const jpeg = Uint8Array.from(atob('${jpeg}'), (letter) => letter.charCodeAt(0));
    const { image } = hilum.chestPhantom({ seed: 1, size: 32 });
    const decoded = await codecs.decodeImage(codecs.encodePng(image));
    return JSON.stringify({
      backend: tf.getBackend(),
      weightsOnTheAppsEngine: weights === model.weights.length,
      modelIsTheAppsLayersModel: model instanceof tfl.LayersModel,
      outputShape: tf.tidy(() => model.predict(truth).shape),
      lossOfTruth: Math.abs(loss.dataSync()[0]) < 1e-3,
      pngComesBack: decoded.data.join() === image.data.join(),
      jpegWidth: (await codecs.decodeImage(jpeg)).width,
    });
  }
`;

const shared = {
  backend: 'cpu',
  weightsOnTheAppsEngine: true,
  modelIsTheAppsLayersModel: true,
  outputShape: [1, 16, 16, 1],
  lossOfTruth: true,
  pngComesBack: true,
  jpegWidth: 8,
};

/** Writes the files of an app into its own folder beside node_modules. */
function writeApp(name: string, files: Readonly<Record<string, string>>): string {
  const path = join(folder, name);
  mkdirSync(path);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
  return path;
}

/** Node before 20.19 cannot require an ES module; later ones act so when told. */
const oldNode = process.allowedNodeEnvironmentFlags.has('--no-experimental-require-module')
  ? ['--no-experimental-require-module']
  : [];

describe('a fresh app shares one TensorFlow.js with the packed package', () => {
  it('as an ES module', async () => {
    const path = writeApp('esm', {
      'package.json': '{ "type": "module" }',
      'app.js': `
        import { createRequire } from 'node:module';
        import '@tensorflow/tfjs-backend-cpu';
        import * as tf from '@tensorflow/tfjs-core';
        import * as tfl from '@tensorflow/tfjs-layers';
        import * as hilum from 'hilum';
        ${entries.map((entry) => `await import('${entry}');`).join('\n')}
        ${appBody}
        console.log(await app(tf, tfl, hilum, await import('hilum/codecs')));
        const loaded = Object.keys(createRequire(import.meta.url).cache);
        console.log(loaded.filter((path) => /tf-core[^/\\\\]*\\.js$/.test(path)).length);`,
    });
    const { stdout } = await run(process.execPath, ['app.js'], { cwd: path });
    const [result, copies] = stdout.trim().split('\n').slice(-2) as [string, string];
    expect(JSON.parse(result)).toEqual(shared);
    expect(copies, 'copies of tfjs-core in memory').toBe('1');
  });

  it('as CommonJS, on a Node that cannot require ES modules', async () => {
    const path = writeApp('cjs', {
      'package.json': '{ "type": "commonjs" }',
      'app.js': `
        require('@tensorflow/tfjs-backend-cpu');
        const tf = require('@tensorflow/tfjs-core');
        const tfl = require('@tensorflow/tfjs-layers');
        const hilum = require('hilum');
        ${entries.map((entry) => `require('${entry}');`).join('\n')}
        ${appBody}
        app(tf, tfl, hilum, require('hilum/codecs')).then((result) => {
          console.log(result);
          const loaded = Object.keys(require.cache);
          console.log(loaded.filter((path) => /tf-core[^/\\\\]*\\.js$/.test(path)).length);
        });`,
    });
    const { stdout } = await run(process.execPath, [...oldNode, 'app.js'], { cwd: path });
    const [result, copies] = stdout.trim().split('\n').slice(-2) as [string, string];
    expect(JSON.parse(result)).toEqual(shared);
    expect(copies, 'copies of tfjs-core in memory').toBe('1');
  });

  it('built by Vite for a browser', async () => {
    const path = writeApp('vite', {
      'package.json': '{ "type": "module" }',
      'app.js': `
        import '@tensorflow/tfjs-backend-cpu';
        import * as tf from '@tensorflow/tfjs-core';
        import * as tfl from '@tensorflow/tfjs-layers';
        import * as hilum from 'hilum';
        import * as codecs from 'hilum/codecs';
        import * as wasm from 'hilum/wasm';
        globalThis.entries = [codecs, wasm].map((entry) => typeof entry);
        ${appBody}
        globalThis.result = app(tf, tfl, hilum, codecs);`,
    });
    const built = (await viteBuild({
      root: path,
      configFile: false,
      logLevel: 'error',
      build: { minify: false, lib: { entry: 'app.js', formats: ['iife'], name: 'app', fileName: 'app' } },
    })) as Rolldown.RolldownOutput[];
    const [{ code, moduleIds }] = built[0]!.output;
    const engines = moduleIds.filter((id) => id.replaceAll('\\', '/').endsWith('tfjs-core/dist/engine.js'));
    expect(engines, 'copies of the tfjs engine in the bundle').toHaveLength(1);

    // A browser as far as TensorFlow.js asks: a window with a document, and no process.
    const page: Record<string, unknown> = {
      atob,
      console,
      performance,
      setTimeout,
      TextDecoder,
      TextEncoder,
    };
    page['window'] = { document: {} };
    runInContext(code, createContext(page), { filename: 'app.js' });
    expect(JSON.parse(await (page['result'] as Promise<string>))).toEqual(shared);
    expect(page['entries']).toHaveLength(2);
  });
});

describe('the threads of the packed package', () => {
  const body = `
    async function app({ unet, chestPhantom }, { fileSystem, segmentFiles, readSamples, writeImage }) {
      await unet({ inputShape: [16, 16, 1], filters: [2, 4] }).save(fileSystem('model'));
      const { image, mask } = chestPhantom({ seed: 1, size: 32 });
      await writeImage('a.png', image);
      await writeImage('mask.png', mask);
      const found = [];
      for await (const { path, mask, error } of segmentFiles('model', ['a.png', 'none.png'], { workers: 2 }))
        found.push([path, mask?.width ?? error.message.slice(0, 9)]);
      for await (const { name, mask } of readSamples([{ image: 'a.png', masks: ['mask.png'] }]))
        found.push([name, mask.width]);
      console.log(JSON.stringify(found));
    }
  `;
  const imports = (load: (name: string) => string): string => `
    ${load('@tensorflow/tfjs-backend-cpu')}
    app(${load('hilum')}, ${load('hilum/node')});`;

  it.each([
    ['an ES module', 'module', (name: string) => `await import('${name}')`, []],
    ['CommonJS', 'commonjs', (name: string) => `require('${name}')`, oldNode],
  ] as const)(
    'segment and read for an app that is %s, which then ends by itself',
    async (_, type, load, flags) => {
      // A folder whose name is an awkward URL.
      const path = writeApp(`threads of 100% c# ${type}`, {
        'package.json': JSON.stringify({ type }),
        'app.js': `${body}${imports(load)}`,
      });
      const { stdout } = await run(process.execPath, [...flags, 'app.js'], { cwd: path, timeout: 60_000 });
      expect(JSON.parse(stdout.trim().split('\n').at(-1)!)).toEqual([
        ['a.png', 32],
        ['none.png', 'readImage'],
        ['a.png', 32],
      ]);
    },
  );
});

describe('a TypeScript app', () => {
  const source = `
    import type { LayersModel } from '@tensorflow/tfjs-layers';
    import { diceLoss, unet, type Image, type LossFn } from 'hilum';
    ${entries
      .slice(1)
      .map((entry, i) => `import * as entry${i} from '${entry}';`)
      .join('\n')}
    export const model: LayersModel = unet({ inputShape: [null, null, 1], filters: [2, 4] });
    export const loss: LossFn = diceLoss({ smooth: 1 });
    export const widthOf = ({ width }: Image): number => width;
    export const all: object[] = [${entries
      .slice(1)
      .map((_, i) => `entry${i}`)
      .join(', ')}];
    // @ts-expect-error the types are there and not any
    unet({ inputShape: 'wrong' });
  `;

  it.each([
    ['bundler', ts.ModuleKind.ESNext, ts.ModuleResolutionKind.Bundler, ['app.ts']],
    ['node16', ts.ModuleKind.Node16, ts.ModuleResolutionKind.Node16, ['app.mts', 'app.cts']],
  ] as const)('type-checks with moduleResolution %s', (name, module, moduleResolution, files) => {
    const path = writeApp(`types-${name}`, Object.fromEntries(files.map((file) => [file, source])));
    const program = ts.createProgram(
      files.map((file) => join(path, file)),
      {
        module,
        moduleResolution,
        target: ts.ScriptTarget.ES2022,
        lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
        types: [],
        strict: true,
        skipLibCheck: true,
        noEmit: true,
      },
    );
    const problems = ts.getPreEmitDiagnostics(program);
    expect(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
  });
});
