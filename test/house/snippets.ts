import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publicExports } from './public-exports';
import { listFiles, root } from './source-files';

/** A ```ts block of a guide, or of the `@example` of a public export. */
export interface Snippet {
  /** `README.md:40` or `src/core/random.ts:30 createRandom`. */
  readonly place: string;
  /** A name for its file, unique among all. */
  readonly file: string;
  readonly code: string;
  /** From the fence ```ts no-run: REASON. Undefined when the snippet runs. */
  readonly noRun: string | undefined;
  /** An `@example` belongs to one function and is quick; a guide may train a model. */
  readonly kind: 'example' | 'guide';
}

/** The Markdown files that people read: the README and the guides, not the generated API. */
export function guides(): string[] {
  return ['README.md', 'CONTRIBUTING.md', ...listFiles('docs', '.md')].filter(
    (path) => !path.startsWith('docs/api/'),
  );
}

/** Every snippet of the guides and of the public API, in the order of the files. */
export function allSnippets(): Snippet[] {
  const ofGuides = guides().flatMap((path) =>
    blocks(readFileSync(join(root, path), 'utf8')).map(({ code, info, line }) => ({
      place: `${path}:${line}`,
      file: fileName(`${path}-line-${line}`),
      code,
      noRun: reasonOf(info),
      kind: 'guide' as const,
    })),
  );
  const ofApi = publicExports().flatMap(({ entry, name, place, examples }) =>
    examples.flatMap((example, i) =>
      blocks(example.text).map(({ code, info }, j) => ({
        place: `${place.replace(/:\d+$/, '')}:${example.line} ${name}`,
        file: fileName(`${entry}-${name}-${i + 1}-${j + 1}`),
        code,
        noRun: reasonOf(info),
        kind: 'example' as const,
      })),
    ),
  );
  return [...ofGuides, ...ofApi];
}

/** The fenced blocks of a Markdown text whose language is TypeScript. */
export function blocks(text: string): { code: string; info: string; line: number }[] {
  const fence = /^([ \t]*)(`{3,})(ts\b[^\n]*)\n(.*?)^[ \t]*\2[ \t]*$/gms;
  return [...text.matchAll(fence)].map(({ 1: indent, 3: info, 4: code, index }) => ({
    code: code!.replaceAll(new RegExp(`^${indent!}`, 'gm'), ''),
    info: info!.trim(),
    line: text.slice(0, index).split('\n').length,
  }));
}

/** `ts` runs; `ts no-run: needs a browser` does not; anything else is a mistake. */
function reasonOf(info: string): string | undefined {
  if (info === 'ts') return undefined;
  const reason = /^ts no-run: (\S.*)$/.exec(info)?.[1];
  if (reason === undefined) throw new Error(`a fence says "${info}"; write "ts" or "ts no-run: the reason"`);
  return reason;
}

function fileName(name: string): string {
  return `${name.replaceAll(/[^A-Za-z0-9]+/g, '-')}.ts`;
}
