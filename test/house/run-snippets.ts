import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { build, type BuildFailure } from 'esbuild';
import type { Outcome } from './snippet-runner';
import { root } from './source-files';

/** The entries of the package, as sources. */
export const entryFiles = {
  hilum: join(root, 'src/index.ts'),
  'hilum/codecs': join(root, 'src/codecs/index.ts'),
  'hilum/node': join(root, 'src/node/index.ts'),
  'hilum/wasm': join(root, 'src/wasm/index.ts'),
};

/** A TypeScript file to run, and the longest it may take. */
export interface Program {
  readonly path: string;
  readonly seconds: number;
}

/**
 * Runs programs in Node with the cpu backend registered, in few processes: bundled together with one copy of the
 * library, then imported one after another. Gives the outcome of each by its path.
 */
export async function runPrograms(
  programs: readonly Program[],
  outdir: string,
): Promise<Map<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  const broken = await compile(
    programs.map(({ path }) => path),
    outdir,
  );
  for (const [path, error] of broken) outcomes.set(path, { file: path, milliseconds: 0, error });

  // Where a program that writes a relative path does no harm.
  const workplace = mkdtempSync(join(tmpdir(), 'hilum-snippets-'));
  try {
    let waiting = programs.filter(({ path }) => !broken.has(path));
    // One that hangs or ends the process takes only itself along: a new process runs those after it.
    while (waiting.length > 0) {
      const finished = await runInOneProcess(waiting, outdir, workplace);
      finished.forEach((outcome, i) => outcomes.set(waiting[i]!.path, outcome));
      waiting = waiting.slice(finished.length);
    }
  } finally {
    rmSync(workplace, { recursive: true, force: true });
  }
  return outcomes;
}

/** Outcomes of the first programs, at least one: up to the first that ended the process, or all. */
function runInOneProcess(programs: readonly Program[], outdir: string, cwd: string): Promise<Outcome[]> {
  const files = programs.map(({ path }) => compiledPath(path, outdir));
  const runner = fork(join(outdir, 'runner.mjs'), files, {
    cwd,
    execArgv: ['--enable-source-maps'],
    silent: true,
  });
  let output = '';
  runner.stdout?.on('data', (data: Buffer) => (output += data.toString()));
  runner.stderr?.on('data', (data: Buffer) => (output += data.toString()));

  const finished: Outcome[] = [];
  // Until the runner says that it is ready it loads TensorFlow.js, which is not the program's time.
  let timer = setTimeout(() => runner.kill('SIGKILL'), 60_000);
  runner.on('message', (message: Outcome | 'ready') => {
    if (message !== 'ready') finished.push(message);
    clearTimeout(timer);
    const seconds = programs[finished.length]?.seconds;
    if (seconds !== undefined) timer = setTimeout(() => runner.kill('SIGKILL'), 1000 * seconds);
  });
  return new Promise((resolve) => {
    runner.on('exit', (code, signal) => {
      clearTimeout(timer);
      const file = files[finished.length];
      const error = `ended the process (${signal === 'SIGKILL' ? 'took too long' : (signal ?? code)}). ${output.slice(-1000)}`;
      if (file !== undefined) finished.push({ file, milliseconds: 0, error });
      resolve(finished);
    });
  });
}

/** Bundles the runner and the programs that compile; gives the errors of the others by path. */
async function compile(paths: readonly string[], outdir: string): Promise<Map<string, string>> {
  const broken = new Map<string, string>();
  for (;;) {
    const good = paths.filter((path) => !broken.has(path));
    const result = await build({
      entryPoints: {
        runner: join(root, 'test/house/snippet-runner.ts'),
        ...Object.fromEntries(good.map((path) => [basename(path, '.ts'), path])),
      },
      outdir,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      // The library is one chunk that all programs share, as in an app.
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      alias: entryFiles,
      packages: 'external',
      sourcemap: 'inline',
      absWorkingDir: root,
      logLevel: 'silent',
    }).catch((error: unknown) => error as BuildFailure);
    if (!(result instanceof Error)) return broken;
    for (const { text, location } of result.errors) {
      const path = location === null ? undefined : join(root, location.file);
      if (path === undefined || !good.includes(path)) throw result;
      broken.set(path, text);
    }
  }
}

function compiledPath(path: string, outdir: string): string {
  return join(outdir, `${basename(path, '.ts')}.mjs`);
}
