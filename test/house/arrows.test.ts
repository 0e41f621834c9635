import { describe, expect, it } from 'vitest';
import { importsOf, readSources, type ImportLine, type SourceFile } from './source-files';

/** A room is a folder of src, the entry file src/index.ts, or the programs of threads, src/node/*-worker.ts. */
interface Room {
  /** Rooms whose code it may import, beside core and itself. */
  readonly imports?: readonly string[];
  /** Rooms of which it may also name types: nothing of it is left when the program runs. */
  readonly types?: readonly string[];
  /** Packages it may import, beside the two peers. */
  readonly packages?: readonly string[];
  /** Packages it may ask for with import(): an app without them misses only what needs them. */
  readonly optional?: readonly string[];
  readonly because: string;
}

const rooms: Readonly<Record<string, Room>> = {
  core: { because: 'guards and random numbers stand on nothing' },
  backends: { because: 'it asks tfjs what the app has chosen, and imports none' },
  layers: { because: 'blocks are functions of a tensor' },
  models: { imports: ['layers'], because: 'a model is made of blocks' },
  metrics: { types: ['losses'], because: 'scores count; a metric has the shape of a loss' },
  losses: { imports: ['metrics'], because: 'one formula, one home: Dice the score and Dice the loss' },
  data: { because: 'images and samples know nothing of networks' },
  training: {
    imports: ['losses', 'metrics'],
    types: ['data'],
    because:
      'it calls losses and counts scores; models and batches are passed in, so it names only their types',
  },
  inference: { imports: ['data'], because: 'images in, images out; the model is passed in' },
  codecs: {
    imports: ['data'],
    packages: ['fflate', 'jpeg-js'],
    optional: ['openjpeg', 'charls'].flatMap((name) => [
      `@cornerstonejs/codec-${name}/decode`,
      `@cornerstonejs/codec-${name}/decodewasmjs`,
    ]),
    because: 'bytes to image, and an image is made by the function that makes images',
  },
  keras: {
    packages: ['fflate'],
    optional: ['h5wasm'],
    because: 'bytes to weights; models are passed in or built from what the file says',
  },
  node: {
    imports: ['codecs', 'data'],
    types: ['inference', 'metrics', 'training', 'worker'],
    packages: ['node:', 'piscina'],
    because:
      'files hold images, workers share the load; a report names the types of what it shows and is given values',
  },
  worker: {
    imports: ['codecs', 'data', 'inference', 'node', 'wasm'],
    packages: ['node:', 'piscina'],
    because: 'a thread begins with nothing and functions cannot be sent to it; nobody imports what it runs',
  },
  wasm: {
    optional: ['@tensorflow/tfjs-backend-wasm'],
    because: 'kernels know nothing of what calls them; a thread starts on the backend they are for',
  },
  index: {
    imports: ['backends', 'layers', 'models', 'metrics', 'losses', 'data', 'training', 'inference'],
    because: 'the public face of the library; what needs more than the two peers is an entry of its own',
  },
};

/** The folders of src that have an index.ts: entries of the package, beside the root. */
const entries = ['codecs', 'keras', 'node', 'wasm'];
const peers = ['@tensorflow/tfjs-core', '@tensorflow/tfjs-layers'];
const sources = readSources('src');
const generated = (path: string): boolean => path.endsWith('.generated.ts');

function roomOf(path: string): string {
  const [, room, ...rest] = path.replace(/\.ts$/, '').split('/');
  if (room === 'node' && rest.join('/').endsWith('-worker')) return 'worker';
  return rest.length === 0 && room !== 'index' ? `(src/${room})` : room!;
}

/** Every import line that `wrong` gives a reason against, as `file:line imports x: reason`. */
function offences(wrong: (line: ImportLine, file: SourceFile) => string | undefined): string[] {
  return sources.flatMap((file) =>
    file.imports.flatMap((line) => {
      const reason = wrong(line, file);
      return reason === undefined ? [] : [`${file.path}:${line.line} imports ${line.specifier}: ${reason}`];
    }),
  );
}

