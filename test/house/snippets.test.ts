import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publicExports } from './public-exports';
import { runPrograms } from './run-snippets';
import type { Outcome } from './snippet-runner';
import { allSnippets, blocks } from './snippets';
import { root } from './source-files';

const exported = publicExports();
const snippets = allSnippets();
const runnable = snippets.filter(({ noRun }) => noRun === undefined);
// Inside the repository, so that packages resolve; git and the linters do not look there.
const folder = join(root, `.cache/snippets-${process.pid}`);
const pathOf = (file: string): string => join(folder, file);

/** Longest a snippet may take, in seconds: several times what it should, for a busy machine. */
const limits = { example: 20, guide: 60 };

beforeAll(() => {
  mkdirSync(folder, { recursive: true });
  for (const { file, code } of snippets) writeFileSync(pathOf(file), code);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the public API', () => {
  it('has a doc comment on every export', () => {
    const silent = exported.filter(({ doc }) => doc === '');
    expect(silent.map(({ entry, name, place }) => `${entry}: ${name} (${place})`)).toEqual([]);
  });

  it('shows every function and value in an @example fenced as ts', () => {
    const bare = exported.filter(
      ({ isType, examples }) =>
        !isType && (examples.length === 0 || examples.some(({ text }) => blocks(text).length === 0)),
    );
    expect(bare.map(({ entry, name, place }) => `${entry}: ${name} (${place})`)).toEqual([]);
  });

  it('gives no name twice from one entry', () => {
    const names = exported.map(({ entry, name }) => `${entry}: ${name}`);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });
});

describe('every snippet of the README, the guides and the @examples', () => {
  it('type-checks as written', () => {
    const program = ts.createProgram(
      snippets.map(({ file }) => pathOf(file)),
      {
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.ESNext,
        moduleResolution: ts.ModuleResolutionKind.Bundler,
        // A snippet without import is a module too, so names of one do not meet those of another.
        moduleDetection: ts.ModuleDetectionKind.Force,
        lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
        types: ['node'],
        typeRoots: [join(root, 'node_modules/@types')],
        paths: {
          hilum: [join(root, 'src/index.ts')],
          'hilum/*': [join(root, 'src/*/index.ts')],
        },
        strict: true,
        skipLibCheck: true,
        noEmit: true,
      },
    );
    const problems = snippets.flatMap(({ file, place }) => {
      const source = program.getSourceFile(pathOf(file));
      return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
        ({ messageText }) => `${place}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
      );
    });
    expect(problems).toEqual([]);
  });

  it('imports the library by its name, as a reader would', () => {
    const inside = snippets.filter(({ code }) => /from '(\.|[^']*\/(src|dist)\/)/.test(code));
    expect(inside.map(({ place }) => place)).toEqual([]);
  });
});

describe('in Node', () => {
  let outcomes: Map<string, Outcome>;

  beforeAll(async () => {
    const programs = runnable.map(({ file, kind }) => ({ path: pathOf(file), seconds: limits[kind] }));
    outcomes = await runPrograms(programs);
    const slowest = [...outcomes.values()].sort((a, b) => b.milliseconds - a.milliseconds).slice(0, 3);
    const seconds = slowest.map(
      ({ file, milliseconds }) => `${basename(file, '.ts')} ${(milliseconds / 1000).toFixed(1)} s`,
    );
    console.info(`slowest snippets: ${seconds.join(', ')}`);
  }, 300_000);

  it.each(runnable.map(({ place, file }) => [place, file]))('%s runs as written', (_, file) => {
    const outcome = outcomes.get(pathOf(file));
    expect(outcome).toBeDefined();
    expect(outcome?.error).toBeUndefined();
  });
});
