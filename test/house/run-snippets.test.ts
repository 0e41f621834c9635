import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runPrograms } from './run-snippets';
import type { Outcome } from './snippet-runner';
import { blocks } from './snippets';
import { root } from './source-files';

describe('a runner of snippets', () => {
  const folder = join(root, `.cache/planted-${process.pid}`);
  const planted = {
    good: "import { createRandom } from 'hilum'; createRandom(1).uniform();",
    typo: "import { createRandon } from 'hilum'; createRandon(1);",
    throws: "await Promise.resolve(); throw new RangeError('planted');",
    forgets: "void Promise.reject(new Error('nobody waits')); export {};",
    exits: 'process.exit(3);',
    hangs: 'await new Promise((resolve) => setTimeout(resolve, 1e6));',
    backend: "import { getBackend } from '@tensorflow/tfjs-core'; if (getBackend() !== 'cpu') throw 0;",
  };
  let outcomes: Map<string, Outcome>;
  const errorOf = (name: keyof typeof planted): string | undefined =>
    outcomes.get(join(folder, `${name}.ts`))?.error;

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    for (const [name, code] of Object.entries(planted)) writeFileSync(join(folder, `${name}.ts`), code);
    const programs = Object.keys(planted).map((name) => ({ path: join(folder, `${name}.ts`), seconds: 2 }));
    outcomes = await runPrograms(programs);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('tells what went wrong with each, and runs those after it', () => {
    expect([...outcomes.keys()].length).toBe(Object.keys(planted).length);
    expect(errorOf('good')).toBeUndefined();
    expect(errorOf('backend')).toBeUndefined();
    expect(errorOf('typo')).toMatch(/createRandon is not a function|no.* export named 'createRandon'/);
    expect(errorOf('throws')).toMatch(/RangeError: planted/);
    expect(errorOf('forgets')).toMatch(/nobody waits/);
    expect(errorOf('exits')).toMatch(/ended the process \(3\)/);
    expect(errorOf('hangs')).toMatch(/took too long/);
  });
});

describe('a reader of fenced blocks', () => {
  it('finds TypeScript with its line and what the fence says, indented ones too, and nothing else', () => {
    const text = [
      'Text',
      '```ts',
      'a();',
      '```',
      '```sh',
      'npm i',
      '```',
      '- item',
      '  ```ts no-run: needs a browser',
      '  b();',
      '    c();',
      '  ```',
    ].join('\n');
    expect(blocks(text)).toEqual([
      { code: 'a();\n', info: 'ts', line: 2 },
      { code: 'b();\n  c();\n', info: 'ts no-run: needs a browser', line: 9 },
    ]);
  });
});
