import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Outcome } from './snippet-runner';
import { root } from './source-files';

/** A TypeScript file to run, and the longest it may take. */
export interface Program {
  readonly path: string;
  readonly seconds: number;
}

/**
 * Runs programs as `npm start` runs an example, by tsx with `hilum` leading to the sources, in Node with the cpu
 * backend registered; one after another in few processes. Gives the outcome of each by its path.
 */
export async function runPrograms(programs: readonly Program[]): Promise<Map<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  // Where a program that writes a relative path does no harm.
  const workplace = mkdtempSync(join(tmpdir(), 'hilum-snippets-'));
  try {
    // One that hangs or ends the process takes only itself along: a new process runs those after it.
    for (let waiting = programs; waiting.length > 0; waiting = programs.slice(outcomes.size)) {
      for (const outcome of await runInOneProcess(waiting, workplace)) outcomes.set(outcome.file, outcome);
    }
  } finally {
    rmSync(workplace, { recursive: true, force: true });
  }
  return outcomes;
}

/** Outcomes of the first programs, at least one: up to the first that ended the process, or all. */
function runInOneProcess(programs: readonly Program[], cwd: string): Promise<Outcome[]> {
  const runner = fork(
    join(root, 'test/house/snippet-runner.ts'),
    programs.map(({ path }) => path),
    {
      cwd,
      execArgv: ['--import', import.meta.resolve('tsx')],
      env: { ...process.env, TSX_TSCONFIG_PATH: join(root, 'tsconfig.json') },
      silent: true,
    },
  );
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
      const file = programs[finished.length]?.path;
      const how = signal === 'SIGKILL' ? 'took too long' : (signal ?? code);
      if (file !== undefined)
        finished.push({ file, milliseconds: 0, error: `ended the process (${how}). ${output.slice(-1000)}` });
      resolve(finished);
    });
  });
}