describe('the import lines of src', () => {
  it('were found, so the rules below have something to hold for', () => {
    expect(sources.length).toBeGreaterThan(10);
    expect(sources.flatMap((file) => file.imports).length).toBeGreaterThan(10);
  });

  it('are told apart: code, types alone, re-exports and import() calls', () => {
    const text = [
      "import { a, type A } from './a';",
      "import type { B } from '../b/b';",
      "export { type C } from './c';",
      "const d: import('./d').D = await import('./e');",
      "import 'f';",
    ].join('\n');
    expect(importsOf('src/x/y.ts', text).map(({ target, typeOnly }) => [target, typeOnly])).toEqual([
      ['src/x/a', false],
      ['src/b/b', true],
      ['src/x/c', true],
      ['src/x/d', true],
      ['src/x/e', false],
      [undefined, false],
    ]);
  });

  it('follow the arrows between rooms', () => {
    expect(
      offences(({ target, typeOnly }, { path }) => {
        if (target === undefined || !target.startsWith('src/')) return undefined;
        const [from, to] = [roomOf(path), roomOf(target)];
        const room = rooms[from];
        if (room === undefined) return `${from} is not a room; add it to the table with a reason`;
        if (to === from || to === 'core' || room.imports?.includes(to)) return undefined;
        if (typeOnly && room.types?.includes(to)) return undefined;
        return `no arrow from ${from} to ${to} (${room.because})`;
      }),
    ).toEqual([]);
  });

  it('stay inside src and name files without an extension', () => {
    expect(
      offences(({ target, specifier }) => {
        if (target === undefined) return undefined;
        if (!target.startsWith('src/')) return 'it leaves src';
        if (/\.(js|ts)$/.test(specifier)) return 'it has an extension';
        return sources.some((file) => file.path === `${target}.ts`) ? undefined : 'there is no such file';
      }),
    ).toEqual([]);
  });

  it('never name an index: what it re-exports has a home of its own', () => {
    expect(
      offences(({ target }) => (/(^|\/)index$/.test(target ?? '') ? 'import the file itself' : undefined)),
    ).toEqual([]);
  });

  it('bring in node: modules and packages only where the table allows, and never a backend', () => {
    expect(
      offences(({ specifier, target, dynamic, typeOnly }, { path }) => {
        if (target !== undefined || peers.includes(specifier)) return undefined;
        const { packages: allowed = [], optional = [] } = rooms[roomOf(path)] ?? {};
        if ((dynamic || typeOnly) && optional.includes(specifier)) return undefined;
        if (allowed.some((name) => specifier === name || (name === 'node:' && specifier.startsWith('node:'))))
          return undefined;
        return specifier.startsWith('@tensorflow/tfjs-backend') || specifier === '@tensorflow/tfjs'
          ? 'the app chooses the backend'
          : `not among the packages of its room: ${[...peers, ...allowed].join(', ')}`;
      }),
    ).toEqual([]);
  });

  it('form no cycle', () => {
    const next = new Map(
      sources.map((file) => [
        file.path,
        file.imports.flatMap(({ target }) => (target === undefined ? [] : [`${target}.ts`])),
      ]),
    );
    const done = new Set<string>();
    const cycles: string[] = [];
    const walk = (path: string, trail: readonly string[]): void => {
      const start = trail.indexOf(path);
      if (start >= 0) cycles.push([...trail.slice(start), path].join(' → '));
      if (start >= 0 || done.has(path)) return;
      for (const target of next.get(path) ?? []) walk(target, [...trail, path]);
      done.add(path);
    };
    for (const path of next.keys()) walk(path, []);
    expect(cycles).toEqual([]);
  });
});

describe('the files of src', () => {
  it('are no drawers: a type or a small function lives with what it belongs to', () => {
    const drawer = /(^|\/)(utils?|helpers?|common|types?|misc|shared)(\.ts|\/)/;
    expect(sources.map((file) => file.path).filter((path) => drawer.test(path))).toEqual([]);
  });

  it('are in kebab-case', () => {
    const kebab = /^src(\/[a-z0-9]+(-[a-z0-9]+)*)+(\.generated)?\.ts$/;
    expect(sources.map((file) => file.path).filter((path) => !kebab.test(path))).toEqual([]);
  });

  // The root's barrel is a list of names: it is as long as there are names.
  it('hold at most 300 lines', () => {
    const long = sources
      .filter((file) => !generated(file.path) && file.path !== 'src/index.ts')
      .map((file) => ({ path: file.path, lines: file.text.trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > 300);
    expect(long).toEqual([]);
  });

  it('have one barrel for each entry and no other', () => {
    const barrels = sources.map((file) => file.path).filter((path) => path.endsWith('/index.ts'));
    const allowed = ['src/index.ts', ...entries.map((entry) => `src/${entry}/index.ts`)];
    expect(barrels.filter((path) => !allowed.includes(path))).toEqual([]);
  });
});
